package stub

import (
	"net/http"
)

// firstCodes gives the backup codes that came with this link while they wait for
// its phone to show them, and none afterwards: from then on only their hashes are
// kept.
func (s *Server) firstCodes(who signedIn, id string) (codes []string, err error) {
	err = s.view(func(t *tx) error {
		o, err := t.offer(who, id)
		if err != nil || o.State != offerActive {
			return err
		}
		d, err := t.device(o.Device)
		if err != nil {
			return err
		}
		if waits, err := t.codesWait(d); err != nil || !waits {
			return err
		}
		p, err := t.person(who.Account)
		if err == nil {
			codes = p.Recovery.Waiting
		}
		return err
	})
	return codes, err
}

// webFirstCodes shows them here too: the guides promise them on both sides.
func (s *Server) webFirstCodes(w http.ResponseWriter, r *http.Request, who signedIn) error {
	codes, err := s.firstCodes(who, r.PathValue("id"))
	switch {
	case err != nil:
		return err
	case len(codes) == 0:
		return seeOther(w, r, "/2fa")
	}
	return s.showCodes(w, r, who, codes)
}
