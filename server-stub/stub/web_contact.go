package stub

import (
	"net/http"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// webContactTyped has a code go to the number or address that was typed.
func (s *Server) webContactTyped(kind string) func(http.ResponseWriter, *http.Request, signedIn) error {
	return func(w http.ResponseWriter, r *http.Request, who signedIn) error {
		page, err := s.contactPage(who, kind)
		if err != nil {
			return err
		}
		page.Prefix, page.Number = api.CleanText(r.PostFormValue("prefix"), 8), api.CleanText(r.PostFormValue("number"), 32)
		page.Address = api.CleanText(r.PostFormValue("address"), 254)
		value := normalUser(page.Address)
		if kind == "phone" {
			number, err := typedPhone(page.Prefix, page.Number)
			if err != nil {
				return s.showContact(w, r, who, page, pages.Field{Error: "number.bad"}, http.StatusUnprocessableEntity)
			}
			value = string(number)
		}
		err = s.beginChange(r.Context(), s.visitorOf(r), who, kind, value, r.PostFormValue("password"))
		switch p := problemOf(err); {
		case err == nil:
			return seeOther(w, r, "/profile/code")
		case p.Code == api.CodeBadCredentials:
			return s.showContact(w, r, who, page, pages.Field{Error: "password.wrong"}, http.StatusUnprocessableEntity)
		case p.Code == api.CodeBadRequest && value == who.User:
			return s.showContact(w, r, who, page, pages.Field{Error: "contact.same"}, http.StatusUnprocessableEntity)
		case p.Code == api.CodeBadRequest:
			return s.showContact(w, r, who, page, pages.Field{Error: "contact.bad"}, http.StatusUnprocessableEntity)
		case p.Code == api.CodeRateLimited:
			return s.showContact(w, r, who, page, pages.Field{Error: "contact.often", Wait: minutes(p.RetryAfter)}, p.Status)
		}
		return err
	}
}

func (s *Server) showContact(w http.ResponseWriter, r *http.Request, who signedIn, page pages.Contact, wrong pages.Field, status int) error {
	page.Field = wrong
	return s.show(w, r, status, pages.Frame{User: who.User}, page)
}

func (s *Server) webContactCode(w http.ResponseWriter, r *http.Request, who signedIn) error {
	return s.showContactCode(w, r, who, pages.Field{}, http.StatusOK)
}

func (s *Server) showContactCode(w http.ResponseWriter, r *http.Request, who signedIn, wrong pages.Field, status int) error {
	c, err := s.changeUnderWay(who)
	if codeOf(err) == api.CodeNotFound {
		return s.show(w, r, http.StatusNotFound, pages.Frame{User: who.User}, pages.Failure{What: "change"})
	}
	if err != nil {
		return err
	}
	page := pages.SentCode{
		Field: wrong, What: "contact", Where: c.Value, Action: "/profile/code", Again: "/profile/" + c.Kind, Cancel: "/profile",
	}
	if who.Moving {
		page.Cancel = ""
	}
	return s.show(w, r, status, pages.Frame{User: who.User}, page)
}

func (s *Server) webContactCoded(w http.ResponseWriter, r *http.Request, who signedIn) error {
	kind, err := s.endChange(s.visitorOf(r), who, r.PostFormValue("code"))
	if wrong, status := codeTrouble(err); status != 0 {
		return s.showContactCode(w, r, who, wrong, status)
	}
	if codeOf(err) == api.CodeNotFound {
		return s.showContactCode(w, r, who, pages.Field{}, http.StatusNotFound)
	}
	if err != nil {
		return err
	}
	return seeOther(w, r, "/profile?done="+kind)
}
