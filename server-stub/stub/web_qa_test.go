package stub

import (
	"strings"
	"testing"
)

func TestKnobsAreTurnedOnAPage(t *testing.T) {
	w := newWorld(t, Options{QA: true})
	r := w.reader().get("/qa/").wants("/qa/", "QA switches", annaUser)
	r.send("/qa/do/clock", "offset", "3600").wants("/qa/", "Done.", `value="3600"`)
	r.send("/qa/do/clock", "offset", "soon").wants("/qa/do/clock", "bad_request")
	r.get("/qa/").send("/qa/do/place", "ip", "203.0.113.24", "place", "Lausanne").wants("/qa/", `value="203.0.113.24"`, `value="Lausanne"`)
	r.send("/qa/do/mode", "mode", "match").wants("/qa/", `value="match" selected`)
	r.send("/qa/do/fault", "kind", "status", "status", "503", "path", "/v1/nothing", "times", "2").wants("/qa/", "<b>status</b>", "/v1/nothing", "2 ×")
	r.send("/qa/do/clear").wants("/qa/", "No faults wait.")
	r.send("/qa/do/phone").wants("/qa/", "Test phone", "test phone")

	login := w.reader().signIn().wants("/login/lgn_.*", "Type this number")
	r.get("/qa/").send("/qa/do/answer", "decision", "yes").wants("/qa/", "Done.")
	login.get(login.find(`<noscript><meta http-equiv="refresh" content="3; url=([^"]+)"`)).wants("/2fa")

	login = w.reader().signIn().wants("/login/lgn_.*", "Type this number")
	r.get("/qa/").send("/qa/do/answer", "decision", "wrong").wants("/qa/", "Done.")
	login.get(login.at).wants("/login/lgn_.*", "Wrong number")

	login.send(login.at + "/ask")
	r.get("/qa/").send("/qa/do/expire").wants("/qa/", "Done.")
	login.get(login.at).wants("/login/lgn_.*", "No answer came")
	r.send("/qa/do/keyroll").wants("/qa/", "Done.")
	r.send("/qa/do/policy", "uv", "1").wants("/qa/", `name="uv" value="1" checked`)
	r.send("/qa/do/block").wants("/qa/", "Blocked").send("/qa/do/unblock").wants("/qa/", "Done.")
	r.send("/qa/do/limits").send("/qa/do/revoke").wants("/qa/", "Done.")
	if strings.Contains(r.page, "<b>Test phone</b>") {
		t.Fatal("the phone is still there")
	}
}
