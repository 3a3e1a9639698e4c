package coretest

import (
	"crypto/ecdsa"

	"kauth/core"
	"kauth/core/api"
)

// listenID is the thumbprint of the phone's listening key.
func (p *phone) listenID() string {
	if p.listen == nil {
		return ""
	}
	return api.Thumbprint(p.listen)
}

func (p *phone) hears(key *ecdsa.PublicKey) bool { return p.listen != nil && p.listen.Equal(key) }

// listenOf is the listening key of a registration, as this server understands it.
func (s *Server) listenOf(r api.Registration) string {
	if s.Deaf {
		return ""
	}
	return r.ListenKey()
}

func (s *Server) takeListen(p *phone, r api.Registration) {
	p.listen = nil
	if s.listenOf(r) == "" {
		return
	}
	key, err := r.Listen.Key()
	if err != nil {
		panic(err) // it was opened before
	}
	p.listen = key
}

// Listening tells whether the server has a listening key of a phone.
func (s *Server) Listening(device string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.phones[device]
	return p != nil && p.listen != nil
}

// answerer finds the phone whose answer it is: the body alone says who signed it.
func (s *Server) answerer(d core.Device) (*phone, error) {
	if d.Locked() {
		return s.hearer(d)
	}
	return s.device(d)
}

// openAnswer reads an answer by either key. heard says that it was the listening key.
func (s *Server) openAnswer(p *phone, jws string) (a api.Answer, heard bool, err error) {
	if a, err = api.OpenAnswer(jws, p.key, p.id, s.Origin); err == nil {
		return a, false, nil
	}
	if p.listen != nil {
		a, err = api.OpenAnswer(jws, p.listen, p.id, s.Origin)
	}
	switch {
	case err != nil:
		return a, false, problem("coretest.Answer", core.Internal, api.CodeBadJWS)
	case a.Decision != "deny":
		return a, true, problem("coretest.Answer", core.Internal, api.CodeListenOnly)
	}
	return a, true, nil
}
