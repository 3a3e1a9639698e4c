package screen

import (
	"kauth/app/text"
	"kauth/app/viewmodel"
)

func doorTitle(t *text.Catalog, s viewmodel.DoorState) (title, more string) {
	switch {
	case s.Ask == viewmodel.AskRecovery && s.Spent:
		return t.T("lock.recovery.title"), t.T("lock.spent.sentence")
	case s.Ask == viewmodel.AskRecovery:
		return t.T("lock.recovery.title"), t.T("lock.recovery.sentence")
	case s.Purpose == viewmodel.DoorYes:
		more = t.T("door.yes")
	case s.Purpose == viewmodel.DoorLeave:
		more = t.T("door.leave")
	case s.Purpose != viewmodel.DoorOpen:
		more = t.T("door.change")
	case s.Finger:
		more = t.T("lock.finger.or")
	case s.Ask == viewmodel.AskPassphrase:
		more = t.T("unlock.sentence")
	}
	if s.Ask == viewmodel.AskPIN {
		return t.T("lock.pin.title"), more
	}
	return t.T("unlock.title"), more
}

// words say what became of the last try, and how long to wait.
func (d *door) words(s viewmodel.DoorState) string {
	t := d.c.t
	wrong := ""
	if s.Wrong {
		wrong = t.T("lock.wrong." + s.Ask)
		if s.Ask == viewmodel.AskPIN {
			wrong += " " + t.N("lock.left", s.Left)
		}
	}
	if s.Wait == 0 {
		return wrong
	}
	wait := t.T("lock.wait", "time", text.Span(s.Wait))
	if wrong == "" {
		return wait
	}
	return wrong + "\n" + wait
}
