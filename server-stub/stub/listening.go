package stub

import (
	"kauth/core/api"
)

// A phone that is locked holds no key that approves. Its listening key hears requests
// and refuses them; all else is the device key's. Its answers carry no counter that
// counts: a NO is bound to its request and does no harm, and a thief of this key, which
// is easier to come by, must not be able to have the phone suspended.

// features are what the configuration names.
func (s *Server) features() []string {
	if s.o.WithoutListening {
		return []string{api.FeatureBundle, api.FeatureMove}
	}
	return []string{api.FeatureListen, api.FeatureBundle, api.FeatureMove}
}

// ignoreListen does what a server does that never heard of listening keys.
func (s *Server) ignoreListen(r *api.Registration) {
	if s.o.WithoutListening {
		r.Listen, r.ListenProof = nil, ""
	}
}

// listenBy takes the listening key of a registration that was opened. One without
// takes it away.
func (d *device) listenBy(r api.Registration) {
	if d.Listen != "" && d.Listen != r.ListenKey() {
		d.OldListen = d.Listen
	}
	d.Listen, d.ListenJWK = r.ListenKey(), api.JWK{}
	if r.Listen != nil {
		d.ListenJWK = *r.Listen
	}
}

// mayTake refuses a key that was replaced before, and one that changes its part: a
// key that lay where a locked phone can read it never approves.
func (d *device) mayTake(key, listen string) error {
	heard := func(k string) bool { return k != "" && (k == d.Listen || k == d.OldListen) }
	switch {
	case key == d.OldKey, listen != "" && listen == d.OldListen:
		return fail(api.CodeBadJWS, "this key was replaced before")
	case heard(key), listen != "" && (listen == d.Key || listen == d.OldKey):
		return fail(api.CodeBadJWS, "one key to approve and to listen")
	}
	return nil
}

// isNow tells a rotation that was taken already.
func (s *Server) isNow(d *device, reg string) bool {
	for _, old := range []string{d.OldKey, d.Key} {
		r, key, err := api.OpenRotation(reg, s.Origin(), d.ID, old)
		if err != nil {
			continue
		}
		s.ignoreListen(&r)
		if api.Thumbprint(key) == d.Key && r.ListenKey() == d.Listen {
			return true
		}
	}
	return false
}

// listening is the listening key, where there is one.
func (d *device) listening() []api.JWK {
	if d.Listen == "" {
		return nil
	}
	return []api.JWK{d.ListenJWK}
}
