package stub

import (
	"net/http"

	"kauth/core/api"
)

// deviceRoutes are the phone's side.
func (s *Server) deviceRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET "+api.PathConfiguration, s.handle(s.getConfiguration))
	mux.HandleFunc("POST "+api.PathDevices, s.handle(s.postDevice))
	mux.HandleFunc("GET "+api.PathChallenges, s.asListener(s.getChallenges))
	mux.HandleFunc("GET "+api.PathEvents, s.asListener(s.getEvents))
	mux.HandleFunc("POST "+api.PathBundle, s.handle(s.postBundle))
	mux.HandleFunc("POST "+api.PathAnswer, s.handle(s.postAnswer))
	mux.HandleFunc("GET "+api.PathMove, s.asDevice(s.getMove))
	mux.HandleFunc("POST "+api.PathShown, s.asListener(s.postShown))
	mux.HandleFunc("DELETE "+api.PathMove, s.asDevice(s.deleteMove))
	mux.HandleFunc("GET "+api.PathRecovery, s.asDevice(s.getRecovery))
	mux.HandleFunc("POST "+api.PathRecovery, s.asDevice(s.postRecovery))
	mux.HandleFunc("GET "+api.PathActivity, s.asDevice(s.getDeviceActivity))
	mux.HandleFunc("PUT "+api.PathPush, s.asListener(s.putPush))
	mux.HandleFunc("DELETE "+api.PathSelf, s.asDevice(s.deleteSelf))
	mux.HandleFunc("POST "+api.PathToken, s.postToken)
	s.rekeyRoutes(mux)
}

func (s *Server) getConfiguration(w http.ResponseWriter, _ *http.Request) error {
	return writeJSON(w, http.StatusOK, api.Configuration{
		Issuer: s.Origin(), Name: s.o.Name, Keys: s.publicKeys(), Versions: []int{1},
		Endpoints: map[string]string{
			"links": api.PathLinks, "devices": api.PathDevices, "challenges": api.PathChallenges, "events": api.PathEvents, "bundle": api.PathBundle,
			"answer": api.PathAnswer, "shown": api.PathShown, "recovery_codes": api.PathRecovery, "activity": api.PathActivity, "push": api.PathPush,
			"self": api.PathSelf, "move": api.PathMove, "key": api.PathKey, "logins": api.PathLogins, "authorize": api.PathAuthorize, "token": api.PathToken,
		},
		Features: s.features(), VAPID: s.vapid,
		Limits: map[string]int{
			"answer_s": int(api.AnswerWindow.Seconds()), "redeem_s": int(api.RedeemWindow.Seconds()),
			"link_s": int(api.LinkLife.Seconds()), "nonce_s": int(api.NonceLife.Seconds()), "wait_s": int(api.MaxWait.Seconds()),
			"body_bytes": api.MaxBody, "jws_bytes": api.MaxJWS, "login_digits": s.loginDigits(), "link_digits": api.LinkDigits,
			"pending": maxPending, "resend_s": wakeGap,
			"unsuccessful_10min": maxSoon, "unsuccessful_day": maxDaily, "not_me_hour": maxNotMe, "pause_s": notMePause,
		},
	})
}

func (s *Server) postDevice(w http.ResponseWriter, r *http.Request) error {
	var req api.RegisterRequest
	if err := readJSON(r, &req); err != nil {
		return err
	}
	reply, err := s.register(req)
	if err != nil {
		return err
	}
	w.Header().Set(api.HeaderNonce, s.nonces.make(reply.Device, s.now().Unix()))
	return writeJSON(w, http.StatusCreated, reply)
}

func (s *Server) getChallenges(w http.ResponseWriter, r *http.Request, device string) error {
	wait, err := waitOf(r)
	if err != nil {
		return err
	}
	reply, err := s.fetch(r.Context(), device, r.URL.Query().Get("cursor"), wait)
	switch {
	case err != nil:
		return err
	case reply == nil:
		return noContent(w)
	}
	return writeJSON(w, http.StatusOK, reply)
}

// postAnswer needs no proof: the body is signed, and good for one challenge.
func (s *Server) postAnswer(w http.ResponseWriter, r *http.Request) error {
	jws, err := readTyped(r, api.TypeJOSE)
	if err != nil {
		return err
	}
	if device, err := api.AnswerDevice(string(jws)); err == nil {
		w.Header().Set(api.HeaderNonce, s.nonces.make(device, s.now().Unix()))
	}
	reply, err := s.answer(r.PathValue("id"), string(jws))
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, reply)
}

func (s *Server) getRecovery(w http.ResponseWriter, _ *http.Request, device string) error {
	reply, err := s.showRecovery(device)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, reply)
}

func (s *Server) postRecovery(w http.ResponseWriter, _ *http.Request, device string) error {
	if err := s.ackRecovery(device); err != nil {
		return err
	}
	return noContent(w)
}

func (s *Server) getDeviceActivity(w http.ResponseWriter, _ *http.Request, device string) error {
	var account string
	err := s.view(func(t *tx) error {
		d, err := t.device(device)
		if err != nil {
			return err
		}
		account = d.Account
		return t.usable(d)
	})
	if err != nil {
		return err
	}
	events, err := s.activity(account)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, api.ActivityReply{Events: events})
}

func (s *Server) deleteSelf(w http.ResponseWriter, r *http.Request, device string) error {
	if err := s.giveUp(s.visitorOf(r), device); err != nil {
		return err
	}
	return noContent(w)
}
