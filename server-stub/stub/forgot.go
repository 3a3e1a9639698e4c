package stub

import (
	"crypto/subtle"
	"net/http"
	"strings"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// wayBack is a browser on its way back into an account: a password or an identifier
// was forgotten. It is made for whatever was typed. Who looks like nobody is found
// out only when a message goes out, which no page waits for (settleWayBack): pages,
// and the work that they take, are the same for people who have an account here and
// for people who have none.
type wayBack struct {
	ID      string // "fgt_..."
	Secret  string // hash of the cookie
	Kind    string // "password", "identifier"
	Lang    pages.Lang
	Visitor visitor
	Expires int64
	State   string

	User           string // "password": the name that was typed
	Number         string // "identifier": the number and the recovery address that were typed
	Address        string
	MailMask, Mask string // what is shown of where a code may go

	Via     string // "mail", "sms"
	Pending bool   // a message is to go out
	Code    sentCode
	Account string // who proved to be reached there; "" before
}

// The states of a way back.
const (
	backChoose = "choose" // where the message goes
	backSent   = "sent"
	backProved = "proved" // a new password may be chosen
	backDone   = "done"
)

const (
	backLife     = 30 * 60
	backPrefix   = "fgt_"
	backCookie   = "ka_back_"
	backsFrom    = 30      // begun from one network, in ten minutes
	sendsAnHour  = 5       // messages to one name or number
	sendsADay    = 10      // the same
	anHour       = 60 * 60 // seconds
	tenMinutes   = 10 * 60 // seconds
	proofForLife = 10 * 60 // how long a right code lets a new password be chosen
)

func (t *tx) newWayBack(v visitor, lang pages.Lang, kind string) (*wayBack, string, error) {
	if err := t.spend("back:"+network(v.IP), backsFrom, tenMinutes); err != nil {
		return nil, "", err
	}
	secret := newSecret()
	w := &wayBack{
		ID: api.NewID(backPrefix), Secret: api.Hash([]byte(secret)), Kind: kind, Lang: lang, Visitor: v,
		Expires: t.now + backLife, State: backChoose,
	}
	t.due(w.Expires, "forgotten", w.ID)
	return w, secret, nil
}

func (t *tx) putWayBack(w *wayBack) { t.put(inForgotten, w.ID, w) }

// wayBack finds one by its id and cookie.
func (t *tx) wayBack(id, secret, kind string) (*wayBack, error) {
	w, err := load[wayBack](t, inForgotten, id)
	if err != nil {
		return nil, err
	}
	own := subtle.ConstantTimeCompare([]byte(w.Secret), []byte(api.Hash([]byte(secret)))) == 1
	if !own || w.Kind != kind || t.now >= w.Expires {
		return nil, errNotFound
	}
	return w, nil
}

// viewWayBack is what its page shows.
func (s *Server) viewWayBack(id, secret, kind string) (w *wayBack, err error) {
	err = s.view(func(t *tx) error {
		w, err = t.wayBack(id, secret, kind)
		return err
	})
	return w, err
}

// sendBack has a message go to where the person chose.
func (s *Server) sendBack(id, secret, kind, via string) error {
	if via != "mail" && via != "sms" {
		return fail(api.CodeBadRequest, "neither mail nor SMS")
	}
	return s.update(func(t *tx) error {
		w, err := t.wayBack(id, secret, kind)
		if err != nil {
			return err
		}
		if w.State != backChoose && w.State != backSent {
			return errNotFound
		}
		whose := api.Hash([]byte(kind + w.User + w.Number))
		if err := t.spend("back-hour:"+whose, sendsAnHour, anHour); err != nil {
			return err
		}
		if err := t.spend("back-day:"+whose, sendsADay, aDay); err != nil {
			return err
		}
		w.State, w.Via, w.Pending = backSent, via, true
		t.putWayBack(w)
		t.due(t.now, "forgotten", w.ID)
		return nil
	})
}

// settleWayBack sends the message that was asked for, or forgets a way back whose
// time is over.
func (t *tx) settleWayBack(id string) {
	w, err := load[wayBack](t, inForgotten, id)
	switch {
	case err != nil: // gone before
	case t.now >= w.Expires:
		t.remove(inForgotten, id)
	case w.Pending && w.Kind == "password":
		w.Pending = false
		t.sendBackCode(w)
		t.putWayBack(w)
	case w.Pending:
		w.Pending = false
		t.sendIdentifier(w)
		t.putWayBack(w)
	}
}

func backCookieName(id string) string { return backCookie + strings.TrimPrefix(id, backPrefix) }

func (s *Server) backSecret(r *http.Request, id string) string {
	c, err := s.cookie(r, backCookieName(id))
	if err != nil {
		return ""
	}
	return c.Value
}

// langOf is the language to write to a person in.
func (p *person) langOf(asked pages.Lang) pages.Lang {
	if p.Lang != "" {
		return p.Lang
	}
	return asked
}
