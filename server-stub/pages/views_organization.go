package pages

import "time"

// Organization is what its members see of it; those who lead it see its users.
type Organization struct {
	Field
	ID, Name string
	Role     string // of whoever looks
	Leads    bool
	Leave    bool // they may leave it
	Required bool // two-factor
	Notice   string
	Whom     string // whom the notice is about

	All, Missing, Found int // users; of them without two-factor; left by the search
	Query               string
	Without             bool // only those without two-factor
	From, Prev, Next    int
	Users               []Member

	Open    []Invitation // that nobody has answered
	Mine    []Belonging
	Invited []Invitation // of whoever looks
	Now     time.Time
}

// Member is a user of an organization.
type Member struct {
	ID, User, Role string
	TwoFactor      bool
	Blocked, You   bool
	Managed        bool      // whoever looks may change them
	Home           bool      // the account belongs to this organization
	SignedIn       time.Time // zero for never
}

// Belonging is an organization of one's own.
type Belonging struct {
	ID, Name, Role string
	Here           bool
}

// Invitation is one that is open: sent to User, or by User to whoever looks.
type Invitation struct {
	ID, User, Name, Role string
	At                   time.Time
	Requires             bool // two-factor
}

// Decide asks once more. The texts are Title, .text and .do below "decide.What".
type Decide struct {
	Field
	What, Name   string
	Action, Back string
	Danger       bool
	Fields       []Pair
	Count        int  // of those who have two-factor off
	You          bool // whoever looks is among them
}

// Roles changes a user's role.
type Roles struct {
	Field
	User, Organization, Now string
	Give                    []string
	Action                  string
	You                     bool
}

// Invite asks somebody in.
type Invite struct {
	Field
	ID, Organization string
	User, Role       string
	Give             []string
}

// Join makes an account for somebody who was invited.
type Join struct {
	Field
	User, Code string
}

// SetUpFirst stands before every page while two-factor is missing.
type SetUpFirst struct {
	Organization string
	Leave        []Belonging // those that may be left instead
}

func (Organization) name() string { return "organization" }
func (Decide) name() string       { return "decide" }
func (Roles) name() string        { return "roles" }
func (Invite) name() string       { return "invite" }
func (Join) name() string         { return "join" }
func (SetUpFirst) name() string   { return "setupfirst" }
