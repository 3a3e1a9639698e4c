package screen

import (
	"time"

	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// whatLook is the sign of what became of a request.
type whatLook struct {
	icon string
	tone widgets.Tone
}

var whatLooks = map[viewmodel.ActivityWhat]whatLook{
	viewmodel.WhatApproved:  {"check", widgets.OK},
	viewmodel.WhatRefused:   {"x", widgets.Danger},
	viewmodel.WhatNotMe:     {"shield", widgets.Danger},
	viewmodel.WhatMismatch:  {"x", widgets.Danger},
	viewmodel.WhatExpired:   {"clock", widgets.Warn},
	viewmodel.WhatWithdrawn: {"back", widgets.Neutral},
	viewmodel.WhatForgotten: {"warn", widgets.Warn},
	viewmodel.WhatOtherYes:  {"phone", widgets.OK},
	viewmodel.WhatOtherNo:   {"phone", widgets.Danger},
	viewmodel.WhatMoved:     {"phone", widgets.Info},
	viewmodel.WhatOther:     {"phone", widgets.Info},
	viewmodel.WhatUnsent:    {"warn", widgets.Warn},
}

// dayName is a day's heading: "Today", "Yesterday", or its date.
func (c context) dayName(d time.Time) string {
	today := midnight(c.now())
	switch {
	case d.Equal(today):
		return c.t.T("activity.today")
	case d.Equal(midnight(today.Add(-12 * time.Hour))):
		return c.t.T("activity.yesterday")
	}
	return c.t.Date(d)
}

func midnight(at time.Time) time.Time {
	y, m, d := at.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, at.Location())
}

// activityRow leads from the settings to all that became of the requests.
func activityRow(s *settings, _ viewmodel.SettingsState) (widgets.Row, bool) {
	return widgets.Row{Icon: "clock", Value: s.c.t.T("activity.bar"), Tapped: s.in.Activity}, true
}
