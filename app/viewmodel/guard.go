package viewmodel

// The answers of a request take nothing for the first 500 ms after they came under a
// hand: a tap, or a key that is held, was meant for what was there before. That is when
// the page came up, when it came into sight again, and when the window was turned or
// changed its size; a key that repeats while it is held starts the 500 ms anew each time.

// sight is what a person had before their eyes.
type sight struct {
	page         int
	hidden, away bool
}

// guard has the answers rest where something else is drawn than before.
func (a *App) guard() {
	now := sight{a.stack[len(a.stack)-1].id, a.hidden(), a.b.away || a.unseen.Load()}
	a.dismiss()
	if now == a.sight {
		return
	}
	a.sight = now
	a.rearm()
	if d, ok := a.top().(*Door); ok {
		d.greet(!now.hidden && !now.away)
	}
}

// rearm has the answers on the page on top rest.
func (a *App) rearm() {
	switch p := a.top().(type) {
	case *Challenge:
		if !p.sending {
			p.rearm()
		}
	case *Door:
		if !p.visitor.sending {
			p.visitor.armed = false
			p.armVisitor()
		}
	}
}

// Turned is called when the window was turned, or has another size: what is under the
// hand is another thing now.
func (a *App) Turned() {
	a.send(func() {
		if len(a.stack) > 0 {
			a.rearm()
		}
	})
}

// Early is a key that the answers did not take, and that may be held: the 500 ms begin
// anew.
func (c *Challenge) Early() {
	c.app.do(func() {
		if !c.armed && !c.sending {
			c.rearm()
		}
	})
}

// Early is Challenge.Early, for the request at the door.
func (d *Door) Early() {
	d.app.do(func() {
		if v := &d.visitor; v.id != "" && !v.armed && !v.sending {
			d.armVisitor()
		}
	})
}

// armVisitor lets the request at the door take a tap once the hand has rested.
func (d *Door) armVisitor() {
	id := d.visitor.id
	d.visitor.arms++
	n := d.visitor.arms
	d.app.later(armTime, func() {
		if d.visitor.id == id && d.visitor.arms == n {
			d.visitor.armed = true
		}
	})
}
