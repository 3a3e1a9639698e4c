package stub

import (
	"net/http"
	"strings"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

func (s *Server) forgotPages(mux *http.ServeMux) {
	mux.HandleFunc("GET /forgot/password", s.page(s.webForgot("password")))
	mux.HandleFunc("POST /forgot/password", s.page(s.webForgotPassword))
	mux.HandleFunc("GET /forgot/identifier", s.page(s.webForgot("identifier")))
	mux.HandleFunc("POST /forgot/identifier", s.page(s.webForgotIdentifier))
	for _, kind := range []string{"password", "identifier"} {
		mux.HandleFunc("GET /forgot/"+kind+"/{id}", s.page(s.webWayBack(kind)))
		mux.HandleFunc("POST /forgot/"+kind+"/{id}/send", s.page(s.webSendBack(kind)))
		mux.HandleFunc("GET /forgot/"+kind+"/{id}/{step}", s.page(s.webStep("/forgot/"+kind+"/")))
	}
	mux.HandleFunc("POST /forgot/password/{id}/code", s.page(s.webBackCode))
	mux.HandleFunc("POST /forgot/password/{id}/new", s.page(s.webReset))
}

func (s *Server) webForgot(kind string) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		return s.show(w, r, http.StatusOK, pages.Frame{}, pages.Forgot{Kind: kind})
	}
}

func (s *Server) webForgotPassword(w http.ResponseWriter, r *http.Request) error {
	user := r.PostFormValue("user")
	page := pages.Forgot{Kind: "password", User: api.CleanText(user, 254)}
	if normalUser(user) == "" {
		page.Field = pages.Field{Error: "forgot.empty"}
		return s.show(w, r, http.StatusUnprocessableEntity, pages.Frame{}, page)
	}
	lang, _ := s.reading(w, r)
	id, secret, err := s.forgotPassword(s.visitorOf(r), lang, user)
	return s.backBegun(w, r, page, id, secret, err)
}

func (s *Server) webForgotIdentifier(w http.ResponseWriter, r *http.Request) error {
	page := pages.Forgot{
		Kind: "identifier", Prefix: api.CleanText(r.PostFormValue("prefix"), 8),
		Number: api.CleanText(r.PostFormValue("number"), 32), Address: api.CleanText(r.PostFormValue("address"), 254),
	}
	number, err := typedPhone(page.Prefix, page.Number)
	if err != nil {
		page.Field = pages.Field{Error: "number.bad"}
		return s.show(w, r, http.StatusUnprocessableEntity, pages.Frame{}, page)
	}
	lang, _ := s.reading(w, r)
	id, secret, err := s.forgotIdentifier(s.visitorOf(r), lang, number, page.Address)
	return s.backBegun(w, r, page, id, secret, err)
}

// typedPhone joins a country's prefix and a number as it is dialed at home. A number
// that says its country itself wins.
func typedPhone(prefix, number string) (phoneNumber, error) {
	number = strings.TrimSpace(number)
	if prefix == "" || strings.HasPrefix(number, "+") || strings.HasPrefix(number, "00") {
		return parsePhone(number, "")
	}
	if prefix != "+39" { // Italy keeps its zeros
		number = strings.TrimPrefix(number, "0")
	}
	return parsePhone("+"+strings.TrimLeft(prefix, "+0")+" "+number, "")
}

func (s *Server) backBegun(w http.ResponseWriter, r *http.Request, page pages.Forgot, id, secret string, err error) error {
	if p := problemOf(err); err != nil && p.Code == api.CodeRateLimited {
		page.Field = pages.Field{Error: "forgot.often", Wait: minutes(p.RetryAfter)}
		return s.show(w, r, p.Status, pages.Frame{}, page)
	}
	if err != nil {
		return err
	}
	s.setCookie(w, backCookieName(id), secret, backLife)
	return seeOther(w, r, "/forgot/"+page.Kind+"/"+id)
}

func minutes(seconds int) int { return (seconds + 59) / 60 }

// webStep leads from an address that takes forms alone to the page above it: the
// language switch at the foot of such a page goes there.
func (s *Server) webStep(above string) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		s.language(w, r)
		return seeOther(w, r, above+r.PathValue("id"))
	}
}

// webWayBack shows where a way back stands.
func (s *Server) webWayBack(kind string) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		id := r.PathValue("id")
		back, err := s.viewWayBack(id, s.backSecret(r, id), kind)
		if err != nil {
			return s.backOver(w, r, err)
		}
		return s.showBack(w, r, http.StatusOK, back, pages.Field{})
	}
}

func (s *Server) showBack(w http.ResponseWriter, r *http.Request, status int, back *wayBack, wrong pages.Field) error {
	at := "/forgot/" + back.Kind + "/" + back.ID
	var page pages.View
	switch {
	case back.State == backDone:
		return seeOther(w, r, "/login")
	case back.State == backProved:
		page = pages.NewPassword{Field: wrong, Action: at + "/new"}
	case back.State == backChoose || r.URL.Query().Has("again"):
		page = pages.BackWays{Field: wrong, Kind: back.Kind, Action: at + "/send", Mail: back.MailMask, SMS: back.Mask}
	case back.Kind == "identifier":
		page = pages.BackSent{Again: at + "?again=1"}
	default:
		where := back.MailMask
		if back.Via == "sms" {
			where = back.Mask
		}
		page = pages.SentCode{Field: wrong, What: "forgot", Where: where, Action: at + "/code", Again: at + "?again=1", Help: "/help?why=password"}
	}
	return s.show(w, r, status, pages.Frame{}, page)
}

// backOver is the page of a way back that is none any more, or another browser's.
func (s *Server) backOver(w http.ResponseWriter, r *http.Request, err error) error {
	if codeOf(err) != api.CodeNotFound {
		return err
	}
	return s.show(w, r, http.StatusNotFound, pages.Frame{}, pages.Failure{What: "back"})
}

func (s *Server) webSendBack(kind string) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		id := r.PathValue("id")
		secret := s.backSecret(r, id)
		err := s.sendBack(id, secret, kind, r.PostFormValue("via"))
		if p := problemOf(err); err != nil && p.Code == api.CodeRateLimited {
			back, err := s.viewWayBack(id, secret, kind)
			if err != nil {
				return s.backOver(w, r, err)
			}
			back.State = backChoose
			return s.showBack(w, r, p.Status, back, pages.Field{Error: "forgot.often", Wait: minutes(p.RetryAfter)})
		}
		if err != nil {
			return s.backOver(w, r, err)
		}
		return seeOther(w, r, "/forgot/"+kind+"/"+id)
	}
}
