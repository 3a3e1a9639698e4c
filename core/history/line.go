package history

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"time"

	"kauth/core"
)

// line is one record as it is stored and hashed: one line of JSON.
type line struct {
	N        uint64             `json:"n,omitempty"`
	Prev     string             `json:"prev,omitempty"` // SHA-256 of the line before, base64url
	ID       string             `json:"id"`
	Account  core.AccountID     `json:"account"`
	Issuer   string             `json:"issuer,omitempty"`
	Label    string             `json:"label,omitempty"`
	Origin   string             `json:"server,omitempty"`
	Device   string             `json:"phone,omitempty"`
	Kind     core.ChallengeKind `json:"kind,omitempty"`
	Mode     core.Mode          `json:"mode,omitempty"`
	App      string             `json:"app,omitempty"`
	Site     string             `json:"site,omitempty"`
	IP       string             `json:"ip,omitempty"`
	Place    string             `json:"place,omitempty"`
	Agent    string             `json:"browser,omitempty"`
	Type     string             `json:"device,omitempty"`
	At       int64              `json:"at,omitempty"`
	To       string             `json:"to,omitempty"`
	Asked    int64              `json:"asked,omitempty"`
	Expires  int64              `json:"expires,omitempty"`
	Ended    int64              `json:"ended,omitempty"`
	Decision core.Decision      `json:"answer,omitempty"`
	Why      core.Why           `json:"why,omitempty"`
	Outcome  core.Outcome       `json:"outcome,omitempty"`
	State    string             `json:"state,omitempty"`
	By       string             `json:"by,omitempty"`
	Hash     string             `json:"hash,omitempty"`
	Offline  bool               `json:"offline,omitempty"`
	Later    bool               `json:"later,omitempty"`
}

func lineOf(r core.Record) line {
	c := r.Context
	return line{
		ID: r.ID, Account: r.Account, Issuer: r.Issuer, Label: r.Label, Origin: r.Origin, Device: r.Device,
		Kind: r.Kind, Mode: r.Mode, App: c.App, Site: c.Origin, IP: c.IP, Place: c.Place, Agent: c.Agent,
		Type: c.DeviceType, At: seconds(c.At), To: c.To, Asked: seconds(r.Asked), Expires: seconds(r.Expires), Ended: seconds(r.Ended),
		Decision: r.Decision, Why: r.Why, Outcome: r.Outcome, State: r.State, By: r.By, Hash: r.Hash, Offline: r.Offline, Later: r.Later,
	}
}

func (l line) record() core.Record {
	return core.Record{
		ID: l.ID, Account: l.Account, Issuer: l.Issuer, Label: l.Label, Origin: l.Origin, Device: l.Device,
		Kind: l.Kind, Mode: l.Mode,
		Context: core.Context{
			App: l.App, Origin: l.Site, IP: l.IP, Place: l.Place, Agent: l.Agent, DeviceType: l.Type, At: moment(l.At), To: l.To,
		},
		Asked: moment(l.Asked), Expires: moment(l.Expires), Ended: moment(l.Ended), Decision: l.Decision, Why: l.Why,
		Outcome: l.Outcome, State: l.State, By: l.By, Hash: l.Hash, Offline: l.Offline, Later: l.Later, Number: l.N,
	}
}

// shown is when it happened, for the list: when it was asked. A server whose clock is
// ahead must not stand before what really is newer.
func (l line) shown() int64 {
	if l.Asked > 0 && l.Asked < l.Ended {
		return l.Asked
	}
	return l.Ended
}

func seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func moment(s int64) time.Time {
	if s == 0 {
		return time.Time{}
	}
	return time.Unix(s, 0)
}

// encode gives a line's bytes. They hold no line break: JSON escapes it.
func (l line) encode() ([]byte, error) { return json.Marshal(l) }

// sum is what the next line holds of this one.
func sum(b []byte) string {
	h := sha256.Sum256(b)
	return base64.RawURLEncoding.EncodeToString(h[:])
}
