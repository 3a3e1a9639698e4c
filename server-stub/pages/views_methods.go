package pages

import (
	"html/template"
	"time"
)

// Setup is a method being added: "totp", "sms" or "webauthn".
type Setup struct {
	Field
	ID, Kind string
	Name     string       // as typed; "" proposes one
	Secret   string       // of "totp", in groups
	PNG      template.URL // of "totp", data:
	Number   string       // of "sms"
	Resend   int          // seconds until another SMS may be sent
	Sent     bool         // another was sent just now
}

// Country is one that codes are sent to.
type Country struct{ Code, Prefix string }

// AddSMS asks for a number.
type AddSMS struct {
	Field
	Country, Number string // as typed
	Countries       []Country
}

// Added says that a method counts, and how many backup codes there are.
type Added struct {
	Name string
	Left int
}

// KeyAddress says that a security key needs a name in place of an address. Open is
// where it works, Shown the same for people; "" where there is no such place.
type KeyAddress struct {
	Open        template.URL
	Shown, Back string
	Login       bool // at a sign-in
}

// Key asks for a security key at a sign-in.
type Key struct {
	Field
	ID string
}

// Number is one that a code may be sent to.
type Number struct {
	ID, Masked string
	Again      bool // a code went there already
}

// SMS takes the code that was sent to Number; "" asks where to send one.
type SMS struct {
	Field
	ID, Number string
	Numbers    []Number // to send one to
	Resend     int      // seconds until that may be
	Sent       bool     // another was sent just now
}

// Proof asks for the password again, before what changes how one gets in.
type Proof struct {
	Field
	Next string
}

// Off takes all methods away. Policy names who forbids it; Again asks for a
// sign-in with the second step before.
type Off struct {
	Field
	Methods []Method
	Codes   int
	Policy  string
	Again   bool
}

// AppPasswords lists the passwords of programs. Fresh is shown once.
type AppPasswords struct {
	Field
	On    bool // two-factor is
	List  []AppPassword
	Name  string // as typed
	Fresh string
	User  string
	Now   time.Time
}

// AppPassword is a line of them.
type AppPassword struct {
	ID, Name, From string
	Added, Used    time.Time
}

// Sessions lists where somebody is signed in.
type Sessions struct {
	List   []Session
	Now    time.Time
	Notice string
}

// Session is a line of them.
type Session struct {
	ID, Agent, Place, With string
	Since, Seen            time.Time
	Current                bool
}

func (Setup) name() string        { return "setup" }
func (AddSMS) name() string       { return "addsms" }
func (Added) name() string        { return "added" }
func (KeyAddress) name() string   { return "keyaddress" }
func (Key) name() string          { return "key" }
func (SMS) name() string          { return "sms" }
func (Proof) name() string        { return "proof" }
func (Off) name() string          { return "off" }
func (AppPasswords) name() string { return "apppasswords" }
func (Sessions) name() string     { return "sessions" }
