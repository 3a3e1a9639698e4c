package screen

import (
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// kept are the pages behind the one that is shown, as they were left: what was typed
// on them and where they were scrolled to is there again when a person comes back.
type kept struct{ behind map[int]left }

// left is a page as it was left. After a change of language its drawing is gone, and
// its place is remembered.
type left struct {
	page     page
	depth    int
	scrolled float32
}

// leave remembers a page under its number.
func (k *kept) leave(v viewmodel.View, p page) {
	if k.behind == nil {
		k.behind = map[int]left{}
	}
	k.behind[v.Page] = left{p, v.Depth, scrolled(p)}
}

// enter gives the page of a View as it was left, and forgets what has come off the
// stack. The toolkit may know a page for longer: one that held a secret lets go of it. A page that asks for a secret forgets all: the app may be locked.
func (k *kept) enter(v viewmodel.View) left {
	was := k.behind[v.Page]
	for id, l := range k.behind {
		if l.depth >= v.Depth || locks(v.State) {
			delete(k.behind, id)
			if f, ok := l.page.(interface{ forget() }); ok && id != v.Page {
				f.forget()
			}
		}
	}
	return was
}

// undress takes the drawings away: they are in another language or another light.
func (k *kept) undress() {
	for id, l := range k.behind {
		l.page = nil
		k.behind[id] = l
	}
}

// locks tells the lock itself from a page that asks for the PIN and can be left.
func locks(s viewmodel.State) bool {
	d, ok := s.(viewmodel.DoorState)
	return ok && !d.Back
}

func scrolled(p page) float32 {
	if w, ok := p.object().(*widgets.Page); ok {
		return w.Scrolled()
	}
	return 0
}

func scrollTo(p page, y float32) {
	if w, ok := p.object().(*widgets.Page); ok && y > 0 {
		w.ScrollTo(y)
	}
}
