package pages

import "time"

// moreViews are the views of subjects that have a file of their own.
var moreViews []func(at time.Time) map[string]View

// everyView is each page in each of its states, with names that strangers chose.
func everyView() map[string]View {
	at := time.Date(2026, 3, 3, 9, 41, 0, 0, time.UTC)
	app := Method{ID: "dev_x", Kind: "kauth", Name: hostile, Added: at, Default: true}
	other := Method{ID: "otp_x", Kind: "totp", Name: hostile, Added: at}
	all := map[string]View{
		"signin":        SignIn{User: hostile, Next: "/authorize?a=" + hostile},
		"signin, out":   SignIn{Out: true},
		"signin, busy":  SignIn{User: hostile, Field: Field{Error: "signin.busy"}},
		"signin, wrong": SignIn{User: hostile, Field: Field{Error: "signin.wrong"}},
		"waiting":       Waiting{ID: "x", State: "waiting", Devices: []string{hostile, "b"}, Left: 84, Of: 120, Resend: 9, Others: true},
		"offline":       Offline{ID: "x", Phones: []string{hostile}, At: 1, QR: "data:image/png;base64,AAAA", Left: 84, Of: 120, Field: Field{Error: "offline.short"}},
		"offline match": Offline{ID: "x", Phones: []string{hostile, "b"}, Phone: hostile, At: 1, QR: "data:image/png;base64,AAAA", Match: "64", Left: 84, Of: 120},
		"offline which": Offline{ID: "x", Phones: []string{hostile, "b"}, Left: 84, Of: 120},
		"offline none":  Offline{ID: "x", Left: 84, Of: 120},
		"offline wrong": Offline{ID: "x", Wrong: true},
		"shown":         Waiting{ID: "x", State: "waiting", Devices: []string{hostile, "b"}, Left: 100, Of: 120, Shown: []string{hostile}, Codes: true, Others: true},
		"late":          Waiting{ID: "x", State: "waiting", Devices: []string{hostile, "b"}, Left: 90, Of: 120, Match: "64", Codes: true, Late: true, Others: true},
		"late and more": Waiting{ID: "x", State: "waiting", Devices: []string{hostile}, Left: 40, Of: 120, Shown: []string{hostile}, Codes: true, Late: true, Wrong: Field{"code.wait", 30}},
		"number":        Waiting{ID: "x", State: "waiting", Devices: []string{hostile}, Match: "64", Left: 84, Of: 120, Sent: true},
		"six digits":    Waiting{ID: "x", State: "waiting", Devices: []string{hostile}, Match: "640913", Field: Field{"waiting.soon", 8}},
		"methods":       Methods{ID: "x", Kinds: []string{"kauth", "totp", "recovery", "help"}},
		"totp":          Code{ID: "x", Kind: "totp", Others: true},
		"totp, wrong":   Code{ID: "x", Kind: "totp", Field: Field{Error: "code.totp.wrong"}},
		"totp, wait":    Code{ID: "x", Kind: "totp", Field: Field{"code.wait", 16}},
		"recovery":      Code{ID: "x", Kind: "recovery", Field: Field{Error: "code.recovery.wrong"}},
		"manager, off":  Manager{Now: at},
		"manager": Manager{
			On: true, Methods: []Method{app, other}, Codes: &Method{Left: 8}, Notice: "done.removed", Events: everyEvent(at), Now: at.Add(time.Hour),
		},
		"default":         Manager{On: true, Methods: []Method{app}, Notice: "done.default", Now: at},
		"activity":        Activity{Events: everyEvent(at.AddDate(0, 0, -1)), Now: at},
		"old activity":    Activity{Events: everyEvent(at.AddDate(-1, 0, 0)), Now: at},
		"codes":           Codes{List: []string{"abcd-efgh-jkmn-pqrs"}, Text: hostile},
		"add":             Add{},
		"steps":           Steps{},
		"authorize":       Authorize{User: hostile, Server: "https://example.ch", Fields: []Pair{{"state", hostile}}},
		"authorize named": Authorize{Device: hostile, User: hostile, Server: "https://example.ch"},
		"password":        Password{},
		"outbox":          Outbox{Mails: []Mail{{false, at, hostile, hostile, hostile}}, Now: at},
		"outbox, empty":   Outbox{},
	}
	for _, state := range []string{"ask", "denied", "mismatch", "expired", "superseded", "cancelled", "lapsed", "over"} {
		all["waiting "+state] = Waiting{ID: "x", State: state, Others: true, Field: Field{"waiting.busy", 30}}
	}
	for _, state := range []string{"rest", "denied", "mismatch", "expired", "superseded"} {
		all["resting "+state] = Waiting{ID: "x", State: state, Others: true, Rest: true, Field: Field{"waiting.rest.often", 30}}
	}
	for _, state := range []string{"offered", "registered", "active", "refused", "expired"} {
		all["link "+state] = Link{ID: "x", State: state, Device: hostile, Digits: "482913", Left: 500, Of: 600, URL: "kauth://link?v=1&u=http%3A", PNG: "data:image/png;base64,AAAA", Codes: true}
	}
	for _, what := range []string{"remove", "last", "codes"} {
		all["confirm "+what] = Confirm{What: what, Name: hostile, Action: "/2fa/codes"}
	}
	for _, what := range []string{"404", "403", "cross", "signin", "429", "400", "408", "413", "500", "503", "authorize"} {
		all["failure "+what] = Failure{What: what, Detail: hostile, Wait: 3}
	}
	for _, more := range moreViews {
		for title, v := range more(at) {
			all[title] = v
		}
	}
	for _, key := range []string{"password.wrong", "password.differ", "password.short"} {
		all[key] = Password{Field: Field{Error: key}}
	}
	return all
}

func everyEvent(at time.Time) (list []Event) {
	for _, what := range []string{
		"signed_in", "linked", "removed", "suspended", "wrong_code", "approved", "not_me", "wrong_number", "denied", "mismatch", "expired",
		"recovery_used", "new_recovery_codes", "wrong_password", "password_changed", "something_new",
	} {
		list = append(list, Event{At: at, What: what, With: hostile, Agent: hostile, Place: hostile})
	}
	for _, with := range []string{"totp", "recovery", "password"} {
		list = append(list, Event{At: at, What: "signed_in", With: with, Place: "This computer"})
	}
	return list
}
