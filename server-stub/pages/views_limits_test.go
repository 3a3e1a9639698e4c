package pages

import "time"

func init() {
	moreViews = append(moreViews, func(at time.Time) map[string]View {
		phone := Method{ID: "x", Kind: "kauth", Name: hostile, Added: at, Suspended: true}
		return map[string]View{
			"confirm reactivate":   Confirm{What: "reactivate", Name: hostile, Action: "/2fa/methods/x/reactivate"},
			"manager, reactivated": Manager{On: true, Now: at, Methods: []Method{phone}, Notice: "done.reactivated"},
		}
	})
}
