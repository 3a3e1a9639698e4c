package stub

import (
	"net/http"

	"kauth/core/api"
)

func (s *Server) appPasswordRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET "+api.PathAppPasswords, s.signedIn(s.getAppPasswords))
	mux.HandleFunc("POST "+api.PathAppPasswords, s.signedIn(s.postAppPassword))
	mux.HandleFunc("DELETE "+api.PathAppPassword, s.signedIn(s.deleteAppPassword))
	s.davRoutes(mux)
}

func (s *Server) getAppPasswords(w http.ResponseWriter, _ *http.Request, who signedIn) error {
	list, err := s.appPasswords(who)
	if err != nil {
		return err
	}
	reply := api.AppPasswordsReply{Passwords: []api.AppPassword{}}
	for _, one := range list {
		reply.Passwords = append(reply.Passwords, api.AppPassword{
			ID: one.ID, Name: one.Name, Added: one.Added, Used: one.Used, From: one.From,
		})
	}
	return writeJSON(w, http.StatusOK, reply)
}

func (s *Server) postAppPassword(w http.ResponseWriter, r *http.Request, who signedIn) error {
	var req api.AppPasswordRequest
	if err := readJSON(r, &req); err != nil {
		return err
	}
	made, password, err := s.makeAppPassword(s.visitorOf(r), who, req.Name)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusCreated, api.AppPassword{ID: made.ID, Name: made.Name, Added: made.Added, Password: password})
}

func (s *Server) deleteAppPassword(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.revokeAppPassword(s.visitorOf(r), who, r.PathValue("id")); err != nil {
		return err
	}
	return noContent(w)
}
