package stub

import (
	"errors"
	"net/http"
	"strconv"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// numbersOf lists where a sign-in may have a code sent, the default first.
func (t *tx) numbersOf(l *login, p *person) (list []pages.Number) {
	for _, m := range p.of(kindSMS) {
		n := pages.Number{ID: m.ID, Masked: m.Number.masked(), Again: l.Sent != nil && l.Sent.Method == m.ID}
		if m.ID == p.Default {
			list = append([]pages.Number{n}, list...)
		} else {
			list = append(list, n)
		}
	}
	return list
}

// smsView is what the page of a code sent by SMS shows.
func (s *Server) smsView(id, secret string) (page pages.SMS, err error) {
	err = s.view(func(t *tx) error {
		l, p, err := t.openLogin(id, secret)
		if err != nil {
			return err
		}
		page = pages.SMS{ID: id, Numbers: t.numbersOf(l, p), Resend: p.smsWait(t.now)}
		for _, n := range page.Numbers {
			if n.Again {
				page.Number = n.Masked
			}
		}
		if len(page.Numbers) == 0 {
			return errNotFound
		}
		return nil
	})
	return page, err
}

func (s *Server) webSMS(w http.ResponseWriter, r *http.Request) error {
	return s.showSMS(w, r, http.StatusOK, pages.SMS{Sent: r.URL.Query().Has("sent"), Field: smsTooSoon(r.URL.Query())})
}

// showSMS shows what stands, with what page says was wrong. A login that is over,
// or has no number, is shown by its own pages.
func (s *Server) showSMS(w http.ResponseWriter, r *http.Request, status int, told pages.SMS) error {
	id := r.PathValue("id")
	page, err := s.smsView(id, s.loginSecret(r, id))
	if p := problemOf(err); err != nil && p.Status < http.StatusInternalServerError {
		return seeOther(w, r, "/login/"+id)
	}
	if err != nil {
		return err
	}
	page.Field, page.Sent = told.Field, told.Sent
	return s.show(w, r, status, pages.Frame{}, page)
}

// webSMSSend sends a code, and says how long to wait where that was too soon.
func (s *Server) webSMSSend(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	secret := s.loginSecret(r, id)
	before, _ := s.smsView(id, secret)
	_, err := s.askSMS(id, secret, r.PostFormValue("method"))
	switch p := problemOf(err); {
	case err == nil && before.Number != "":
		return seeOther(w, r, "/login/"+id+"/sms?sent=1")
	case err == nil:
		return seeOther(w, r, "/login/"+id+"/sms")
	case p.Code == api.CodeRateLimited:
		return seeOther(w, r, "/login/"+id+"/sms?soon="+strconv.Itoa(p.RetryAfter))
	case p.Status == http.StatusInternalServerError:
		return err
	}
	return seeOther(w, r, "/login/"+id)
}

func (s *Server) webSMSCoded(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	secret := s.loginSecret(r, id)
	code := r.PostFormValue("code")
	if code == "" {
		return s.showSMS(w, r, http.StatusUnprocessableEntity, pages.SMS{})
	}
	err := s.answerSMS(s.visitorOf(r), id, secret, code)
	p := problemOf(err)
	field := pages.Field{}
	switch {
	case err == nil:
		return s.goOn(w, r, id, secret, s.nextOf(r, id))
	case errors.Is(err, errSMSOver):
		field = pages.Field{Error: "sms.over"}
	case p.Code == api.CodeMismatch:
		field = pages.Field{Error: "adding.sms.wrong"}
	case p.Code == api.CodeRateLimited:
		field = tooMany(p)
	case p.Status == http.StatusInternalServerError:
		return err
	default:
		return seeOther(w, r, "/login/"+id)
	}
	return s.showSMS(w, r, p.Status, pages.SMS{Field: field})
}

// tooMany says how long to wait after wrong codes.
func tooMany(p *problem) pages.Field {
	if p.RetryAfter >= 120 {
		return pages.Field{Error: "code.waitlong", Wait: (p.RetryAfter + 59) / 60}
	}
	return pages.Field{Error: "code.wait", Wait: p.RetryAfter}
}

// webKey asks for a security key. At an address that is no name, or another name
// than the keys', it says where they work.
func (s *Server) webKey(w http.ResponseWriter, r *http.Request) error {
	view, open, err := s.openWays(w, r)
	if err != nil || !open {
		return err
	}
	there, err := s.keysAt(r.Host, view.ID, s.loginSecret(r, view.ID))
	if err != nil {
		return err
	}
	if !there {
		return s.keyAddress(w, r, pages.Frame{}, pages.KeyAddress{Back: "/login/" + view.ID + "/methods", Login: true}, "/login")
	}
	return s.show(w, r, http.StatusOK, pages.Frame{}, pages.Key{ID: view.ID})
}

// keysAt tells whether a login's person has a key for where the browser is.
func (s *Server) keysAt(host, id, secret string) (there bool, err error) {
	party, err := s.party(host)
	if errors.Is(err, errKeyAddress) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	err = s.view(func(t *tx) error {
		_, p, err := t.openLogin(id, secret)
		if err != nil {
			return err
		}
		owner, err := t.keysOf(p, party.Config.RPID)
		there = len(owner.keys) > 0
		return err
	})
	return there, err
}

// webKeyed takes what the key signed.
func (s *Server) webKeyed(w http.ResponseWriter, r *http.Request) error {
	view, open, err := s.openWays(w, r)
	if err != nil || !open {
		return err
	}
	page, secret := pages.Key{ID: view.ID}, s.loginSecret(r, view.ID)
	err = s.answerKey(s.visitorOf(r), r.Host, view.ID, secret, []byte(r.PostFormValue("response")))
	p := problemOf(err)
	switch {
	case err == nil:
		return s.goOn(w, r, view.ID, secret, s.nextOf(r, view.ID))
	case p.Code == api.CodeCounterReuse:
		page.Field = pages.Field{Error: "key.copied"}
	case p.Code == api.CodeMismatch || p.Code == api.CodeBadRequest:
		page.Field = pages.Field{Error: "key.wrong"}
	case p.Status == http.StatusInternalServerError:
		return err
	default:
		return seeOther(w, r, "/login/"+view.ID)
	}
	return s.show(w, r, p.Status, pages.Frame{}, page)
}
