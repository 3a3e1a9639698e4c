package pages

import "time"

func init() {
	moreViews = append(moreViews, organizationViews, activityViews)
}

func organizationViews(at time.Time) map[string]View {
	mine := []Belonging{{"org_x", hostile, "representative", true}, {"org_y", hostile, "external", false}}
	invited := []Invitation{{"inv_x", hostile, hostile, "administrator", at, true}}
	all := map[string]View{
		"organization": Organization{
			ID: "org_x", Name: hostile, Role: "representative", Leads: true, Required: true, All: 120, Missing: 2, Found: 120, Query: hostile, Without: true,
			From: 50, Next: 100, Users: everyMember(at), Open: invited, Mine: mine, Invited: invited, Now: at,
		},
		"organization, nobody":   Organization{Name: hostile, Role: "administrator", Leads: true, Query: hostile},
		"organization, alerted":  Organization{Name: hostile, Role: "administrator", Leads: true, Field: Field{"org.alert.wait", 42}},
		"organization, external": Organization{ID: "org_x", Name: hostile, Role: "external", Leave: true, Required: true, Mine: mine},
		"organization, member":   Organization{Name: hostile, Role: "collaborator"},
		"require":                Decide{What: "require", Name: hostile, Action: "/x", Back: "/y", Count: 3, You: true, Fields: []Pair{{"org", hostile}}},
		"require, all have it":   Decide{What: "require", Name: hostile, Action: "/x", Back: "/y"},
		"roles":                  Roles{User: hostile, Organization: hostile, Now: "external", Give: everyRole, Action: "/x", You: true},
		"roles, last":            Roles{User: hostile, Organization: hostile, Now: "representative", Give: everyRole, Action: "/x", Field: Field{Error: "org.alone"}},
		"roles, none":            Roles{User: hostile, Organization: hostile, Give: everyRole, Action: "/x", Field: Field{Error: "role.none"}},
		"join":                   Join{},
		"join, wrong":            Join{User: hostile, Code: hostile, Field: Field{Error: "join.wrong"}},
		"set up first":           SetUpFirst{Organization: hostile},
		"set up first, external": SetUpFirst{Organization: hostile, Leave: mine},
		"signin, blocked":        SignIn{User: hostile, Blocked: hostile, Ask: []string{hostile}},
		"signin, joined":         SignIn{Joined: true},
	}
	for _, what := range []string{"norequire", "leave", "block", "unblock"} {
		all["decide "+what] = Decide{What: what, Name: hostile, Action: "/x", Back: "/y", Danger: true}
	}
	for _, key := range []string{"org.alone", "block.oneself", "block.elsewhere"} {
		all["decide "+key] = Decide{What: "block", Name: hostile, Back: "/y", Field: Field{Error: key}}
	}
	for _, key := range []string{"", "role.none", "invite.member", "invite.address", "invite.often"} {
		all["invite "+key] = Invite{ID: "org_x", Organization: hostile, User: hostile, Role: "external", Give: everyRole, Field: Field{Error: key}}
	}
	for _, done := range []string{
		"alerted", "role", "blocked", "unblocked", "invited", "withdrawn", "required", "notrequired", "left", "joined", "declined", "switched",
	} {
		all["organization "+done] = Organization{Name: hostile, Role: "administrator", Leads: true, Notice: "org.done." + done, Whom: hostile}
	}
	return all
}

var everyRole = []string{"representative", "administrator", "collaborator", "external"}

func everyMember(at time.Time) (list []Member) {
	for i, role := range everyRole {
		list = append(list, Member{
			ID: "acc_" + role, User: hostile, Role: role, TwoFactor: i%2 == 0, Blocked: i == 2, You: i == 0, Managed: i > 0, Home: true, SignedIn: at,
		})
	}
	return append(list, Member{ID: "acc_n", User: hostile, Role: "external"})
}

func activityViews(at time.Time) map[string]View {
	lines := everyEvent(at)
	for _, what := range []string{
		"new_place", "blocked", "unblocked", "invited", "joined", "left", "alerted", "two_factor_required", "two_factor_not_required",
	} {
		lines = append(lines, Event{At: at, What: what, With: hostile, Agent: hostile, Place: hostile})
	}
	for _, role := range everyRole {
		lines = append(lines, Event{At: at, What: "role_changed", With: role})
	}
	for i := range lines {
		lines[i].Line = "1z"
	}
	var kinds []Option
	for i, kind := range ActivityKinds {
		kinds = append(kinds, Option{kind, i%2 == 0})
	}
	return map[string]View{
		"activity, chosen":  Activity{Events: lines, Now: at, Kinds: kinds, Counts: []Option{{"20", false}, {"50", true}}, Saved: true},
		"not me":            NotMe{Event: lines[0], Now: at},
		"not me, half done": NotMe{Event: lines[len(lines)-1], Now: at, TwoFactor: true, Changed: true},
		"outbox, filtered": Outbox{
			Mails: []Mail{{true, at, hostile, "", hostile}}, Now: at, People: []Option{{hostile, true}}, Kind: "sms", Query: hostile, Filtered: true, More: true,
		},
		"outbox, nothing fits": Outbox{Filtered: true},
	}
}
