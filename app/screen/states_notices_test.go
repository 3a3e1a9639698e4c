package screen

import "kauth/app/viewmodel"

func init() { moreShots = append(moreShots, func() []shot { return noticesShots }) }

var noticesPage = &viewmodel.Notices{}

var noticesShots = []shot{
	{name: "notices-on", page: noticesPage, main: true, state: viewmodel.NoticesState{
		Known: true, Shown: true, Choices: true, Tray: true, On: true, Stay: true,
	}},
	{name: "notices-hidden", page: noticesPage, state: viewmodel.NoticesState{Known: true, Shown: true, Choices: true, On: true, Hide: true}},
	{name: "notices-off", page: noticesPage, state: viewmodel.NoticesState{Known: true, Shown: true, Choices: true, Tray: true}},
	{name: "notices-plain", page: noticesPage, main: true, state: viewmodel.NoticesState{Known: true, Shown: true, On: true}},
	{name: "notices-none", page: noticesPage, state: viewmodel.NoticesState{Known: true, On: true}},
}
