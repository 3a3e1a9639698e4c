package stub

import (
	"encoding/base64"
	"net/http"

	"kauth/core/api"
	"kauth/core/qr"
)

func (s *Server) offlineRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET "+api.PathOffline, s.handle(s.getOffline))
	mux.HandleFunc("POST "+api.PathOffline, s.handle(s.postOffline))
}

// getOffline gives the request as one picture for each phone.
func (s *Server) getOffline(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	view, err := s.viewOffline(id, s.loginSecret(r, id))
	if err != nil {
		return err
	}
	reply := api.OfflineReply{Match: matchOf(view.Match), ExpiresIn: view.ExpiresIn, Phones: []api.OfflinePhone{}}
	for _, p := range view.Phones {
		picture, err := requestPicture(p.Link)
		if err != nil {
			return err
		}
		reply.Phones = append(reply.Phones, api.OfflinePhone{Name: p.Name, Link: p.Link, QR: picture})
	}
	return writeJSON(w, http.StatusOK, reply)
}

func matchOf(number string) *string {
	if number == "" {
		return nil
	}
	return &number
}

func (s *Server) postOffline(w http.ResponseWriter, r *http.Request) error {
	var req api.OfflineRequest
	if err := readJSON(r, &req); err != nil {
		return err
	}
	id := r.PathValue("id")
	state, err := s.answerOffline(id, s.loginSecret(r, id), req.Digits)
	if err != nil {
		return err
	}
	reply := api.LoginState{State: state}
	if state == stateApproved {
		reply.ExpiresIn = int(api.RedeemWindow.Seconds())
	}
	return writeJSON(w, http.StatusOK, reply)
}

// withPicture adds the request as a picture, where one phone alone was asked: several
// have one each (getOffline). A request goes out without it just as well.
func (s *Server) withPicture(reply api.AskReply, id, secret string) api.AskReply {
	view, err := s.viewOffline(id, secret)
	if err != nil || len(view.Phones) != 1 {
		return reply
	}
	if picture, err := requestPicture(view.Phones[0].Link); err == nil {
		reply.QR = &picture
	}
	return reply
}

// offlineModule is the side of a module of the picture, in pixels.
const offlineModule = 4

func requestPicture(link string) (string, error) {
	png, err := qr.PNG(link, offlineModule)
	return base64.StdEncoding.EncodeToString(png), err
}
