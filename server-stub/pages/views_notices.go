package pages

import (
	"slices"
	"time"
)

// ActivityKinds are the groups that people choose from in their recent activity.
var ActivityKinds = []string{"signin", "refused", "methods", "organization", "account"}

// activityKinds says where each line belongs; all others belong to "account".
var activityKinds = map[string][]string{
	"signin": {"signed_in", "new_place", "approved"},
	"refused": {
		"wrong_password", "wrong_code", "denied", "not_me", "wrong_number", "mismatch", "expired", "requests_often", "requests_paused",
	},
	"methods": {
		"linked", "moved", "move_refused", "added", "removed", "suspended", "key_changed", "two_factor_off", "recovery_used", "new_recovery_codes",
		"app_password_made", "app_password_revoked",
	},
	"organization": {
		"role_changed", "blocked", "unblocked", "invited", "joined", "left", "alerted", "two_factor_required", "two_factor_not_required",
	},
}

// ActivityKind is the group that a line of activity belongs to.
func ActivityKind(what string) string {
	for kind, list := range activityKinds {
		if slices.Contains(list, what) {
			return kind
		}
	}
	return "account"
}

// Activity is what happened lately, of the kinds that were chosen.
type Activity struct {
	Events []Event
	Now    time.Time
	Kinds  []Option
	Counts []Option
	Saved  bool // the choice is kept
}

// Option is one of a form's.
type Option struct {
	Value  string
	Chosen bool
}

// NotMe says what to do about a line that somebody did not cause themselves.
type NotMe struct {
	Event     Event
	Now       time.Time
	TwoFactor bool
	Changed   bool // the password, since
}

// Outbox lists what people were sent.
type Outbox struct {
	Mails          []Mail
	Now            time.Time
	People         []Option
	Kind, Query    string
	Filtered, More bool
}

// Mail is one message; an SMS has no Subject.
type Mail struct {
	SMS               bool
	At                time.Time
	To, Subject, Text string
}

func (Activity) name() string { return "activity" }
func (NotMe) name() string    { return "notme" }
func (Outbox) name() string   { return "outbox" }
