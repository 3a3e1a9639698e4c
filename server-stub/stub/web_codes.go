package stub

import (
	"net/http"
	"strings"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// openWays gives the login for a page that offers another step of it; a login that is
// decided or over is shown by its waiting page instead.
func (s *Server) openWays(w http.ResponseWriter, r *http.Request) (view loginView, open bool, err error) {
	id := r.PathValue("id")
	view, err = s.viewLogin(id, s.loginSecret(r, id))
	if err != nil && codeOf(err) != api.CodeNotFound {
		return view, false, err
	}
	switch view.State {
	case loginWaiting, stateDenied, stateMismatch, stateExpired, stateSuperseded:
		return view, true, nil
	}
	return view, false, seeOther(w, r, "/login/"+id)
}

func (s *Server) webMethods(w http.ResponseWriter, r *http.Request) error {
	view, open, err := s.openWays(w, r)
	if err != nil || !open {
		return err
	}
	page := pages.Methods{ID: view.ID, Kinds: view.Methods, Asked: view.Asked && view.State == loginWaiting}
	err = s.view(func(t *tx) error {
		l, err := t.login(view.ID, s.loginSecret(r, view.ID))
		if err != nil {
			return err
		}
		p, err := t.person(l.Account)
		if err != nil {
			return err
		}
		page.Numbers = t.numbersOf(l, p)
		if m := p.other(p.Default); m != nil {
			page.Default = m.Kind
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, pages.Frame{}, page)
}

// webCode asks for a code.
func (s *Server) webCode(kind string) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		view, open, err := s.openWays(w, r)
		if err != nil || !open {
			return err
		}
		return s.show(w, r, http.StatusOK, pages.Frame{}, pages.Code{ID: view.ID, Kind: kind, Others: len(view.Methods) > 1})
	}
}

// webCoded takes a code; the right one signs in without another step.
func (s *Server) webCoded(kind string) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		view, open, err := s.openWays(w, r)
		if err != nil || !open {
			return err
		}
		page := pages.Code{ID: view.ID, Kind: kind, Others: len(view.Methods) > 1}
		code := strings.TrimSpace(r.PostFormValue("code"))
		if code == "" { // nothing was tried, so nothing is counted
			return s.showCode(w, r, http.StatusUnprocessableEntity, view, page)
		}
		secret := s.loginSecret(r, view.ID)
		next := s.nextOf(r, view.ID)
		if kind == "totp" {
			err = s.answerTOTP(s.visitorOf(r), view.ID, secret, code)
		} else {
			_, err = s.answerRecovery(s.visitorOf(r), view.ID, secret, code)
			if next == "/2fa" {
				next = "/2fa?done=recovery"
			}
		}
		switch p := problemOf(err); {
		case err == nil:
			return s.goOn(w, r, view.ID, secret, next)
		case p.Code == api.CodeMismatch:
			page.Field = pages.Field{Error: "code." + kind + ".wrong"}
		case p.Code == api.CodeRateLimited:
			page.Field = tooMany(p)
		case p.Status == http.StatusInternalServerError:
			return err
		default:
			return seeOther(w, r, "/login/"+view.ID)
		}
		return s.showCode(w, r, problemOf(err).Status, view, page)
	}
}

// showCode asks for a code again: where it was typed beside a request that waits, there,
// so that a YES still goes on by itself.
func (s *Server) showCode(w http.ResponseWriter, r *http.Request, status int, view loginView, page pages.Code) error {
	if r.PostFormValue("beside") == "" || !view.Asked || view.State != loginWaiting {
		return s.show(w, r, status, pages.Frame{}, page)
	}
	waiting := s.waitingView(r, view)
	waiting.Late, waiting.Wrong = true, page.Field
	return s.show(w, r, status, pages.Frame{}, waiting)
}
