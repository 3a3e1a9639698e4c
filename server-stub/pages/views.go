package pages

import (
	"html/template"
	"time"
)

// Field is the state of a page's form: what is wrong with it, as a text's key.
type Field struct {
	Error string // key, "" where nothing is
	Wait  int    // seconds, for errors that say how long
}

// SignIn asks for the address and the password.
type SignIn struct {
	Field
	User, Next string
	Out        bool     // signed out just now
	Reset      bool     // a new password was chosen just now
	Joined     bool     // made the account just now
	Blocked    string   // the organization that blocked the account
	Ask        []string // who can be asked there
}

// Waiting is the page beside the phone.
type Waiting struct {
	Field
	ID       string
	State    string // of the login; "ask" where no phone was asked yet, "rest" where none may be
	Devices  []string
	Match    string // digits to type on the phone; "" for YES or NO
	Left, Of int    // seconds
	Resend   int    // seconds until the phone may be asked again
	Others   bool   // there is another method
	Rest     bool   // no request may be sent now
	Sent     bool   // it was sent again just now
	Next     string
	Shown    []string // phones whose person can see the request
	Codes    bool     // a one-time code can be typed here
	Late     bool     // it is time to offer that
	Wrong    Field    // what was wrong with the code
	Cursor   string   // stands for what is shown
}

// Methods lists the other ways in: "kauth", "totp", "webauthn", "sms", "recovery", "help".
type Methods struct {
	ID      string
	Kinds   []string
	Numbers []Number // of "sms"
	Default string   // a kind; "" where none was chosen
	Asked   bool     // a request waits on the phone
}

// Marks tells whether a kind is the default.
func (m Methods) Marks(kind string) bool { return kind == m.Default }

// Code takes a one-time code ("totp") or a backup code ("recovery").
type Code struct {
	Field
	ID, Kind string
	Others   bool
}

// Method is a line of the Manager.
type Method struct {
	ID, Kind, Name string
	Added          time.Time
	Number         string // of an SMS, masked
	Default        bool
	Suspended      bool // it may have been copied
	Left           int  // backup codes
}

// Event is a line of recent activity.
type Event struct {
	At                       time.Time
	What, With, Agent, Place string
	Line                     string // names it, on the page of all activity
}

// Manager is the two-factor page.
type Manager struct {
	On      bool
	Methods []Method
	Codes   *Method // backup codes
	Events  []Event
	Now     time.Time
	Notice  string // key: what was just done
	First   bool   // phones are asked before the default
}

// Confirm asks once more. Texts are Title, Text and Button below "confirm.What.".
// Back is where Cancel goes, "" the Manager; Note is the key of one more warning.
type Confirm struct{ What, Name, Action, Back, Note string }

// Codes shows a set of backup codes, once. Text is the file to keep.
type Codes struct {
	List []string
	Text string
}

// Add chooses the kind of method to add; Steps says how the app is linked.
type (
	Add   struct{ On bool }
	Steps struct{ Roads Roads }
)

// Link is the QR code, then the digits, then how it ended.
type Link struct {
	ID, State, Device, Digits string
	Left, Of                  int
	Move                      bool         // the new phone takes another's place
	From                      string       // the other, once the new one has registered
	Codes                     bool         // there are backup codes to show
	Kept                      int          // backup codes of before
	Still                     bool         // for copying the address without script: the page stays as it is
	URL                       template.URL // kauth://link?...
	PNG                       template.URL // data:
}

// Authorize asks whether the app on this device may be linked.
type Authorize struct {
	Device, User, Server string
	Fields               []Pair // to send back
	Sends                string // the origin that the answer goes to, for Policy
	Roads                Roads
}

// Pair is a hidden field.
type Pair struct{ Name, Value string }

// Password changes the password.
type Password struct{ Field }

// Failure is a page that cannot be shown: What is "404", "403", "408", "413", "429", "500", "503", "authorize", "cross", "signin".
type Failure struct {
	What, Detail string
	Wait         int
}

func (SignIn) name() string    { return "signin" }
func (Waiting) name() string   { return "waiting" }
func (Methods) name() string   { return "methods" }
func (Code) name() string      { return "code" }
func (Manager) name() string   { return "manager" }
func (Confirm) name() string   { return "confirm" }
func (Codes) name() string     { return "codes" }
func (Add) name() string       { return "add" }
func (Steps) name() string     { return "steps" }
func (Link) name() string      { return "link" }
func (Authorize) name() string { return "authorize" }
func (Password) name() string  { return "password" }
func (Failure) name() string   { return "failure" }
