package wake

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/webpush"
)

// record is one account's registration as it is kept, sealed with the vault.
type record struct {
	ID      string // between the app and the service
	Service string
	Device  string // whose it is: an account that was linked anew has another
	Sender  string // the server's key that it was registered with
	State   State
	Why     core.WakeWhy
	Target  core.WakeTarget
	Told    string    // what the server has of it, by its hash; "": nothing
	ToldAt  time.Time // when it was told
	Kept    []byte    // the keys that messages are sealed for
	Version uint64    // how often it was changed
}

// Later tells, of two states of a registration as they are kept, whether the first is the
// newer: where a phone keeps them twice.
func Later(a, b []byte) bool {
	var x, y struct{ Version uint64 }
	return json.Unmarshal(a, &x) == nil && (json.Unmarshal(b, &y) != nil || x.Version > y.Version)
}

// String hides the keys, and where to send.
func (r record) String() string { return string(r.State) + " [secret]" }

// GoString hides them from %#v.
func (r record) GoString() string { return r.String() }

func newRecord(service, device, sender string) (record, error) {
	keys, err := webpush.NewKeys()
	if err != nil {
		return record{}, core.E("wake.newRecord", core.Internal, err)
	}
	var id [20]byte
	rand.Read(id[:])
	return record{
		ID: hex.EncodeToString(id[:]), Service: service, Device: device, Sender: sender, State: Asked, Kept: keys.Secret().Bytes(),
	}, nil
}

func (r record) keys() (webpush.Keys, error) { return webpush.ParseKeys(r.Kept) }

// push is what the server is to have of it.
func (r record) push() []api.Push {
	if r.ID == "" || r.Target.Kind == "" {
		return nil
	}
	p := api.Push{Kind: r.Target.Kind, Endpoint: r.Target.Endpoint, Token: r.Target.Token, Topic: r.Target.Topic, Env: r.Target.Env}
	if keys, err := r.keys(); p.Kind == "webpush" && err == nil {
		p.P256DH, p.Auth = keys.P256DH(), keys.Auth()
	}
	return []api.Push{p}
}

// toTell is the hash of what the server is to have: "" for nothing.
func (r record) toTell() string {
	list := r.push()
	if len(list) == 0 {
		return ""
	}
	data, err := json.Marshal(list)
	if err != nil {
		return ""
	}
	return api.Hash(append([]byte(r.Device+" "), data...))
}

// retell is how long a server is believed to have what it was told: it forgets a
// registration that its push service calls gone, and cannot say so.
const retell = 24 * time.Hour

func (r record) untold(now time.Time) bool {
	want := r.toTell()
	return r.Told != want || want != "" && (now.Sub(r.ToldAt) >= retell || now.Before(r.ToldAt))
}

// standing is what it comes to where its service is there, or not, and its server could
// not be told.
func (r record) standing(there, untold bool) Standing {
	s := Standing{State: r.State, Why: r.Why, Service: r.Service}
	switch {
	case !there && (r.State == Stands || r.State == Asked):
		s.State, s.Why = Failed, core.WakeSilent
	case r.State == Stands && r.Told != r.toTell() && untold:
		s.State, s.Why = Failed, core.WakeUntold
	case r.State == Stands && r.Told != r.toTell():
		s.State = Asked
	}
	return s
}
