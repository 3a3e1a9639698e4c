package pages

import "time"

func init() {
	moreViews = append(moreViews, methodViews)
}

func methodViews(at time.Time) map[string]View {
	key := Method{ID: "key_x", Kind: "webauthn", Name: hostile, Added: at, Suspended: true}
	sms := Method{ID: "sms_x", Kind: "sms", Name: hostile, Number: "+41 ·· ··· ·· 67", Added: at}
	numbers := []Number{{"sms_x", "+41 ·· ··· ·· 67", true}, {"sms_y", "+33 ·· ··· ·· 11", false}}
	all := map[string]View{
		"methods, all":      Methods{ID: "x", Kinds: []string{"kauth", "totp", "webauthn", "sms", "recovery", "help"}, Numbers: numbers, Default: "totp"},
		"manager, all":      Manager{On: true, Methods: []Method{key, sms}, Codes: &Method{Left: 2}, First: true, Now: at},
		"setup totp":        Setup{ID: "x", Kind: "totp", Secret: "ABCD EFGH", PNG: "data:image/png;base64,AAAA"},
		"setup totp, wrong": Setup{ID: "x", Kind: "totp", Name: hostile, Field: Field{Error: "adding.totp.wrong"}},
		"setup sms":         Setup{ID: "x", Kind: "sms", Number: "+41791234567", Resend: 20, Sent: true},
		"setup sms, over":   Setup{ID: "x", Kind: "sms", Number: "+41791234567", Field: Field{Error: "sms.over"}},
		"setup sms, soon":   Setup{ID: "x", Kind: "sms", Number: "+41791234567", Field: Field{"sms.soon", 20}},
		"setup webauthn":    Setup{ID: "x", Kind: "webauthn", Field: Field{Error: "key.wrong"}},
		"number":            AddSMS{Country: "FR", Countries: []Country{{"CH", "+41"}, {"FR", "+33"}}},
		"added":             Added{Name: hostile, Left: 8},
		"key":               Key{ID: "x", Field: Field{Error: "key.copied"}},
		"key, address":      KeyAddress{Open: "http://localhost:8420/login", Shown: "localhost:8420", Back: "/2fa/add"},
		"key, no address":   KeyAddress{Back: "/login/x/methods", Login: true},
		"sms":               SMS{ID: "x", Numbers: numbers},
		"sms, sent":         SMS{ID: "x", Number: "+41 ·· ··· ·· 67", Numbers: numbers, Resend: 20, Sent: true},
		"sms, wrong":        SMS{ID: "x", Number: "+41 ·· ··· ·· 67", Field: Field{Error: "adding.sms.wrong"}},
		"proof":             Proof{Next: "/2fa/add?a=" + hostile},
		"proof, wrong":      Proof{Field: Field{Error: "proof.wrong"}},
		"off":               Off{Methods: []Method{key, sms}, Codes: 8},
		"off, wrong":        Off{Methods: []Method{key}, Field: Field{Error: "proof.wrong"}},
		"off, policy":       Off{Policy: hostile},
		"off, again":        Off{Again: true},
		"apps":              AppPasswords{On: true, User: hostile, Now: at, List: []AppPassword{{"x", hostile, hostile, at, at}, {"y", "b", "", at, time.Time{}}}},
		"apps, none":        AppPasswords{On: true, User: hostile, Now: at},
		"apps, off":         AppPasswords{User: hostile, Now: at},
		"apps, fresh":       AppPasswords{On: true, User: hostile, Name: hostile, Fresh: "abcde-fghjk-mnpqr-stvwx", Now: at},
		"sessions":          Sessions{Now: at, Notice: "done.session", List: []Session{{"x", hostile, hostile, hostile, at, at, true}, {"y", "Firefox on Windows", "", "totp", at, at, false}}},
		"link, more":        Link{ID: "x", State: "active", Device: hostile, Kept: 8},
		"failure setup":     Failure{What: "setup"},
		"failure policy":    Failure{What: "policy", Detail: hostile},
	}
	for _, key := range []string{"sms.wrong", "sms.country", "sms.nomobile", "sms.there"} {
		all[key] = AddSMS{Number: hostile, Field: Field{Error: key}}
	}
	all["confirm app"] = Confirm{What: "app", Name: hostile, Action: "/2fa/apps/x/remove", Back: "/2fa/apps"}
	all["confirm abroad"] = Confirm{What: "remove", Name: hostile, Note: "sms.abroad"}
	return all
}
