package stub

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// webWaiting is the page beside the phone. Without script it asks again every few
// seconds, and goes on by itself just the same.
func (s *Server) webWaiting(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	secret := s.loginSecret(r, id)
	view, err := s.viewLogin(id, secret)
	if codeOf(err) == api.CodeNotFound {
		return s.show(w, r, http.StatusNotFound, pages.Frame{}, pages.Failure{What: "signin"})
	}
	if err != nil {
		return err
	}
	phone := slices.Contains(view.Methods, "kauth")
	_, err = s.session(r)
	switch {
	case view.State == stateApproved:
		return s.goOn(w, r, id, secret, s.nextOf(r, id))
	case view.State == loginRedeemed && err == nil:
		return seeOther(w, r, s.nextOf(r, id))
	case view.State == loginRedeemed:
		return s.show(w, r, http.StatusNotFound, pages.Frame{}, pages.Failure{What: "signin"})
	case !view.Asked && !phone && view.State == loginWaiting:
		return seeOther(w, r, wayPath(id, view.Default))
	}
	f := pages.Frame{}
	page := s.waitingView(r, view)
	if page.State == loginWaiting && !page.Late { // a refresh would take away what is being typed
		f.Refresh, f.Again = 3, "/login/"+id
	}
	return s.show(w, r, http.StatusOK, f, page)
}

func (s *Server) waitingView(r *http.Request, view loginView) pages.Waiting {
	page := pages.Waiting{
		ID: view.ID, State: view.State, Devices: view.Ask.Devices, Match: view.Ask.Match,
		Left: view.ExpiresIn, Of: int(api.AnswerWindow / time.Second), Others: len(view.Methods) > 1,
		Resend: view.resendIn(s.now()),
		Sent:   r.URL.Query().Has("sent"),
	}
	if view.State == loginWaiting && view.Asked {
		now := s.watch(view)
		page.Shown, page.Cursor, page.Codes = now.Shown, now.Cursor, slices.Contains(view.Methods, kindTOTP)
		page.Late = now.Late && page.Codes
	}
	if next := s.nextOf(r, view.ID); next != "/2fa" {
		page.Next = next
	}
	page.Field = tooSoon(r.URL.Query())
	switch {
	case view.State == loginWaiting && !view.Asked && view.Rest > 0:
		page.State = "rest"
	case view.State == loginWaiting && !view.Asked:
		page.State = "ask"
	case view.ExpiresIn <= 0 && page.State != stateCancelled && page.State != stateLapsed:
		page.State = "over" // the login's own time, not the request's: no new request is sent for it
	}
	switch page.State {
	case "rest", stateDenied, stateMismatch, stateExpired, stateSuperseded: // where asking again is offered
		if view.Rest > 0 {
			page.Rest, page.Field = true, resting(view)
		}
	}
	return page
}

// resting says why no request is sent, and for how long: in minutes, or in hours.
func resting(view loginView) pages.Field {
	if view.Rest > 2*60*60 {
		return pages.Field{Error: "waiting.rest.day", Wait: (view.Rest + 3599) / 3600}
	}
	return pages.Field{Error: "waiting.rest." + view.RestWhy, Wait: (view.Rest + 59) / 60}
}

// tooSoon reads how long to wait before the phone may be asked.
func tooSoon(q url.Values) pages.Field {
	for name, key := range map[string]string{"busy": "waiting.busy", "soon": "waiting.soon"} {
		if n, err := strconv.Atoi(q.Get(name)); err == nil && n > 0 && n <= 3600 {
			return pages.Field{Error: key, Wait: n}
		}
	}
	return pages.Field{}
}
