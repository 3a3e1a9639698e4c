package stub

import (
	"encoding/base64"
	"encoding/json"
	"net/http"

	"kauth/core/api"
)

// methodRoutes add methods, and pass the second step with them, in JSON.
func (s *Server) methodRoutes(mux *http.ServeMux) {
	mux.HandleFunc("POST "+api.PathLogin+"/sms", s.handle(s.postSMS))
	mux.HandleFunc("POST "+api.PathLogin+"/webauthn", s.handle(s.postKey))
	mux.HandleFunc("POST "+api.PathMethods, s.signedIn(s.postSetup))
	mux.HandleFunc("POST "+api.PathSetup, s.signedIn(s.postConfirm))
	mux.HandleFunc("POST "+api.PathSetup+"/options", s.signedIn(s.postSetupOptions))
	mux.HandleFunc("POST "+api.PathSetup+"/resend", s.signedIn(s.postSetupResend))
	mux.HandleFunc("DELETE "+api.PathSetup, s.signedIn(s.deleteSetup))
	mux.HandleFunc("POST "+api.PathProof, s.signedIn(s.postProof))
	mux.HandleFunc("DELETE "+api.PathTwoFactor, s.signedIn(s.deleteTwoFactor))
}

// readStep reads the body of a step that begins without one, or with an empty one.
func readStep(r *http.Request, into any) error {
	if r.ContentLength == 0 {
		return nil
	}
	return readJSON(r, into)
}

// postSMS sends a code, or takes one where the body has it.
func (s *Server) postSMS(w http.ResponseWriter, r *http.Request) error {
	var req struct {
		Code   string `json:"code"`
		Method string `json:"method"` // which number; "" leaves it to the server
	}
	if err := readStep(r, &req); err != nil {
		return err
	}
	id := r.PathValue("id")
	secret := s.loginSecret(r, id)
	if req.Code != "" {
		return approvedReply(w, s.answerSMS(s.visitorOf(r), id, secret, req.Code))
	}
	asked, err := s.askSMS(id, secret, req.Method)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, api.SMSReply{Number: asked.Number, ExpiresIn: asked.ExpiresIn, ResendIn: asked.Resend})
}

// postKey gives what a browser asks a security key, or takes its answer.
func (s *Server) postKey(w http.ResponseWriter, r *http.Request) error {
	var req struct {
		Response json.RawMessage `json:"response"`
	}
	if err := readStep(r, &req); err != nil {
		return err
	}
	id := r.PathValue("id")
	secret := s.loginSecret(r, id)
	if len(req.Response) > 0 {
		return approvedReply(w, s.answerKey(s.visitorOf(r), r.Host, id, secret, req.Response))
	}
	options, err := s.askKey(r.Host, id, secret)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, options)
}

func approvedReply(w http.ResponseWriter, err error) error {
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, api.LoginState{State: stateApproved, ExpiresIn: int(api.RedeemWindow.Seconds())})
}

func (s *Server) postSetup(w http.ResponseWriter, r *http.Request, who signedIn) error {
	var req api.SetupRequest
	if err := readJSON(r, &req); err != nil {
		return err
	}
	var id string
	var err error
	switch req.Kind {
	case kindTOTP:
		id, err = s.beginApp(who)
	case kindSMS:
		id, err = s.beginSMS(who, req.Number, req.Country)
	case kindKey:
		id, err = s.beginKey(who, r.Host)
	default:
		err = fail(api.CodeBadRequest, "kind is totp, sms or webauthn; a phone is linked by POST /v1/links")
	}
	if err != nil {
		return err
	}
	view, err := s.viewSetup(who, id)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusCreated, api.SetupReply{
		ID: view.ID, Kind: view.Kind, ExpiresIn: view.ExpiresIn, Secret: view.Secret, Link: view.Link,
		PNG: base64.StdEncoding.EncodeToString(view.PNG), Number: view.Number, ResendIn: view.ResendIn,
	})
}

func (s *Server) postConfirm(w http.ResponseWriter, r *http.Request, who signedIn) error {
	var req api.ConfirmRequest
	if err := readJSON(r, &req); err != nil {
		return err
	}
	done, err := s.confirm(s.visitorOf(r), who, r.Host, r.PathValue("id"), req)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, api.ConfirmReply{Method: done.Method, Codes: done.Codes, Left: done.Left})
}

// confirm takes what confirms a method of any kind.
func (s *Server) confirm(v visitor, who signedIn, host, id string, req api.ConfirmRequest) (added, error) {
	view, err := s.viewSetup(who, id)
	if err != nil {
		return added{}, err
	}
	switch view.Kind {
	case kindSMS:
		return s.confirmSMS(v, who, id, req.Name, req.Code)
	case kindKey:
		return s.confirmKey(v, who, host, id, req.Name, req.Response)
	}
	return s.confirmApp(v, who, id, req.Name, req.Code)
}

func (s *Server) postSetupOptions(w http.ResponseWriter, r *http.Request, who signedIn) error {
	options, err := s.newKeyOptions(who, r.Host, r.PathValue("id"))
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, options)
}

func (s *Server) postSetupResend(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.resendSetup(who, r.PathValue("id")); err != nil {
		return err
	}
	return noContent(w)
}

func (s *Server) deleteSetup(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.dropSetup(who, r.PathValue("id")); err != nil {
		return err
	}
	return noContent(w)
}

func (s *Server) postProof(w http.ResponseWriter, r *http.Request, who signedIn) error {
	var req api.PasswordRequest
	if err := readJSON(r, &req); err != nil {
		return err
	}
	if err := s.prove(r.Context(), s.visitorOf(r), who, req.Password); err != nil {
		return err
	}
	return noContent(w)
}

// deleteTwoFactor takes the password in its body.
func (s *Server) deleteTwoFactor(w http.ResponseWriter, r *http.Request, who signedIn) error {
	var req api.PasswordRequest
	if err := readJSON(r, &req); err != nil {
		return err
	}
	if err := s.removeTwoFactor(r.Context(), s.visitorOf(r), who, req.Password); err != nil {
		return err
	}
	return noContent(w)
}
