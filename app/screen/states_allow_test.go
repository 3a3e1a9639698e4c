package screen

import (
	"kauth/app/viewmodel"
	"kauth/core/checkup"
)

func init() { moreShots = append(moreShots, func() []shot { return allowShots }) }

var allowShots = []shot{
	{name: "allow", page: &viewmodel.Allow{}, main: true, state: viewmodel.AllowState{}},
	{name: "allow-asks", page: &viewmodel.Allow{}, state: viewmodel.AllowState{Busy: true}},
	{name: "allow-barred", page: &viewmodel.Allow{}, state: viewmodel.AllowState{Barred: true}},
	{name: "allow-home", page: &viewmodel.Home{}, state: bannered(viewmodel.Banner{Kind: viewmodel.BannerNotices})},
	{name: "allow-notices", page: noticesPage, state: viewmodel.NoticesState{Known: true, Shown: true, Choices: true, Barred: true, On: true}},
	{name: "allow-check", page: checkPage, state: viewmodel.CheckState{
		Lines: checkLines(func(l []viewmodel.CheckLine) {
			l[3].Mark, l[3].Cause = viewmodel.CheckWarns, checkup.Barred
		}),
		Verdict: verdict(checkup.Barred, "", viewmodel.MendAllow),
	}},
}
