package stub

import (
	"net/http"

	"kauth/server-stub/pages"
)

// webLost is the way out of the dead end of a phone that is gone: two questions, and
// the one road that is left. Adding the account to the app again is none: it asks
// for the code that the lost phone would show.
func (s *Server) webLost(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	page := pages.Lost{App: q.Get("app"), Codes: q.Get("codes")}
	if id := q.Get("login"); id != "" {
		if view, err := s.viewLogin(id, s.loginSecret(r, id)); err == nil && view.State != loginRedeemed {
			page.Login = id
		}
	}
	switch {
	case page.App == "yes":
		page.Road = "app"
	case page.App == "no" && page.Codes == "yes":
		page.Road = "codes"
	case page.App == "no" && page.Codes == "no":
		page.Road = "help"
	case page.App == "no":
		page.Road = "ask.codes"
	default:
		page.Road = "ask.app"
	}
	return s.show(w, r, http.StatusOK, pages.Frame{}, page)
}

// webNewPhone says what to do before a phone is changed.
func (s *Server) webNewPhone(w http.ResponseWriter, r *http.Request, who signedIn) error {
	reply, err := s.methods(who)
	if err != nil {
		return err
	}
	page := pages.NewPhone{On: reply.TwoFactor}
	for _, m := range reply.Methods {
		if m.Kind == kindKauth {
			page.Phones = append(page.Phones, methodLine(m))
		}
	}
	return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, page)
}
