package viewmodel

import "context"

// tellShown tells the server of a request that a person can see now: its page, or the
// lock with it, is drawn and nothing stands over it. It is called after each drawing.
func (a *App) tellShown() {
	if a.phone == nil || a.b.away || a.unseen.Load() || a.shown.Hidden {
		return
	}
	switch s := a.top().(type) {
	case *Challenge:
		a.sayShown(s.req.ID)
	case *Door:
		a.sayShown(s.visitor.id)
	}
}

// NoticeTaken is called when the system took a notification of a request.
func (a *App) NoticeTaken(id string) {
	a.send(func() {
		if _, ok := a.request(id); ok {
			a.sayShown(id)
		}
	})
}

func (a *App) sayShown(id string) {
	if id == "" || a.b.told[id] {
		return
	}
	if a.b.told == nil {
		a.b.told = map[string]bool{}
	}
	a.b.told[id] = true
	inbox := a.phone.Inbox
	go func(ctx context.Context) {
		if inbox.Shown(ctx, id) != nil {
			a.send(func() { delete(a.b.told, id) }) // told when it is looked at again
		}
	}(a.ctx)
}
