package screen

import (
	"kauth/app/viewmodel"
	"kauth/core"
	"kauth/core/wake"
)

func init() { moreShots = append(moreShots, func() []shot { return wakeupsShots }) }

var wakeupsPage = &viewmodel.WakeupsPage{}

var wakeupsShots = []shot{
	{name: "wakeups-ready", page: wakeupsPage, main: true, state: viewmodel.WakeupsState{
		Known: true, On: true, Services: []string{"KDE", "ntfy"}, Chosen: "ntfy", Linked: true, State: wake.Stands,
	}},
	{name: "wakeups-off", page: wakeupsPage, state: viewmodel.WakeupsState{Known: true, Services: []string{"KDE"}, Linked: true, State: wake.Unused}},
	{name: "wakeups-none", page: wakeupsPage, state: viewmodel.WakeupsState{Known: true, On: true, Linked: true, State: wake.None}},
	{name: "wakeups-action", page: wakeupsPage, state: viewmodel.WakeupsState{
		Known: true, On: true, Services: []string{"KDE"}, Chosen: "KDE", Linked: true, State: wake.Failed, Why: core.WakeNeedsAction,
	}},
}
