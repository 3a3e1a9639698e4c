package stub

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"kauth/core/api"
)

// team is an organization with somebody of every role, besides anna, who is its
// legal representative; nobody has two-factor.
func newTeam(t *testing.T) *world {
	t.Helper()
	w := newWorld(t, Options{})
	for _, role := range roles {
		w.ok(w.s.AddPerson(role+"@example.ch", annaPass, role))
		w.ok(w.s.AddPerson(role+"2@example.ch", annaPass, role))
	}
	return w
}

func userOf(role string) string { return role + "@example.ch" }

// account finds somebody's id.
func (w *world) account(user string) (id string) {
	w.t.Helper()
	w.ok(w.s.view(func(t *tx) error {
		p, err := t.personByUser(user)
		if err == nil {
			id = p.ID
		}
		return err
	}))
	return id
}

// roleOf is somebody's role in the organization that they look at.
func (w *world) roleOf(user string) string {
	w.t.Helper()
	p, err := w.s.personOf(w.account(user))
	w.ok(err)
	return p.at().Role
}

// as signs somebody in whose two-factor is off.
func (w *world) as(user string) *reader {
	w.t.Helper()
	return w.reader().get("/login").send("/login", "user", user, "password", annaPass)
}

// TestEveryActionIsForItsRolesAlone tries every action of the organization as
// somebody of every role, on somebody of every role.
func TestEveryActionIsForItsRolesAlone(t *testing.T) {
	leaders := []string{roleRepresentative, roleAdministrator}
	for name, action := range map[string]struct {
		do  func(r *reader, target string) *reader
		may func(actor, target string) bool
	}{
		"list":          {func(r *reader, _ string) *reader { return r.get("/organisation?q=2@example") }, nil},
		"alert":         {func(r *reader, id string) *reader { return r.post(r.w.users() + id + "/alert") }, func(actor, _ string) bool { return slices.Contains(leaders, actor) }},
		"see the roles": {func(r *reader, id string) *reader { return r.get(r.w.users() + id + "/role") }, mayManageTable},
		"role": {func(r *reader, id string) *reader {
			return r.post(r.w.users()+id+"/role", "role", roleExternal)
		}, mayManageTable},
		"ask to block": {func(r *reader, id string) *reader { return r.get(r.w.users() + id + "/block") }, mayManageTable},
		"block":        {func(r *reader, id string) *reader { return r.post(r.w.users() + id + "/block") }, mayManageTable},
		"unblock":      {func(r *reader, id string) *reader { return r.post(r.w.users() + id + "/unblock") }, mayManageTable},
		"invite": {
			func(r *reader, _ string) *reader {
				return r.post("/organisation/invite", "org", founding, "user", "new@example.ch", "role", roleExternal)
			}, func(actor, _ string) bool { return slices.Contains(leaders, actor) },
		},
		"invite a representative": {
			func(r *reader, _ string) *reader {
				return r.post("/organisation/invite", "org", founding, "user", "new@example.ch", "role", roleRepresentative)
			}, func(actor, _ string) bool { return actor == roleRepresentative },
		},
		"ask to require": {func(r *reader, _ string) *reader { return r.get("/organisation/two-factor") }, func(actor, _ string) bool { return slices.Contains(leaders, actor) }},
		"make a representative": {
			func(r *reader, id string) *reader {
				return r.post(r.w.users()+id+"/role", "role", roleRepresentative)
			}, func(actor, _ string) bool { return actor == roleRepresentative },
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newTeam(t)
			for _, actor := range roles {
				for _, target := range roles {
					w := w
					if action.may != nil && action.may(actor, target) {
						w = newTeam(t) // it changes people
					}
					r := action.do(w.as(userOf(actor)), w.account(target+"2@example.ch"))
					if action.may == nil {
						if sees := strings.Contains(r.page, "2@example.ch"); sees != slices.Contains(leaders, actor) || r.code != 200 {
							t.Errorf("%s sees users: %v, %d", actor, sees, r.code)
						}
						continue
					}
					want := http.StatusForbidden
					if action.may(actor, target) {
						want = http.StatusOK
					}
					if r.code != want {
						t.Errorf("%s on %s: %d instead of %d at %s", actor, target, r.code, want, r.at)
					}
				}
			}
		})
	}
}

// mayManageTable is spelled out: the rule under test must not check itself.
func mayManageTable(actor, target string) bool {
	switch actor {
	case "representative":
		return true
	case "administrator":
		return target == "administrator" || target == "collaborator" || target == "external"
	}
	return false
}

func TestStrangerReachesNobodyOfAnotherOrganization(t *testing.T) {
	w := newTeam(t)
	w.ok(w.s.update(func(t *tx) error {
		p, err := t.personByUser("representative@example.ch")
		if err == nil {
			t.part(p, founding) // and so leads an organization of their own
			t.putPerson(p)
		}
		return err
	}))
	r := w.as("representative@example.ch").get("/organisation").wants("/organisation", "representative@example.ch", "Legal representative")
	if strings.Contains(r.page, annaUser) {
		t.Fatal("another organization's users are seen")
	}
	id := w.account("collaborator@example.ch")
	own := r.find(`"(/organisation/org_[^/]+/users/)`)
	for _, path := range []string{"alert", "role", "block", "unblock"} {
		if r.post(own+id+"/"+path, "role", roleExternal); r.code != http.StatusNotFound {
			t.Errorf("%s: %d", path, r.code)
		}
		if r.post(w.users()+id+"/"+path, "role", roleExternal); r.code != http.StatusBadRequest {
			t.Errorf("%s in the foreign organization: %d", path, r.code)
		}
	}
	if r.post("/organisation/two-factor", "org", founding, "require", "1"); r.code != http.StatusBadRequest {
		t.Errorf("another organization's switch: %d", r.code)
	}
	if r.post("/organisation/switch", "org", founding); r.code != http.StatusNotFound {
		t.Errorf("switched to another's organization: %d", r.code)
	}
}

func TestOrganizationAlwaysHasALegalRepresentative(t *testing.T) {
	w := newWorld(t, Options{})
	w.ok(w.s.AddPerson("second@example.ch", annaPass, roleRepresentative))
	first, second := w.as(annaUser), w.account("second@example.ch")
	at := w.users() + second
	first.get(at+"/role").send(at+"/role", "role", roleAdministrator).wants("/organisation", "has a new role")
	at = w.users() + w.account(annaUser)
	first.get(at+"/role").wants(at+"/role", "your own role").send(at+"/role", "role", roleAdministrator).wants(at+"/role", "always has a legal representative")
	if first.code != http.StatusConflict || w.roleOf(annaUser) != roleRepresentative {
		t.Fatalf("%d, %s", first.code, w.roleOf(annaUser))
	}
	first.post(at+"/block").wants(at+"/block", "cannot block yourself")
	first.post(at+"/role", "role", "king").wants(at+"/role", "Choose one of the roles")
}

func TestUsersWithoutTwoFactorAreMarkedAndFiltered(t *testing.T) {
	w := newTeam(t)
	w.as("external@example.ch").enable("Pixel 9")
	r := w.as(annaUser).get("/organisation").wants("/organisation", "Two-factor off", "Two-factor on", "Only without two-factor (8)")
	r.get("/organisation?without=1&q=external")
	if strings.Contains(r.page, ">external@example.ch<") || !strings.Contains(r.page, "external2@example.ch") {
		t.Fatal(r.page)
	}
	r.get("/organisation?q=ADMIN").wants("/organisation", "administrator2@example.ch")
	if strings.Contains(r.page, "external2@") {
		t.Fatal("the search leaves everybody")
	}
	r.get("/organisation?q=%3Cnobody").wants("/organisation", "Nobody fits")
}

func TestLongListsHavePages(t *testing.T) {
	w := newWorld(t, Options{})
	w.ok(w.s.update(func(t *tx) error {
		for i := range 2*usersShown + 5 {
			t.addPerson(fmt.Sprintf("user%03d@example.ch", i), roleCollaborator, passwordHash{})
		}
		return nil
	}))
	r := w.as(annaUser).get("/organisation").wants("/organisation", "user000@", "106 users found")
	r.get(r.find(`href="([^"]+)">Next<`)).wants("/organisation", "user050@", "Previous")
	r.get(r.find(`href="([^"]+)">Next<`)).wants("/organisation", "user104@")
	r.get("/organisation?from=99999").wants("/organisation", "user104@")
	r.get("/organisation?from=-5").wants("/organisation", "user000@")
}

func TestSecurityAlertSaysHowTheAccountStands(t *testing.T) {
	w := newTeam(t)
	w.as("external@example.ch").enable("Pixel 9")
	r := w.as(annaUser).get("/organisation")
	at := w.users() + w.account("external@example.ch")
	r.send(at+"/alert").wants("/organisation", "A security alert was sent to external@example.ch")
	text := w.lastMail("external@example.ch")
	for _, want := range []string{annaUser, "Assoziation", "Two-factor is on.", "kAuth app (Pixel 9), Backup code", "Last sign-in: "} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	r.send(at+"/alert").wants("/organisation", "next one in 60 min")
	w.pass(time.Hour)
	r.get("/organisation").send(at+"/alert").wants("/organisation", "was sent to")
	at = w.users() + w.account("collaborator@example.ch")
	r.send(at + "/alert")
	if text := w.lastMail("collaborator@example.ch"); !strings.Contains(text, "Two-factor is off") || !strings.Contains(text, "Last sign-in: never") {
		t.Errorf("%s", text)
	}
}

// lastMail is the newest mail to an address, with its subject; none has a link.
func (w *world) lastMail(to string) string {
	w.t.Helper()
	all, err := w.s.outbox()
	w.ok(err)
	for _, m := range all {
		if strings.Contains(m.Text, "http:") || strings.Contains(m.Text, "://") || strings.Contains(m.Text, "www.") {
			w.t.Errorf("a link in %q", m.Text)
		}
	}
	for _, m := range all {
		if m.To == to {
			return m.Subject + "\n" + m.Text
		}
	}
	return ""
}

func TestFormOfAnotherSiteChangesNothingInTheOrganization(t *testing.T) {
	w := newTeam(t)
	r := w.as(annaUser)
	id := w.account("external@example.ch")
	for _, path := range []string{
		"/organisation/two-factor", "/organisation/invite", "/organisation/leave", "/organisation/switch",
		w.users() + id + "/block", w.users() + id + "/role", w.users() + id + "/alert", "/activity", "/join",
	} {
		form := url.Values{"org": {founding}, "require": {"1"}, "role": {roleRepresentative}, "user": {"eve@example.ch"}}
		req, err := http.NewRequest("POST", w.http.URL+path, strings.NewReader(form.Encode()))
		w.ok(err)
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "cross-site")
		if r.shown(r.client.Do(req)); r.code != http.StatusForbidden {
			t.Errorf("%s: %d", path, r.code)
		}
	}
	if w.roleOf("external@example.ch") != roleExternal {
		t.Error("the role changed")
	}
	w.browser().signInAs("external@example.ch").do("GET", api.PathMethods, nil).want(200)
}

func (b *browser) signInAs(user string) *browser {
	b.w.t.Helper()
	var l api.LoginReply
	b.do("POST", api.PathLogins, api.LoginRequest{User: user, Password: annaPass}).want(201).into(&l)
	b.redeem(l.ID).want(204)
	return b
}

func TestInvitedWithoutAccountCreatesOne(t *testing.T) {
	w := newTeam(t)
	r := w.as("administrator@example.ch").get("/organisation/invite").wants(".*", "Collaborator", "External")
	if strings.Contains(r.page, `value="representative"`) {
		t.Error("an administrator is offered to make legal representatives")
	}
	r.send("/organisation/invite", "user", " New@Example.ch ", "role", roleExternal).wants("/organisation", "An invitation was sent to new@example.ch", "Open invitations")
	text := w.lastMail("new@example.ch")
	code := strings.TrimSpace(strings.Split(text, "\n\n")[1])

	j := w.reader().get("/login")
	j.get(j.find(`href="(/join)"`)).wants("/join", "Create your account")
	join := func(user, code, password, again string) *reader {
		return j.send("/join", "user", user, "code", code, "password", password, "again", again)
	}
	join("new@example.ch", code, "a new horse", "another").wants("/join", "not the same")
	join("new@example.ch", code, "short", "short").wants("/join", "too short")
	join("new@example.ch", wrongCode(code), "a new horse", "a new horse").wants("/join", "do not belong together")
	join("eve@example.ch", code, "a new horse", "a new horse").wants("/join", "do not belong together")
	join("new@example.ch", strings.ToUpper(code), "a new horse", "a new horse").wants("/login", "Your account is ready")
	j.send("/login", "user", "new@example.ch", "password", "a new horse").wants("/2fa")
	j.get("/organisation").wants("/organisation", "Assoziation", "External")
	w.reader().get("/join").send("/join", "user", "new@example.ch", "code", code, "password", "a new horse", "again", "a new horse").wants("/join", "do not belong together")
}

func TestInvitedWithAccountDecidesAndSwitches(t *testing.T) {
	w := newTeam(t)
	w.ok(w.s.update(func(t *tx) error {
		p, err := t.personByUser("external@example.ch")
		if err == nil {
			t.part(p, founding)
			t.putPerson(p)
		}
		return err
	}))
	r := w.as("external@example.ch").get("/organisation").wants("/organisation", "<h1>external@example.ch</h1>")
	anna := w.as(annaUser)
	invite := func() {
		anna.get("/organisation/invite").send("/organisation/invite", "user", "external@example.ch", "role", roleAdministrator)
	}
	invite()
	if text := w.lastMail("external@example.ch"); !strings.Contains(text, "Sign in to the Manager as you always do") {
		t.Errorf("%s", text)
	}
	id := r.get("/organisation").wants("/organisation", "You are invited to Assoziation").find(`action="(/organisation/invitations/[^/]+)/accept"`)
	if anna.post(id+"/accept").code != http.StatusNotFound {
		t.Error("somebody else accepts")
	}
	r.send(id+"/decline").wants("/organisation", "is declined", "<h1>external@example.ch</h1>")
	invite()
	id = r.get("/organisation").find(`action="(/organisation/invitations/[^/]+)/accept"`)
	r.send(id+"/accept").wants("/organisation", "You belong to this organization now", "<h1>Assoziation</h1>", annaUser)
	r.post(id + "/accept")
	if r.code != http.StatusNotFound {
		t.Errorf("accepted twice: %d", r.code)
	}
	r.get("/organisation").send("/organisation/switch").wants("/organisation", "<h1>external@example.ch</h1>")
	if strings.Contains(r.page, annaUser) {
		t.Error("the other organization's users are still shown")
	}
	anna.get("/organisation/invite").send("/organisation/invite", "user", "external@example.ch", "role", roleExternal).wants("/organisation/invite", "in the organization already")
	for _, bad := range []string{"", "nobody", "a b@example.ch", "<x>@example.ch", "Eve <eve@example.ch>", "eve@example.ch, mallory@example.ch", "eve@example.ch\nBcc: x@example.ch"} {
		anna.get("/organisation/invite").send("/organisation/invite", "user", bad, "role", roleExternal)
		if anna.code != http.StatusUnprocessableEntity && !strings.Contains(bad, "\n") {
			t.Errorf("%q: %d", bad, anna.code)
		}
	}
}

func TestInvitationsEnd(t *testing.T) {
	w := newTeam(t)
	anna := w.as(annaUser)
	invite := func(user string) string {
		anna.get("/organisation/invite").send("/organisation/invite", "user", user, "role", roleExternal).wants("/organisation", "was sent to")
		return strings.TrimSpace(strings.Split(w.lastMail(user), "\n\n")[1])
	}
	first := invite("new@example.ch")
	second := invite("new@example.ch")
	join := func(code string) *reader {
		return w.reader().get("/join").send("/join", "user", "new@example.ch", "code", code, "password", "a new horse", "again", "a new horse")
	}
	join(first).wants("/join", "do not belong together")
	withdraw := anna.get("/organisation").find(`action="(/organisation/invitations/[^/]+/withdraw)"`)
	if w.as("external@example.ch").post(withdraw).code != http.StatusForbidden {
		t.Error("an external withdraws")
	}
	anna.send(withdraw).wants("/organisation", "is withdrawn")
	join(second).wants("/join", "do not belong together")
	third := invite("new@example.ch")
	anna.get("/organisation/invite").send("/organisation/invite", "user", "new@example.ch", "role", roleExternal)
	if anna.code != http.StatusTooManyRequests {
		t.Errorf("a fourth mail in a day: %d", anna.code)
	}
	w.pass(invitationLife * time.Second)
	join(third).wants("/join", "do not belong together")
}

// users is where the pages of anna's organization are that are about one user.
func (w *world) users() (at string) {
	w.t.Helper()
	w.ok(w.s.view(func(t *tx) error {
		p, err := t.personByUser(annaUser)
		if err == nil {
			at = "/organisation/" + p.home() + "/users/"
		}
		return err
	}))
	return at
}

func TestPageOfOneOrganizationChangesNothingInAnother(t *testing.T) {
	w := newWorld(t, Options{})
	w.ok(w.s.AddPerson("carl@example.ch", "carl's horse", roleCollaborator))
	var other string
	w.ok(w.s.update(func(t *tx) error {
		a, _ := t.personByUser(annaUser)
		c, _ := t.personByUser("carl@example.ch")
		o := t.found("Other")
		other = o.ID
		t.join(a, o, roleRepresentative)
		t.join(c, o, roleCollaborator)
		t.putPerson(a)
		t.putPerson(c)
		return nil
	}))
	r := w.reader().signIn()
	at := w.users() + w.account("carl@example.ch")
	r.get(at + "/role")
	r.post("/organisation/switch", "org", other) // in another tab
	for _, path := range []string{"/role", "/block", "/alert"} {
		if r.post(at+path, "role", roleRepresentative); r.code != 400 {
			t.Errorf("%s: %d", path, r.code)
		}
	}
	w.ok(w.s.view(func(t *tx) error {
		c, err := t.personByUser("carl@example.ch")
		if err == nil && (c.in(other).Role != roleCollaborator || c.Blocked != nil) {
			w.t.Errorf("%+v", c)
		}
		return err
	}))
}

func TestRolesAndBlocksNeedThePasswordAgainAfterTenMinutes(t *testing.T) {
	w := newWorld(t, Options{})
	w.ok(w.s.AddPerson("carl@example.ch", "carl's horse", roleCollaborator))
	who := w.who(w.browser().signIn())
	w.pass(11 * time.Minute)
	carl := w.account("carl@example.ch")
	for what, err := range map[string]error{
		"role":    w.s.setRole(visitor{}, who, carl, roleAdministrator),
		"block":   w.s.block(visitor{}, who, carl),
		"require": w.s.requireTwoFactor(visitor{}, who, true),
	} {
		if codeOf(err) != api.CodePasswordNeeded {
			t.Errorf("%s: %v", what, err)
		}
	}
}
