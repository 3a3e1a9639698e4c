package pages

import "time"

func init() {
	moreViews = append(moreViews, func(at time.Time) map[string]View {
		all := map[string]View{
			"help":             Help{Why: "second", Name: hostile, Reach: hostile, User: hostile},
			"help, bound":      Help{Why: "second", User: hostile, Login: "lgn_x", Bound: true},
			"help, often":      Help{Why: "second", Field: Field{"help.often", 12}},
			"help, full":       Help{Why: "second", Field: Field{Error: "help.full"}},
			"help, find":       HelpFind{Number: hostile},
			"help, not found":  HelpFind{Number: hostile, Field: Field{Error: "help.find.wrong"}},
			"help, in":         HelpIn{Number: hostile},
			"help, in, wrong":  HelpIn{Field: Field{Error: "help.in.wrong"}},
			"help, in, over":   HelpIn{Field: Field{Error: "help.in.over"}},
			"help, door":       HelpDoor{User: hostile, Action: "/x"},
			"help, door wrong": HelpDoor{User: hostile, Action: "/x", Field: Field{Error: "password.wrong"}},
			"new password too": NewPassword{Action: "/x", Anew: true},
			"new phone":        NewPhone{On: true, Phones: []Method{{ID: "dev_x", Kind: "kauth", Name: hostile, Added: at}}},
			"new phone, off":   NewPhone{},
			"anew":             Manager{Notice: "done.anew", Now: at},
			"desk, empty":      Desk{Now: at},
		}
		for _, wrong := range []string{"why", "name", "reach", "user"} {
			all["help, bad "+wrong] = Help{Why: "both", Field: Field{Error: "help.bad." + wrong}}
		}
		for _, what := range []string{"big", "type", "broken", "pixels", "empty", "twice", "missing"} {
			all["help, "+what] = Help{Why: "password", Troubles: []FileTrouble{{"front", what}, {"back", what}, {"selfie", what}, {"unknown", what}}}
		}
		desk := Desk{Problem: hostile, Now: at}
		for _, state := range []string{"submitted", "review", "accepted", "refused"} {
			for _, why := range []string{"second", "password", "both", "identifier"} {
				one := HelpCase{Number: "7k3m-92qx", Secret: "abcd-efgh", State: state, Why: why, Reason: "unreadable", Reach: hostile, Made: at, Now: at, Files: true}
				all["case "+state+" "+why] = one
				desk.Cases = append(desk.Cases, DeskCase{
					Number: hostile, State: state, Why: why, Name: hostile, Reach: hostile, User: hostile, Account: hostile, Place: hostile, Agent: hostile,
					Proved: true, Open: true, Made: at, Files: []DeskFile{{"front", "image/png", "/desk/x/front", 12, true}, {"back", "application/pdf", "/desk/x/back", 9, false}},
				})
			}
		}
		all["desk"] = desk
		all["case used"] = HelpCase{State: "accepted", Why: "second", Used: true, Made: at, Now: at, Gone: at.Add(time.Hour), Files: true}
		for _, reason := range []string{"unreadable", "different", "incomplete", "unknown", "late"} {
			all["refused "+reason] = HelpCase{State: "refused", Reason: reason, Made: at, Now: at}
		}
		for _, road := range []string{"ask.app", "ask.codes", "app", "codes", "help"} {
			all["lost "+road] = Lost{Road: road}
			all["lost in a sign-in, "+road] = Lost{Road: road, Login: "lgn_x"}
		}
		return all
	})
}
