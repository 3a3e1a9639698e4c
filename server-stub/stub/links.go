package stub

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"kauth/core/api"
	"kauth/core/qr"
)

// offer is an offer to link a phone, shown as a QR code to its owner.
type offer struct {
	ID        string // "lnk_..."
	Account   string
	Code      string // until a phone has used it
	Expires   int64
	State     string
	Device    string // the phone that registered
	Name      string // what it calls itself
	Challenge string
	Session   string  // the one that made it: the offer ends with it
	Visitor   visitor // the browser that shows the QR code
	Kid       string  // of the server key in the QR code
	From      string  `json:",omitempty"` // the phone whose place the new one takes; "" adds a phone
}

// The states of an offer.
const (
	offerOpen       = "offered"
	offerRegistered = "registered" // a phone used the code; its owner has to type the digits
	offerActive     = "active"
	offerRefused    = "refused"
	offerExpired    = "expired"
)

const linkLife = int64(api.LinkLife / time.Second)

// grant is what lets one phone register, once: a link code, or the access token of
// a log in on the phone itself. It is found by its hash.
type grant struct {
	Account string
	Offer   string // "" for an access token
	Kid     string // of the server key that the phone expects
	Expires int64
	Device  string // the phone that used it
	Session string // that it comes from, by its hash: it ends with that
	From    string `json:",omitempty"` // with an access token: the phone whose place the new one takes
	Visitor visitor
}

// grantRecord is how long a used one still gives its phone the same reply.
const grantRecord = 24 * 60 * 60

// addGrant makes a secret that registers one phone.
func (t *tx) addGrant(g grant) (code string) {
	code = api.NewCode()
	t.put(inGrants, api.Hash([]byte(code)), g)
	t.due(g.Expires+grantRecord, "grant", api.Hash([]byte(code)))
	return code
}

// createLink makes an offer that lives ten minutes.
func (s *Server) createLink(v visitor, who signedIn) (linkView, error) {
	return s.createMove(v, who, "")
}

// createMove is createLink for a phone that takes another's place; from is that one.
func (s *Server) createMove(v visitor, who signedIn, from string) (view linkView, err error) {
	if err := s.proven(who); err != nil {
		return view, err
	}
	err = s.update(func(t *tx) error {
		p, err := t.changer(who)
		if err == nil {
			err = t.mayMoveTo(p, from)
		}
		if err != nil {
			return err
		}
		r, err := t.ring()
		if err != nil {
			return err
		}
		o := &offer{
			ID: api.NewID("lnk_"), Account: who.Account, Expires: t.now + linkLife, State: offerOpen, Visitor: v,
			Kid: r.keys[0].id, Session: who.Session, From: from,
		}
		o.Code = t.addGrant(grant{Account: o.Account, Offer: o.ID, Kid: o.Kid, Expires: o.Expires, Visitor: v, Session: who.Session})
		t.put(inOffers, o.ID, o)
		t.due(o.Expires, "offer", o.ID)
		view, err = t.viewOffer(o, who.User)
		return err
	})
	if err != nil {
		return view, err
	}
	s.tellLink(who, view.ID, offerOpen)
	return view, view.draw()
}

// offer finds one of the account's own.
func (t *tx) offer(who signedIn, id string) (*offer, error) {
	o, err := load[offer](t, inOffers, id)
	if err == nil && o.Account != who.Account {
		err = errNotFound
	}
	return o, err
}

func (t *tx) viewOffer(o *offer, user string) (linkView, error) {
	view := linkView{Move: o.From != "", ID: o.ID, LinkState: api.LinkState{
		State: o.State, DeviceName: o.Name, ExpiresIn: int(left(o.Expires, t.now, linkLife)),
	}}
	var err error
	switch o.State {
	case offerOpen:
		view.Link = t.s.linkURL(o, user)
	case offerRegistered:
		var c *challenge
		if c, err = t.challenge(o.Challenge); err == nil && c.Kind == kindLink {
			view.Digits = c.Number // those of a move are for the new phone alone
		}
	}
	if o.From != "" && o.State != offerOpen {
		view.From = t.nameOf(o.From)
	}
	return view, err
}

// draw makes the picture: outside of a transaction, for it takes milliseconds.
func (v *linkView) draw() (err error) {
	if v.Link != "" {
		v.PNG, err = qr.PNG(v.Link, 6)
	}
	return err
}

// linkURL spells the offer out. Everything is percent-encoded: a QR code then
// holds ASCII alone, which every reader agrees on.
func (s *Server) linkURL(o *offer, user string) string {
	escape := func(v string) string { return strings.ReplaceAll(url.QueryEscape(v), "+", "%20") }
	return "kauth://link?v=1&u=" + escape(s.Origin()) + "&c=" + o.Code + "&k=" + o.Kid +
		"&x=" + strconv.FormatInt(o.Expires, 10) + "&i=" + escape(s.o.Name) + "&a=" + escape(user)
}

// viewLink is all that the page shows of an offer.
func (s *Server) viewLink(who signedIn, id string) (view linkView, err error) {
	err = s.view(func(t *tx) error {
		o, err := t.offer(who, id)
		if err != nil {
			return err
		}
		view, err = t.viewOffer(o, who.User)
		return err
	})
	if err == nil {
		err = view.draw()
	}
	return view, err
}

// tellLink notes what a session was told of an offer, until the offer is forgotten.
func (s *Server) tellLink(who signedIn, id, state string) {
	told, _ := s.told.LoadOrStore(id, &sync.Map{})
	told.(*sync.Map).Store(who.Session, state)
}

// toldLink is what a session was told last; "" where that was nothing.
func (s *Server) toldLink(who signedIn, id string) string {
	told, ok := s.told.Load(id)
	if !ok {
		return ""
	}
	state, _ := told.(*sync.Map).Load(who.Session)
	last, _ := state.(string)
	return last
}

// waitLink holds while the offer's state is the one given; "" is the one that this
// session was told last, so that whoever only asks again misses nothing. What is
// told to those who name a state, or are gone before the reply, does not count.
func (s *Server) waitLink(ctx context.Context, who signedIn, id, state string, wait time.Duration) (link api.LinkState, err error) {
	named := state != ""
	if !named {
		state = s.toldLink(who, id)
	}
	err = s.hold(ctx, id, wait, func() (bool, error) {
		view, err := s.viewLink(who, id)
		link = view.LinkState
		return err == nil && (link.State != state || overOffer(link.State)), err
	})
	if err == nil && !named && ctx.Err() == nil {
		s.tellLink(who, id, link.State)
	}
	return link, err
}

// cancelLink takes an offer back, and the phone that waits for its digits.
func (s *Server) cancelLink(who signedIn, id string) error {
	return s.update(func(t *tx) error {
		o, err := t.offer(who, id)
		if err != nil {
			return err
		}
		return t.closeOffer(o, offerRefused, stateCancelled)
	})
}
