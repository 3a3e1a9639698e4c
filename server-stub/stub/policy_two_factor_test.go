package stub

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"kauth/core/api"
)

// required is a team whose organization requires two-factor; anna has it.
func required(t *testing.T) (*world, *reader, *phone) {
	t.Helper()
	w := newTeam(t)
	r := w.as(annaUser)
	p := r.enable("Pixel 9")
	r.get("/organisation").wants("/organisation", `aria-checked="false"`)
	r.get("/organisation/two-factor").wants("/organisation/two-factor", "<b>Assoziation</b>", "Users without two-factor now: 8")
	r.send("/organisation/two-factor").wants("/organisation", "now required of everybody", `aria-checked="true"`)
	return w, r, p
}

func TestRequiredTwoFactorShutsTheWebAndNotTheApps(t *testing.T) {
	w := newTeam(t)
	before := w.as("collaborator@example.ch").get("/activity").wants("/activity")
	api1 := w.browser().signInAs("collaborator@example.ch")
	admin := w.as("administrator@example.ch")
	admin.get("/organisation/two-factor").wants(".*", "You have two-factor off yourself").send("/organisation/two-factor").wants("/organisation/required")

	for _, path := range []string{"/2fa", "/activity", "/organisation", "/password", "/2fa/codes", "/organisation/invite"} {
		before.get(path).wants("/organisation/required", "Set up two-factor first", "<b>Assoziation</b>", "go on working")
		if strings.Contains(before.page, `class="tabs"`) || strings.Contains(before.page, "/organisation/leave") {
			t.Fatalf("%s: more is offered than there is", path)
		}
	}
	before.post("/activity", "count", "50").wants("/organisation/required")
	for _, call := range []string{api.PathMethods, api.PathOwnActivity} {
		api1.do("GET", call, nil).want(200)
	}
	w.dav("collaborator@example.ch", annaPass).want(200)
	for _, path := range []string{"/2fa/add", "/2fa/kauth"} {
		before.get(path).wants(path)
	}
	p := before.enable("Fairphone")
	before.get("/activity").wants("/activity", "Phone linked")
	p.call("GET", api.PathActivity).want(200)
	w.as("external@example.ch").wants("/organisation/required").send("/logout").wants("/login", "signed out")
}

func TestLastMethodStaysWhileTwoFactorIsRequired(t *testing.T) {
	w, r, p := required(t)
	at := api.Path(api.PathMethod, p.reg.Device)
	problem := r.do("DELETE", at, nil).refused(api.CodePolicy)
	if !strings.Contains(problem.Detail, "Assoziation") {
		t.Errorf("no reason: %q", problem.Detail)
	}
	p.call("DELETE", api.PathSelf).refused(api.CodePolicy)
	r.get("/organisation/two-factor").wants(".*", "Stop requiring").send("/organisation/two-factor").wants("/organisation", "no longer required")
	r.do("DELETE", at, nil).want(204)
	w.as("external@example.ch").wants("/2fa")
}

func TestExternalsMayLeaveInstead(t *testing.T) {
	w, _, _ := required(t)
	r := w.as("external@example.ch").wants("/organisation/required", "Leave Assoziation instead")
	r.get("/organisation/leave?org="+founding).wants("/organisation/leave", "Leave this organization?")
	r.send("/organisation/leave").wants("/organisation", "You have left", "external@example.ch", "Legal representative")
	for _, leader := range []string{annaUser, "administrator@example.ch", "representative2@example.ch"} {
		if text := w.lastMail(leader); !strings.Contains(text, "external@example.ch left Assoziation") {
			t.Errorf("%s was told %q", leader, text)
		}
	}
	if text := w.lastMail("collaborator@example.ch"); strings.Contains(text, "left") {
		t.Errorf("a collaborator was told %q", text)
	}
	r.get("/2fa").wants("/2fa")
	for _, role := range []string{roleCollaborator, roleAdministrator} {
		other := w.as(userOf(role)).wants("/organisation/required")
		if other.get("/organisation/leave?org=" + founding); other.code != http.StatusForbidden {
			t.Errorf("%s is asked: %d", role, other.code)
		}
		if other.post("/organisation/leave", "org", founding); other.code != http.StatusForbidden || w.roleOf(userOf(role)) != role {
			t.Errorf("%s left: %d", role, other.code)
		}
	}
	if other := w.as("external2@example.ch"); other.post("/organisation/leave", "org", "org_nothing").code != http.StatusNotFound {
		t.Errorf("left another organization: %d", other.code)
	}
}

func TestPolicyNamesTheOrganization(t *testing.T) {
	w, _, _ := required(t)
	w.ok(w.s.view(func(t *tx) error {
		p, err := t.personByUser(annaUser)
		if err != nil {
			return err
		}
		if got := t.policyOf(p); got != (policy{TwoFactorRequired: true, Organisation: "Assoziation"}) {
			w.t.Errorf("%+v", got)
		}
		if reason, must := t.mustKeepTwoFactor(p); !must || !strings.Contains(reason, "Assoziation") {
			w.t.Errorf("%q %v", reason, must)
		}
		return nil
	}))
}

// blocked is a team whose collaborator, with a phone, anna blocks.
func blocked(t *testing.T) (w *world, anna, r *reader, p *phone, at string) {
	t.Helper()
	w = newTeam(t)
	r = w.as("collaborator@example.ch")
	p = r.enable("Pixel 9")
	at = w.users() + w.account("collaborator@example.ch")
	return w, w.as(annaUser), r, p, at
}

func TestBlockedUserIsOutAtOnce(t *testing.T) {
	w, anna, r, p, at := blocked(t)
	code := p.oathtool(w.s.Now())
	waiting := w.reader().get("/login").send("/login", "user", "collaborator@example.ch", "password", annaPass).wants("/login/lgn_.*", "Answer on your phone")
	challenge := p.only()
	b := w.browser()
	var l api.LoginReply
	b.do("POST", api.PathLogins, api.LoginRequest{User: "collaborator@example.ch", Password: annaPass}).want(201).into(&l)

	anna.get(at+"/block").wants(at+"/block", "collaborator@example.ch").send(at+"/block").wants("/organisation", "is blocked", ">Blocked<")
	r.get("/2fa").wants("/login")
	waiting.get(waiting.at).wants(".*", "cancelled")
	p.call("GET", api.PathChallenges).refused(api.CodeAccountBlocked)
	p.call("GET", api.PathActivity).refused(api.CodeAccountBlocked)
	p.call("DELETE", api.PathSelf).refused(api.CodeAccountBlocked)
	if got := p.approve(challenge, ""); got.status < 400 {
		t.Fatalf("a YES counts: %d", got.status)
	}
	for _, way := range []string{"totp", "recovery"} {
		if got := b.code(l.ID, way, code); got.status < 400 {
			t.Fatalf("a code counts: %d", got.status)
		}
	}
	if got := b.login("POST", l.ID, "/kauth"); got.status < 400 {
		t.Fatalf("a request went out: %d", got.status)
	}
	b.redeem(l.ID).problem()
	if text := w.lastMail("collaborator@example.ch"); !strings.Contains(text, "Your account is blocked") || !strings.Contains(text, annaUser) {
		t.Errorf("%s", text)
	}

	anna.get(at+"/block").wants(at+"/block", "Unblock this user?").send(at+"/unblock").wants("/organisation", "can sign in again")
	if left := p.fetch().Challenges; len(left) > 0 {
		t.Fatalf("an old request is back: %q", left)
	}
	again := w.reader().get("/login").send("/login", "user", "collaborator@example.ch", "password", annaPass).wants("/login/lgn_.*", "Answer on your phone")
	page := again.at + "/totp"
	again.get(page).send(page, "code", code).wants("/2fa")
}

func TestBlockedUserIsToldAfterTheRightPasswordAlone(t *testing.T) {
	w, anna, _, _, at := blocked(t)
	wrong := func(user string) string {
		r := w.reader().get("/login").send("/login", "user", user, "password", "wrong").wants("/login", "is wrong")
		return strings.ReplaceAll(r.page, user, "")
	}
	before := wrong("collaborator@example.ch")
	anna.get(at + "/block").send(at + "/block")
	if after := wrong("collaborator@example.ch"); after != before || after != wrong("nobody@example.ch") {
		t.Error("a stranger sees that the account is blocked")
	}
	r := w.reader().get("/login").send("/login", "user", "collaborator@example.ch", "password", annaPass)
	r.wants("/login", "blocked by Assoziation", "Ask anna@example.ch")
	if r.code != http.StatusForbidden {
		t.Errorf("status %d", r.code)
	}
	problem := w.browser().do("POST", api.PathLogins, api.LoginRequest{User: "collaborator@example.ch", Password: annaPass}).refused(api.CodeAccountBlocked)
	if !strings.Contains(problem.Detail, "Assoziation") {
		t.Errorf("%q", problem.Detail)
	}
}

func TestProgramsOfABlockedUserStop(t *testing.T) {
	w, anna, r, _, at := blocked(t)
	var made api.AppPassword
	r.do("POST", api.PathAppPasswords, api.AppPasswordRequest{Name: "Mail"}).want(201).into(&made)
	w.dav("collaborator@example.ch", made.Password).want(200)
	anna.get(at + "/block").send(at + "/block")
	w.dav("collaborator@example.ch", made.Password).refused(api.CodeAccountBlocked)
	w.dav("collaborator@example.ch", annaPass).refused(api.CodeBadCredentials)
	other := w.users() + w.account("external@example.ch")
	anna.get(other + "/block").send(other + "/block")
	w.dav("external@example.ch", annaPass).refused(api.CodeAccountBlocked)
	w.dav("external@example.ch", "wrong").refused(api.CodeBadCredentials)
}

func TestHeldPollHearsThatTheAccountIsBlocked(t *testing.T) {
	w, anna, _, p, at := blocked(t)
	cursor := p.fetch().Cursor
	heard := make(chan result)
	go func() { heard <- p.call("GET", api.PathChallenges+"?wait=25&cursor="+cursor) }()
	w.held(p.reg.Device)
	anna.get(at + "/block").send(at + "/block")
	got := <-heard
	got.refused(api.CodeAccountBlocked)
}

func TestAnotherOrganizationCannotBlockAnAccount(t *testing.T) {
	w := newTeam(t)
	w.ok(w.s.update(func(t *tx) error {
		lea := t.addPerson("lea@example.ch", roleExternal, passwordHash{})
		home := t.found("Lea")
		lea.Memberships = slices.Insert(lea.Memberships, 0, membership{Organization: home.ID, Role: roleRepresentative})
		t.putPerson(lea)
		return nil
	}))
	at := w.users() + w.account("lea@example.ch") + "/block"
	r := w.as(annaUser).get("/organisation?q=lea").wants("/organisation", "lea@example.ch")
	if strings.Contains(r.page, at) {
		t.Error("it is offered")
	}
	r.post(at).wants(at, "belongs to another organization")
}
