package stub

import (
	"bytes"
	"context"
	"crypto/subtle"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"kauth/core/api"
)

// login is a browser that gave the right password and has the second step to pass.
type login struct {
	ID         string // "lgn_..."
	Secret     string // hash of the cookie
	Account    string
	User       string
	Epoch      int    // the person's, when it began
	App        string // what is signed in to
	Begun      int64
	Expires    int64
	TwoFactor  bool
	State      string
	Challenge  string // the newest request
	LastWake   int64
	ApprovedAt int64
	Sent       *smsCode              `json:",omitempty"` // the code that went out by SMS last
	Key        *webauthn.SessionData `json:",omitempty"` // what a security key was asked last
	With       string                // what approved it: a phone's name, "totp", "recovery", "password"
	How        passed
}

// The states of a login; while a request is out, the request's own (challenges.go).
const (
	loginWaiting  = "waiting"
	loginRedeemed = "redeemed"
)

const (
	loginLife   = 10 * 60
	loginRecord = 60 * 60 // how long an ended login still says how it ended
	wakeGap     = 10
)

// beginLogin checks the password. Nobody learns whether the person exists: both
// ways hash once and write once.
func (s *Server) beginLogin(ctx context.Context, v visitor, user, password, app string) (begunLogin, error) {
	p := &person{}
	err := s.view(func(t *tx) error {
		if found, err := t.personByUser(user); err == nil {
			p = found
		}
		return t.mayTryPassword(p, v, user)
	})
	if err != nil {
		return begunLogin{}, err
	}
	ok, err := s.matches(ctx, p.Password, password)
	if err != nil {
		return begunLogin{}, err
	}
	var begun begunLogin
	err = s.update(func(t *tx) error {
		// Others may have tried while we hashed: a flood at once counts like one after another.
		if err := t.mayTryPassword(p, v, user); err != nil {
			return err
		}
		t.triedPassword(p, v, user, ok)
		if !ok {
			if normalUser(user) != "" {
				t.noticeWrongPassword(p.ID, v)
			}
			return keep{fail(api.CodeBadCredentials, "the address or the password is wrong")}
		}
		if now, err := t.person(p.ID); err != nil || !bytes.Equal(now.Password.Hash, p.Password.Hash) {
			return fail(api.CodeBadCredentials, "the password was changed meanwhile")
		}
		begun, err = t.newLogin(p.ID, app)
		return err
	})
	return begun, err
}

func (t *tx) newLogin(account, app string) (begunLogin, error) {
	p, err := t.person(account)
	if err == nil {
		err = t.barred(p)
	}
	if err != nil {
		return begunLogin{}, err
	}
	ways, err := t.ways(p)
	if err != nil {
		return begunLogin{}, err
	}
	secret := newSecret()
	l := &login{
		ID: api.NewID("lgn_"), Secret: api.Hash([]byte(secret)), Account: p.ID, User: p.User, Epoch: p.Epoch,
		App: api.CleanText(app, api.MaxApp), Begun: t.now, Expires: t.now + loginLife,
		TwoFactor: len(ways) > 0, State: loginWaiting,
	}
	if l.App == "" {
		l.App = "Manager"
	}
	t.due(l.Expires, "login", l.ID)
	if l.TwoFactor {
		t.put(inLogins, l.ID, l)
	} else {
		t.approveLogin(l, "password", passed{Kind: byPassword})
	}
	return begunLogin{Secret: secret, LoginReply: api.LoginReply{
		ID: l.ID, Methods: append([]string{}, ways...), Default: firstWay(ways), State: l.State,
	}}, nil
}

// login finds a login by its id and cookie: the same answer for unknown and foreign.
// One that was begun before its person was signed out everywhere is cancelled.
func (t *tx) login(id, secret string) (*login, error) {
	l, err := load[login](t, inLogins, id)
	if err != nil {
		return nil, err
	}
	if subtle.ConstantTimeCompare([]byte(l.Secret), []byte(api.Hash([]byte(secret)))) != 1 {
		return nil, errNotFound
	}
	p, err := t.person(l.Account)
	if err == nil && l.Epoch != p.Epoch && l.State != loginRedeemed {
		l.State = stateCancelled
	}
	return l, err
}

// openLogin finds a login that can still be approved.
func (t *tx) openLogin(id, secret string) (*login, *person, error) {
	l, err := t.login(id, secret)
	if err != nil {
		return nil, nil, err
	}
	switch {
	case l.State == stateApproved || l.State == loginRedeemed || l.State == stateCancelled:
		p := fail(api.CodeAlreadyAnswered, "this sign-in is over")
		p.State = l.State
		return nil, nil, p
	case left(l.Expires, t.now, loginLife) == 0:
		return nil, nil, fail(api.CodeExpired, "this sign-in took too long")
	}
	p, err := t.person(l.Account)
	if err == nil {
		err = t.barred(p)
	}
	return l, p, err
}

// putLogin stores a login and wakes its page.
func (t *tx) putLogin(l *login) {
	t.put(inLogins, l.ID, l)
	t.notify(l.ID)
}

// approveLogin lets the page in, for a minute.
func (t *tx) approveLogin(l *login, with string, how passed) {
	how.At = t.now
	l.State, l.ApprovedAt, l.With, l.How = stateApproved, t.now, with, how
	t.due(t.now+int64(api.RedeemWindow/time.Second), "login", l.ID)
	t.putLogin(l)
}

// settleLogin ends a login that nobody took up, and forgets it after an hour.
func (t *tx) settleLogin(id string) {
	l, err := load[login](t, inLogins, id)
	if err != nil {
		return // forgotten before
	}
	switch {
	case l.State == stateApproved && t.now >= l.ApprovedAt+int64(api.RedeemWindow/time.Second):
		t.followChallenge(l, stateLapsed)
		l.State = stateLapsed
	case t.now >= l.Expires && l.State == loginWaiting:
		t.withdraw(l, stateExpired)
		l.State = stateExpired
	}
	if t.now >= l.Expires+loginRecord { // after its end: a request must not be left behind
		t.remove(inLogins, id)
		t.notify(id)
		return
	}
	t.putLogin(l)
	if t.now >= l.Expires {
		t.due(l.Expires+loginRecord, "login", id)
	}
}
