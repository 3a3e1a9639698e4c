package stub

import (
	"encoding/base64"
	"html/template"
	"net/http"

	"kauth/server-stub/pages"
)

func (s *Server) linkPages(mux *http.ServeMux) {
	mux.HandleFunc("GET /2fa/add", s.member(s.webAdd))
	mux.HandleFunc("GET /2fa/kauth", s.member(s.webSteps))
	mux.HandleFunc("POST /2fa/kauth", s.member(s.webOffer))
	mux.HandleFunc("GET /2fa/link/{id}", s.member(s.webLink))
	mux.HandleFunc("GET /2fa/link/{id}/codes", s.member(s.webFirstCodes))
	mux.HandleFunc("POST /2fa/link/{id}/cancel", s.member(s.webLinkCancel))
}

func (s *Server) webAdd(w http.ResponseWriter, r *http.Request, who signedIn) error {
	reply, err := s.methods(who)
	if err == nil {
		err = s.proven(who)
	}
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, pages.Add{On: reply.TwoFactor})
}

func (s *Server) webSteps(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.proven(who); err != nil {
		return err
	}
	roads, err := s.roads(who, r.URL.Query().Get("move"))
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, pages.Steps{Roads: roads})
}

func (s *Server) webOffer(w http.ResponseWriter, r *http.Request, who signedIn) error {
	view, err := s.createMove(s.visitorOf(r), who, r.PostFormValue("move"))
	if err != nil {
		return err
	}
	return seeOther(w, r, "/2fa/link/"+view.ID)
}

// webLink shows the QR code, then the digits, then how it ended. Without script it
// asks again every few seconds, but not while somebody copies the address.
func (s *Server) webLink(w http.ResponseWriter, r *http.Request, who signedIn) error {
	id := r.PathValue("id")
	view, err := s.viewLink(who, id)
	if err != nil {
		return err
	}
	codes, err := s.firstCodes(who, id)
	if err != nil {
		return err
	}
	reply, err := s.methods(who)
	if err != nil {
		return err
	}
	page := pages.Link{
		Codes: len(codes) > 0, Move: view.Move, From: view.From,
		ID: view.ID, State: view.State, Device: view.DeviceName, Digits: view.Digits,
		Left: view.ExpiresIn, Of: int(linkLife), Still: r.URL.Query().Has("still"),
		URL: template.URL(view.Link),
		PNG: template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(view.PNG)),
	}
	for _, m := range reply.Methods {
		if m.ID == recoveryMethod {
			page.Kept = *m.Left
		}
	}
	f := pages.Frame{User: who.User}
	if !overOffer(view.State) && !page.Still {
		f.Refresh, f.Again = 3, "/2fa/link/"+id
	}
	return s.show(w, r, http.StatusOK, f, page)
}

// webLinkCancel takes the offer back. A phone that had registered is refused by it,
// and the page says so.
func (s *Server) webLinkCancel(w http.ResponseWriter, r *http.Request, who signedIn) error {
	id := r.PathValue("id")
	view, err := s.viewLink(who, id)
	if err == nil {
		err = s.cancelLink(who, id)
	}
	switch {
	case err != nil:
		return err
	case view.State == offerOpen:
		return seeOther(w, r, "/2fa")
	}
	return seeOther(w, r, "/2fa/link/"+id)
}
