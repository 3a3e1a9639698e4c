package stub

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"net/http"

	"kauth/core/api"
)

// browserRoutes are the computer's side in JSON; the pages call the same methods.
func (s *Server) browserRoutes(mux *http.ServeMux) {
	mux.HandleFunc("POST "+api.PathLogins, s.handle(s.postLogin))
	mux.HandleFunc("GET "+api.PathLogin, s.handle(s.getLogin))
	mux.HandleFunc("POST "+api.PathLogin+"/kauth", s.handle(s.postAsk(s.askPhone)))
	mux.HandleFunc("POST "+api.PathLogin+"/resend", s.handle(s.postAsk(s.resend)))
	mux.HandleFunc("POST "+api.PathLogin+"/totp", s.handle(s.postCode(s.answerTOTP)))
	mux.HandleFunc("POST "+api.PathLogin+"/recovery", s.handle(s.postCode(s.spendRecovery)))
	mux.HandleFunc("POST "+api.PathLogin+"/redeem", s.handle(s.postRedeem))
	mux.HandleFunc("POST "+api.PathLogin+"/cancel", s.handle(s.postCancel))

	mux.HandleFunc("POST "+api.PathLinks, s.signedIn(s.postLink))
	mux.HandleFunc("GET "+api.PathLink, s.signedIn(s.getLink))
	mux.HandleFunc("DELETE "+api.PathLink, s.signedIn(s.deleteLink))
	mux.HandleFunc("GET "+api.PathMethods, s.signedIn(s.getMethods))
	mux.HandleFunc("DELETE "+api.PathMethod, s.signedIn(s.deleteMethod))
	mux.HandleFunc("PUT "+api.PathMethod+"/default", s.signedIn(s.putDefault))
	mux.HandleFunc("POST "+api.PathNewRecovery, s.signedIn(s.postNewRecovery))
	s.offlineRoutes(mux)
	s.methodRoutes(mux)
	s.appPasswordRoutes(mux)
	s.sessionRoutes(mux)
	mux.HandleFunc("GET "+api.PathOwnActivity, s.signedIn(s.getOwnActivity))
}

func (s *Server) postLogin(w http.ResponseWriter, r *http.Request) error {
	var req api.LoginRequest
	if err := readJSON(r, &req); err != nil {
		return err
	}
	begun, err := s.beginLogin(r.Context(), s.visitorOf(r), req.User, req.Password, req.App)
	if err != nil {
		return err
	}
	s.setLoginCookie(w, begun.ID, begun.Secret)
	return writeJSON(w, http.StatusCreated, begun.LoginReply)
}

func (s *Server) getLogin(w http.ResponseWriter, r *http.Request) error {
	wait, err := waitOf(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	state, err := s.watchLogin(r.Context(), id, s.loginSecret(r, id), r.URL.Query().Get("cursor"), wait)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, state)
}

type asker func(v visitor, id, secret string) (api.AskReply, error)

func (s *Server) postAsk(ask asker) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		id := r.PathValue("id")
		reply, err := ask(s.visitorOf(r), id, s.loginSecret(r, id))
		if err != nil {
			return err
		}
		return writeJSON(w, http.StatusOK, s.withPicture(reply, id, s.loginSecret(r, id)))
	}
}

type coder func(v visitor, id, secret, code string) error

func (s *Server) postCode(answer coder) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		var req api.CodeRequest
		if err := readJSON(r, &req); err != nil {
			return err
		}
		id := r.PathValue("id")
		if err := answer(s.visitorOf(r), id, s.loginSecret(r, id), req.Code); err != nil {
			return err
		}
		return writeJSON(w, http.StatusOK, api.LoginState{State: stateApproved, ExpiresIn: int(api.RedeemWindow.Seconds())})
	}
}

func (s *Server) spendRecovery(v visitor, id, secret, code string) error {
	_, err := s.answerRecovery(v, id, secret, code)
	return err
}

func (s *Server) postRedeem(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	session, err := s.redeem(s.browserOf(w, r), id, s.loginSecret(r, id))
	if err != nil {
		return err
	}
	s.setSessionCookie(w, session)
	return noContent(w)
}

func (s *Server) postCancel(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if err := s.cancelLogin(id, s.loginSecret(r, id)); err != nil {
		return err
	}
	return noContent(w)
}

// signedIn lets browsers through that passed both steps.
func (s *Server) signedIn(h func(w http.ResponseWriter, r *http.Request, who signedIn) error) http.HandlerFunc {
	return s.handle(func(w http.ResponseWriter, r *http.Request) error {
		who, err := s.session(r)
		if err != nil {
			return err
		}
		if who.Moving {
			return fail(api.CodeAddressGone, "a new sign-in address has to be given first")
		}
		return h(w, r, who)
	})
}

func (s *Server) postLink(w http.ResponseWriter, r *http.Request, who signedIn) error {
	var req api.LinkRequest
	if err := readLink(r, &req); err != nil {
		return err
	}
	view, err := s.createMove(s.visitorOf(r), who, req.Move)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusCreated, api.LinkReply{
		ID: view.ID, Link: view.Link, PNG: base64.StdEncoding.EncodeToString(view.PNG), ExpiresIn: view.ExpiresIn,
	})
}

// readLink reads what the offer is for. The call had no body before there were moves, and
// whatever was sent as one was passed over: an empty one or a null still is.
func readLink(r *http.Request, req *api.LinkRequest) error {
	body, err := readBody(r)
	if err != nil {
		return err
	}
	if body = bytes.TrimSpace(body); len(body) == 0 || string(body) == "null" {
		return nil
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return readJSON(r, req)
}

// getLink takes ?state= beside ?wait=: what the page shows already.
func (s *Server) getLink(w http.ResponseWriter, r *http.Request, who signedIn) error {
	wait, err := waitOf(r)
	if err != nil {
		return err
	}
	link, err := s.waitLink(r.Context(), who, r.PathValue("id"), r.URL.Query().Get("state"), wait)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, link)
}

func (s *Server) deleteLink(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.cancelLink(who, r.PathValue("id")); err != nil {
		return err
	}
	return noContent(w)
}

func (s *Server) getMethods(w http.ResponseWriter, _ *http.Request, who signedIn) error {
	reply, err := s.methods(who)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, reply)
}

func (s *Server) deleteMethod(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.removeMethod(s.visitorOf(r), who, r.PathValue("id")); err != nil {
		return err
	}
	return noContent(w)
}

func (s *Server) putDefault(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.setDefault(who, r.PathValue("id")); err != nil {
		return err
	}
	return noContent(w)
}

func (s *Server) postNewRecovery(w http.ResponseWriter, r *http.Request, who signedIn) error {
	codes, err := s.newRecoveryCodes(s.visitorOf(r), who)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusCreated, api.NewRecoveryReply{Codes: codes})
}

func (s *Server) getOwnActivity(w http.ResponseWriter, _ *http.Request, who signedIn) error {
	events, err := s.activity(who.Account)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, api.ActivityReply{Events: events})
}

// postToken has errors of its own kind (RFC 6749 section 5.2).
func (s *Server) postToken(w http.ResponseWriter, r *http.Request) {
	form, err := readForm(r)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	if form.Get("grant_type") == grantCIBA {
		if err := s.postBackchannelToken(w, r, form); err != nil {
			s.writeProblem(w, r, err)
		}
		return
	}
	reply, err := s.exchange(form)
	var refused *oauthError
	switch {
	case errors.As(err, &refused):
		writeJSON(w, http.StatusBadRequest, refused)
	case err != nil:
		s.writeProblem(w, r, err)
	default:
		w.Header().Set("Pragma", "no-cache")
		writeJSON(w, http.StatusOK, reply)
	}
}
