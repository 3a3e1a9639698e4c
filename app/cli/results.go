package main

import "kauth/core"

// The names in these types are read by scripts: a name stays, and keeps its
// meaning; new ones may come.

type accountResult struct {
	Account      core.AccountID `json:"account"`
	Issuer       string         `json:"issuer"`
	Label        string         `json:"label"`
	Name         string         `json:"name,omitempty"`
	State        string         `json:"state"` // a core.AccountState, or "removed"
	Device       string         `json:"device,omitempty"`
	CodesWaiting bool           `json:"codes_waiting,omitempty"`
}

func resultOf(a core.Account) accountResult {
	r := accountResult{
		Account: a.ID, Issuer: a.Issuer, Label: a.Label, Name: a.Name, State: string(a.State),
		CodesWaiting: a.CodesWaiting,
	}
	if a.Device != nil {
		r.Device = a.Device.Name
	}
	return r
}

type movingResult struct {
	accountResult
	Move      string   `json:"move"`                 // "pending", "approved", "denied", "mismatch", "expired", "cancelled", "superseded"
	From      string   `json:"from"`                 // the phone that is asked
	Digits    string   `json:"digits,omitempty"`     // to type there
	ExpiresIn int      `json:"expires_in,omitempty"` // seconds
	Error     *problem `json:"error,omitempty"`
}

type trashResult struct {
	Account core.AccountID `json:"account"`
	Issuer  string         `json:"issuer"`
	Label   string         `json:"label"`
	Name    string         `json:"name,omitempty"`
	State   string         `json:"state"`            // "trash", "restored" or "removed"
	Server  string         `json:"server,omitempty"` // where it was linked: restored, it has codes alone
	By      core.Removal   `json:"by"`               // "person" or "server"
	Removed string         `json:"removed"`          // RFC 3339
	Days    int            `json:"days_left"`        // begun ones count
}

type codeResult struct {
	Account     core.AccountID `json:"account"`
	Issuer      string         `json:"issuer"`
	Label       string         `json:"label"`
	Code        string         `json:"code"`
	Next        string         `json:"next,omitempty"`         // not for HOTP
	SecondsLeft int            `json:"seconds_left,omitempty"` // of Code
}

type codesResult struct {
	Account core.AccountID `json:"account"`
	Codes   []string       `json:"codes"`
}

type digitsResult struct {
	ID        string        `json:"id"`
	Answer    core.Decision `json:"answer"` // "approve" or "deny"
	Digits    string        `json:"digits"` // to type on the page
	ExpiresIn int           `json:"expires_in"`
}

type requestResult struct {
	ID        string         `json:"id"`
	Mode      core.Mode      `json:"mode"`
	Digits    int            `json:"digits"`
	Kind      string         `json:"kind"`
	Account   core.AccountID `json:"account"`
	Issuer    string         `json:"issuer"`
	Label     string         `json:"label"`
	App       string         `json:"app"`
	Device    string         `json:"device"` // what asks: "Firefox on Windows"
	Place     string         `json:"place"`
	IP        string         `json:"ip"`
	Origin    string         `json:"origin"`
	ExpiresIn int            `json:"expires_in"`   // seconds
	To        string         `json:"to,omitempty"` // kind move: the new phone
}

type outcomeResult struct {
	ID      string       `json:"id"`
	MovedTo string       `json:"moved_to,omitempty"` // kind move, approved: the account is there now
	Outcome core.Outcome `json:"outcome"`
	Error   *problem     `json:"error,omitempty"` // where it is not what was asked for
}

type scanResult struct {
	File  string   `json:"file"`
	Text  string   `json:"text,omitempty"`
	Kind  string   `json:"kind,omitempty"`
	Error *problem `json:"error,omitempty"`
}

type checkResult struct {
	Check   string `json:"check"`
	OK      bool   `json:"ok"`
	Message string `json:"message"`
	Cause   string `json:"cause,omitempty"` // one of core/checkup's
}

type problem struct {
	Kind    core.Kind `json:"kind"`
	Message string    `json:"message"`
	Hint    string    `json:"hint"`
}

type failure struct {
	Error *problem `json:"error"`
}

type verifyResult struct {
	OK      bool          `json:"ok"`
	Records int           `json:"records"`
	First   uint64        `json:"first"` // the oldest that is kept
	Last    uint64        `json:"last"`
	Breaks  []breakResult `json:"breaks,omitempty"`
}

type breakResult struct {
	Fault string `json:"fault"` // "changed", "missing", "moved", "no_head"
	From  uint64 `json:"from"`
	To    uint64 `json:"to"`
}
