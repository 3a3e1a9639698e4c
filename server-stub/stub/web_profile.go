package stub

import (
	"net/http"
	"slices"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

func (s *Server) profilePages(mux *http.ServeMux) {
	mux.HandleFunc("GET /profile", s.member(s.webProfile))
	for _, field := range []string{"name", "lang", "country", "zone"} {
		mux.HandleFunc("GET /profile/"+field, s.member(s.webProfileField(field)))
		mux.HandleFunc("POST /profile/"+field, s.member(s.webProfileSaved(field)))
	}
	for _, kind := range []string{"phone", "address", "user"} {
		mux.HandleFunc("GET /profile/"+kind, s.member(s.webContact(kind)))
		mux.HandleFunc("POST /profile/"+kind, s.member(s.webContactTyped(kind)))
	}
	mux.HandleFunc("GET /profile/code", s.member(s.webContactCode))
	mux.HandleFunc("POST /profile/code", s.member(s.webContactCoded))
}

// profileDone are the fields that a page before the profile may have saved: ?done=.
var profileDone = []string{"name", "lang", "country", "zone", "phone", "address", "user"}

func (s *Server) webProfile(w http.ResponseWriter, r *http.Request, who signedIn) error {
	p, err := s.personOf(who.Account)
	if err != nil {
		return err
	}
	page := pages.Profile{
		Name: p.Profile.Name, User: p.User, Lang: p.Lang, Country: p.Profile.Country, Zone: p.Profile.Zone,
		Phone: p.Profile.Phone, Address: p.Profile.Address, Gone: p.Moving != nil, Now: s.now(),
	}
	if done := r.URL.Query().Get("done"); slices.Contains(profileDone, done) {
		page.Notice = "profile.done." + done
	}
	return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, page)
}

func (s *Server) webProfileField(field string) func(http.ResponseWriter, *http.Request, signedIn) error {
	return func(w http.ResponseWriter, r *http.Request, who signedIn) error {
		p, err := s.personOf(who.Account)
		if err != nil {
			return err
		}
		lang, _ := s.reading(w, r)
		return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, profileEdit(p, lang, field))
	}
}

// profileEdit is the form of one field.
func profileEdit(p *person, lang pages.Lang, field string) pages.ProfileEdit {
	page := pages.ProfileEdit{What: field}
	switch field {
	case "name":
		page.Value = p.Profile.Name
	case "lang":
		page.Value = string(p.Lang)
		if page.Value == "" {
			page.Value = string(lang)
		}
		for _, l := range pages.Langs {
			page.Choices = append(page.Choices, pages.Choice{Value: string(l), Name: pages.LangNames[l]})
		}
	case "country":
		page.Value, page.Choices = p.Profile.Country, pages.Countries(lang)
	case "zone":
		page.Value, page.Choices = p.Profile.Zone, pages.Zones(zones)
	}
	return page
}

func (s *Server) webProfileSaved(field string) func(http.ResponseWriter, *http.Request, signedIn) error {
	return func(w http.ResponseWriter, r *http.Request, who signedIn) error {
		value := r.PostFormValue("value")
		err := s.saveProfile(who, field, value)
		if codeOf(err) == api.CodeBadRequest {
			p, err := s.personOf(who.Account)
			if err != nil {
				return err
			}
			lang, _ := s.reading(w, r)
			page := profileEdit(p, lang, field)
			page.Field = pages.Field{Error: "profile.bad." + field}
			return s.show(w, r, http.StatusUnprocessableEntity, pages.Frame{User: who.User}, page)
		}
		if err != nil {
			return err
		}
		if field == "lang" {
			s.setCookie(w, langCookie, "", -1) // what was chosen at the foot of a page is older
		}
		return seeOther(w, r, "/profile?done="+field)
	}
}

func (s *Server) webContact(kind string) func(http.ResponseWriter, *http.Request, signedIn) error {
	return func(w http.ResponseWriter, r *http.Request, who signedIn) error {
		page, err := s.contactPage(who, kind)
		if err != nil {
			return err
		}
		page.Next = movingNext(r)
		return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, page)
	}
}

func (s *Server) contactPage(who signedIn, kind string) (page pages.Contact, err error) {
	p, err := s.personOf(who.Account)
	if err != nil {
		return page, err
	}
	page = pages.Contact{What: kind, Must: kind == "user" && who.Moving, Gone: kind == "user" && p.Moving != nil}
	if page.Gone {
		page.Old = p.Moving.Old
	}
	if c := countryOf(p.Profile.Country); c != nil {
		page.Prefix = c.Prefix
	}
	return page, nil
}

// movingNext is where somebody goes who leaves a deleted address as it is for now.
func movingNext(r *http.Request) string {
	if next := r.URL.Query().Get("next"); next != "" {
		return safeNext(next)
	}
	return ""
}
