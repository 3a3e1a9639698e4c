package pages

// Forgot asks who somebody is that forgot something: Kind is "password", "identifier".
type Forgot struct {
	Field
	Kind, User              string
	Prefix, Number, Address string
}

// BackWays chooses where a message goes: masked, and made up where there is nothing.
type BackWays struct {
	Field
	Kind, Action, Mail, SMS string
}

// BackSent says that an identifier is on its way, if there is one.
type BackSent struct{ Again string }

// SentCode takes a code that went out. Texts are "sent.What.title" and ".text", the
// latter with Where in it.
type SentCode struct {
	Field
	What, Where, Action string
	Again               string // where another code is had
	Help                string // where to go without any access; "" shows no way
	Cancel              string
	In                  bool // signed in
}

// NewPassword chooses a password after the old one was forgotten.
type NewPassword struct {
	Field
	Action string
	Anew   bool // two-factor is set up anew after it
}

func (Forgot) name() string      { return "forgot" }
func (BackWays) name() string    { return "backways" }
func (BackSent) name() string    { return "backsent" }
func (SentCode) name() string    { return "sentcode" }
func (NewPassword) name() string { return "newpassword" }
