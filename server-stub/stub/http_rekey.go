package stub

import (
	"net/http"
	"time"

	"kauth/core/api"
)

// rekeyRoutes are the rotation of a phone's key, and the knobs for the server's own
// keys and the policy.
func (s *Server) rekeyRoutes(mux *http.ServeMux) {
	mux.HandleFunc("POST "+api.PathKey, s.asDeviceBy((*device).newAndOld, s.postRekey))
}

// postRekey takes a proof of the old key, or of the new one where the phone asks again.
func (s *Server) postRekey(w http.ResponseWriter, r *http.Request, device string, by proven) error {
	var req api.RekeyRequest
	if err := readJSON(r, &req); err != nil {
		return err
	}
	reply, err := s.rekey(s.visitorOf(r), device, by, req.Reg)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, reply)
}

func (s *Server) qaKeyRoll(w http.ResponseWriter, r *http.Request) error {
	req := struct {
		Overlap int64 `json:"overlap_s"`
	}{int64(KeyOverlap / time.Second)}
	if r.ContentLength != 0 {
		if err := readJSON(r, &req); err != nil {
			return err
		}
	}
	if req.Overlap < 0 || req.Overlap > 1<<31 {
		return fail(api.CodeBadRequest, "overlap_s is a number of seconds")
	}
	if err := s.RollKeyWithin(time.Duration(req.Overlap) * time.Second); err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, map[string]any{"keys": s.publicKeys()})
}

type policyJSON struct {
	Verify   string `json:"uv"`
	MayLeave bool   `json:"may_leave"`
}

func (s *Server) qaPolicy(w http.ResponseWriter, _ *http.Request) error {
	p, err := s.Policy()
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, policyJSON{policyRecord{Policy: p}.verify(), p.MayLeave})
}

func (s *Server) qaSetPolicy(w http.ResponseWriter, r *http.Request) error {
	req := policyJSON{api.VerifyNone, true}
	if err := readJSON(r, &req); err != nil {
		return err
	}
	if req.Verify != api.VerifyNone && req.Verify != api.VerifyRequired {
		return fail(api.CodeBadRequest, `uv is "required" or "none"`)
	}
	if err := s.SetPolicy(Policy{req.Verify == api.VerifyRequired, req.MayLeave}); err != nil {
		return err
	}
	return s.qaPolicy(w, r)
}
