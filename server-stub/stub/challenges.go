package stub

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"math/big"
	"slices"
	"time"

	"kauth/core/api"
)

// challenge is one request to all phones of an account: one signed message a
// phone, under one id.
type challenge struct {
	ID      string // "chl_..."
	Account string
	Epoch   int    // the person's, where no login asks: it is void once that rises
	Login   string // the login that asks; "" for a link
	Offer   string // the link offer that asks; "" for a login
	Kind    string // "login", "link", "move"
	To      string `json:",omitempty"` // a move: the new phone's name
	Mode    string // "confirm", "match"
	Number  string // the digits to type; "" for confirm
	Issued  int64
	Expires int64
	State   string
	Ended   int64  // when it was answered or ended
	By      string // the phone that answered
	// Disowned: a phone said "that was not me" of it, in time or afterwards.
	Disowned bool              `json:",omitempty"`
	Names    []string          // of the phones that were asked
	Order    []string          `json:",omitempty"` // their ids
	Shown    map[string]int64  `json:",omitempty"` // device -> since when its person can see it
	Sent     map[string]string // device -> the signed message
	Nth      map[string]uint64 // device -> as which of its requests, 1 for the first
	Answers  map[string]stored // hash of an answer's JWS -> what it got
	Visitor  visitor
}

// stored is the result of an answer, for the phone that did not hear it.
type stored struct {
	Reply   api.AnswerReply
	Problem *api.Problem `json:",omitempty"`
}

// The states of a challenge.
const (
	statePending    = "pending"
	stateApproved   = "approved"
	stateDenied     = "denied"
	stateMismatch   = "mismatch"
	stateExpired    = "expired"
	stateCancelled  = "cancelled"
	stateSuperseded = "superseded"
	stateRedeemed   = "redeemed"
	stateLapsed     = "lapsed"
)

const (
	kindLogin       = "login"
	kindLink        = "link"
	kindMove        = api.KindMove
	modeConfirm     = "confirm"
	modeMatch       = "match"
	challengeRecord = 24 * 60 * 60 // how long an ended one still answers the same
)

func (t *tx) challenge(id string) (*challenge, error) {
	return load[challenge](t, inChallenges, id)
}

// newChallenge signs a request for each phone and wakes them.
func (t *tx) newChallenge(c *challenge, phones []*device, app string, digits int) error {
	digits = t.s.atLeast(digits)
	c.Expires = min(c.Expires, t.now+int64(api.LinkLife/time.Second)) // SP 800-63B-4 section 3.1.3: ten minutes at most
	c.ID, c.Issued, c.State = api.NewID("chl_"), t.now, statePending
	c.Mode, c.Sent, c.Answers, c.Nth = modeConfirm, map[string]string{}, map[string]stored{}, map[string]uint64{}
	if digits > 0 {
		c.Mode, c.Number = modeMatch, randomDigits(digits)
	}
	for _, d := range phones {
		jws, err := t.signFor(d, api.TypeChallenge, api.Challenge{
			Iss: t.s.Origin(), Aud: d.ID, ID: c.ID, Iat: c.Issued, Exp: c.Expires, Nonce: api.NewCode(),
			Account: c.Account, Kind: c.Kind, Mode: c.Mode, Digits: digits,
			Context: api.Context{
				App: app, Origin: t.s.Origin(), IP: c.Visitor.IP, Place: c.Visitor.Place,
				Agent: c.Visitor.Agent, Device: c.Visitor.Device, At: t.now, To: c.To,
			}.Clean(),
		})
		if err != nil {
			return err
		}
		c.Sent[d.ID] = jws
		c.Names, c.Order = append(c.Names, d.Name), append(c.Order, d.ID)
		t.remind(d, c.ID)
		c.Nth[d.ID] = d.Asked
	}
	t.put(inChallenges, c.ID, c)
	t.due(c.Expires, "challenge", c.ID)
	return nil
}

// remind puts the request among those that the phone hears of: all that wait, and
// what ended lately. Looking for news reads each of them.
func (t *tx) remind(d *device, id string) {
	d.Asked++
	list, ended := []string{id}, 0
	for _, other := range d.Challenges {
		switch c, err := t.challenge(other); {
		case err != nil:
		case c.State == statePending:
			list = append(list, other)
		case t.now < c.Ended+goneFor && ended < maxGone:
			list, ended = append(list, other), ended+1
		}
	}
	d.Challenges = list
	t.putDevice(d)
}

// putChallenge stores a challenge that changed and wakes its phones.
func (t *tx) putChallenge(c *challenge) {
	t.put(inChallenges, c.ID, c)
	for id := range c.Sent {
		t.notify(id)
	}
}

// end takes a pending challenge to its end, or an approved one to denied, and has
// whoever asked follow.
func (t *tx) end(c *challenge, state, by string) error {
	c.State, c.Ended, c.By = state, t.now, by
	t.putChallenge(c)
	t.due(t.now+challengeRecord, "challenge", c.ID)
	if c.Kind == kindLink {
		return t.endOffer(c.Offer, state)
	}
	p, err := t.person(c.Account)
	if err != nil {
		return err
	}
	p.Pending = slices.DeleteFunc(p.Pending, func(id string) bool { return id == c.ID })
	if c.Kind == kindLogin && (state == stateDenied || state == stateMismatch || state == stateExpired) {
		p.ForceMatch = true
	}
	t.putPerson(p)
	if c.Kind == kindMove {
		return t.endOffer(c.Offer, state)
	}
	return t.tellLogin(c)
}

// tellLogin has the login go the way of its newest challenge.
func (t *tx) tellLogin(c *challenge) error {
	if c.Login == "" { // its client asks by itself
		t.due(t.now+int64(api.RedeemWindow/time.Second), "challenge", c.ID)
		return nil
	}
	l, err := load[login](t, inLogins, c.Login)
	switch {
	case codeOf(err) == api.CodeNotFound:
		return nil // forgotten: nobody waits for it
	case err != nil || l.Challenge != c.ID:
		return err
	}
	if c.State == stateApproved {
		t.approveLogin(l, t.nameOf(c.By), passed{Kind: kindKauth, By: c.By})
		return nil
	}
	l.State = c.State
	t.putLogin(l)
	return nil
}

// letInByPhone tells whether it was a request that let the login in.
func (t *tx) letInByPhone(l *login) bool {
	c, err := t.challenge(l.Challenge)
	return err == nil && c.State == stateRedeemed
}

// withdraw takes the login's waiting request back from the phones.
func (t *tx) withdraw(l *login, state string) {
	c, err := t.challenge(l.Challenge)
	if err != nil || c.State != statePending {
		return
	}
	t.fail(t.end(c, state, ""))
}

// followChallenge has an approved challenge go the way of its login.
func (t *tx) followChallenge(l *login, state string) {
	c, err := t.challenge(l.Challenge)
	if err != nil || c.State != stateApproved {
		return
	}
	c.State = state
	t.putChallenge(c)
}

// settleChallenge ends what nobody answered, and forgets what ended a day ago.
func (t *tx) settleChallenge(id string) {
	c, err := t.challenge(id)
	switch {
	case err != nil: // forgotten before
	case c.State == statePending && c.left(t.now) == 0:
		if c.Kind != kindLink {
			t.record(c.Account, c.Visitor, "expired", "")
		}
		t.fail(t.end(c, stateExpired, ""))
	case t.lapse(c):
	case c.State != statePending && t.now >= c.Ended+challengeRecord:
		t.remove(inChallenges, id)
	}
}

// stillDenied tells a request that another phone said YES to and whose page has not
// gone on: this phone is told of it as of one that waits, or whoever holds it would
// not know that their NO still counts.
func (c *challenge) stillDenied(d *device, now int64) bool {
	return c.State == stateApproved && c.Kind == kindLogin && c.By != d.ID && c.left(now) > 0
}

// outward is the state as phones hear it: what became of a YES afterwards is the
// page's affair.
func (c *challenge) outward() string {
	if c.State == stateRedeemed || c.State == stateLapsed {
		return stateApproved
	}
	return c.State
}

// randomDigits draws n decimal digits, each number as likely as any other.
func randomDigits(n int) string {
	limit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
	number, err := rand.Int(rand.Reader, limit)
	if err != nil {
		panic(err) // crypto/rand does not fail
	}
	return fmt.Sprintf("%0*d", n, number)
}

// newSecret makes 256 random bits for a cookie.
func newSecret() string {
	var b [32]byte
	rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}
