package enroll

import (
	"encoding/json"
	"time"

	"kauth/core"
)

// Records keeps small things sealed. core/vault has it.
type Records interface {
	Put(bucket, id string, data []byte) error
	Get(bucket, id string) ([]byte, error) // core.NotFound
	Delete(bucket, id string) error
}

// Attempts keeps the log in that is under way in the browser where the way back opens the
// app anew: a phone ends an app that nobody sees, also while its person types a password
// elsewhere. There is one; a later takes its place. The verifier is a secret, so it is
// sealed like everything, and a locked vault neither keeps nor gives it.
type Attempts struct {
	r   Records
	now func() time.Time
}

// AttemptTime is how long a browser may take to come back.
const AttemptTime = 10 * time.Minute

const (
	attemptsBucket = "attempts"
	attemptsID     = "login"
)

// kept is an Attempt as it is stored.
type kept struct {
	Origin   string
	Redirect string
	URL      string
	State    []byte
	Verifier []byte
	Again    core.AccountID
	Until    int64 // Unix seconds
}

// String keeps what is secret out of every log.
func (kept) String() string { return "[attempt]" }

// NewAttempts makes Attempts. now may be nil: time.Now.
func NewAttempts(r Records, now func() time.Time) *Attempts {
	if now == nil {
		now = time.Now
	}
	return &Attempts{r: r, now: now}
}

// Keep keeps an attempt. It is durable before it returns.
func (k *Attempts) Keep(a Attempt) error {
	data, err := json.Marshal(kept{
		Origin: a.Origin, Redirect: a.Redirect, URL: a.URL, State: a.State.Bytes(), Verifier: a.Verifier.Bytes(), Again: a.Again,
		Until: k.now().Add(AttemptTime).Unix(),
	})
	if err != nil {
		return core.E("enroll.Keep", core.Internal, err)
	}
	defer clear(data)
	return k.r.Put(attemptsBucket, attemptsID, data)
}

// Take gives the attempt that comes back to redirect, once. core.NotFound: there is none,
// and one that comes back to elsewhere stays. core.Expired: it took too long.
func (k *Attempts) Take(redirect string) (Attempt, error) {
	data, err := k.r.Get(attemptsBucket, attemptsID)
	if err != nil {
		return Attempt{}, err
	}
	defer clear(data)
	var s kept
	if err := json.Unmarshal(data, &s); err != nil || s.Redirect != redirect {
		return Attempt{}, core.E("enroll.Take", core.NotFound, err)
	}
	if err := k.Drop(); err != nil {
		return Attempt{}, err
	}
	a := Attempt{
		Origin: s.Origin, Redirect: s.Redirect, URL: s.URL, Again: s.Again,
		State: core.NewSecret(s.State), Verifier: core.NewSecret(s.Verifier),
	}
	if left := time.Unix(s.Until, 0).Sub(k.now()); left <= 0 || left > AttemptTime { // or the clock was set back
		return a, core.E("enroll.Take", core.Expired, nil)
	}
	return a, nil
}

// Drop forgets it.
func (k *Attempts) Drop() error { return k.r.Delete(attemptsBucket, attemptsID) }
