package screen

import (
	"kauth/app/text"
	"kauth/app/viewmodel"
)

// moveWords say on the new phone how its move ended.
func moveWords(t *text.Catalog, s viewmodel.ResultState) (title, more string) {
	from := otherPhone(t, s.Other)
	title = t.T("result." + string(s.What) + ".title")
	if s.What == viewmodel.ResultMovedHere {
		return title, t.T("result.moved_here.sentence", "account", s.Label, "from", from)
	}
	why := "cancelled"
	switch s.Why {
	case "denied", "mismatch", "expired", "superseded":
		why = s.Why
	}
	return title, t.T("result.not_moved."+why, "from", from)
}

// moveKey names the words on the old phone for a move that did not come about.
func moveKey(what viewmodel.ResultKind) string {
	switch what {
	case viewmodel.ResultDenied, viewmodel.ResultMismatch:
		return "result.move." + string(what)
	case viewmodel.ResultExpired, viewmodel.ResultUnsent:
		return "result.move.expired"
	case viewmodel.ResultWithdrawn, viewmodel.ResultSuperseded:
		return "result.move.withdrawn"
	}
	return "result." + string(what)
}
