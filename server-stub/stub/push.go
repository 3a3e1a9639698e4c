package stub

import (
	"crypto/ecdh"
	"encoding/base64"
	"net/http"
	"regexp"

	"kauth/core/api"
)

// A phone's wake-up registrations: where a message can be sent that has the app
// look for requests. They are replaced whole.

const (
	maxPush     = 4    // of one phone
	maxEndpoint = 1000 // bytes, as UnifiedPush has it
	maxFCM      = 1000 // bytes: they are 150 to 250 today, and may grow
)

// The kinds of registrations. "none" is for a phone that cannot be woken.
const (
	pushWeb   = "webpush"
	pushFCM   = "fcm"
	pushApple = "apns"
	pushNone  = "none"
)

var (
	fcmForm   = regexp.MustCompile(`^[0-9A-Za-z_:.\-]+$`)
	apnsForm  = regexp.MustCompile(`^([0-9a-fA-F]{2}){32,100}$`)
	topicForm = regexp.MustCompile(`^[0-9A-Za-z.\-]{1,255}$`)
)

// checkPush gives the registrations to keep, or what is wrong with them.
func (s *Server) checkPush(list []api.Push) ([]api.Push, error) {
	if len(list) > maxPush {
		return nil, fail(api.CodeBadRequest, "push: too many registrations")
	}
	var keep []api.Push
	for _, p := range list {
		if wrong := s.wrongPush(p); wrong != "" {
			return nil, fail(api.CodeBadRequest, "push: "+wrong)
		}
		if p.Kind != pushNone {
			keep = append(keep, p)
		}
	}
	return keep, nil
}

// wrongPush says what is wrong. A member of another kind is refused too: it shows
// that both sides do not mean the same.
func (s *Server) wrongPush(p api.Push) string {
	own := api.Push{Kind: p.Kind}
	switch p.Kind {
	case pushNone:
	case pushWeb:
		own.Endpoint, own.P256DH, own.Auth = p.Endpoint, p.P256DH, p.Auth
		key, err := base64.RawURLEncoding.Strict().DecodeString(p.P256DH)
		if err == nil {
			_, err = ecdh.P256().NewPublicKey(key)
		}
		auth, err2 := base64.RawURLEncoding.Strict().DecodeString(p.Auth)
		switch {
		case len(p.P256DH) != 87 || err != nil:
			return "p256dh is no public key of P-256 (RFC 8291)"
		case len(p.Auth) != 22 || err2 != nil || len(auth) != 16:
			return "auth is not 16 bytes (RFC 8291)"
		}
		if err := s.guard().endpoint(p.Endpoint); err != nil {
			return err.Error()
		}
	case pushFCM:
		own.Token = p.Token
		if len(p.Token) > maxFCM || !fcmForm.MatchString(p.Token) {
			return "no token of FCM"
		}
	case pushApple:
		own.Token, own.Topic, own.Env = p.Token, p.Topic, p.Env
		switch {
		case !apnsForm.MatchString(p.Token):
			return "no token of APNs"
		case !topicForm.MatchString(p.Topic):
			return "no topic of APNs"
		case p.Env != "production" && p.Env != "sandbox":
			return `env is "production" or "sandbox"`
		}
	default:
		return "unknown kind"
	}
	if own != p {
		return "a member that does not belong to the kind"
	}
	return ""
}

// putPush replaces a phone's registrations; an empty list or one of kind "none"
// clears them.
func (s *Server) putPush(w http.ResponseWriter, r *http.Request, device string) error {
	var req struct {
		Push *[]api.Push `json:"push"`
	}
	if err := readJSON(r, &req); err != nil {
		return err
	}
	if req.Push == nil {
		return fail(api.CodeBadRequest, "push is missing")
	}
	if err := s.setPush(device, *req.Push); err != nil {
		return err
	}
	return noContent(w)
}

func (s *Server) setPush(device string, push []api.Push) error {
	list, err := s.checkPush(push)
	if err != nil {
		return err
	}
	return s.update(func(t *tx) error {
		d, err := t.device(device)
		if err != nil {
			return err
		}
		if err := d.usable(); err != nil {
			return err
		}
		d.Push, d.PushAt = list, t.now
		t.putDevice(d)
		return nil
	})
}
