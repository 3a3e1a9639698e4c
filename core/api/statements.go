package api

// Statement is something the server states to one device, signed.
type Statement struct {
	Kind    string   `json:"kind"`
	Iss     string   `json:"iss"`
	Aud     string   `json:"aud"` // the device
	Account string   `json:"acc"`
	Key     string   `json:"dk"`             // thumbprint of the device key
	Listen  string   `json:"lk,omitempty"`   // thumbprint of the listening key, where there is one
	OTPHash string   `json:"th,omitempty"`   // registered: Hash of the one-time-code secret's bytes
	Keys    []string `json:"jt,omitempty"`   // registered: thumbprints of all server keys
	KeyList []JWK    `json:"jwks,omitempty"` // keyroll: all server keys, newest first
	// KeysAt is the version of the list of keys; only a higher one replaces a lower.
	KeysAt   uint64 `json:"kv,omitempty"` // registered, keyroll
	PolicyAt uint64 `json:"pv,omitempty"` // policy: likewise
	Verify   string `json:"uv,omitempty"` // policy: "required", or "none" where a YES needs no lock
	MayLeave *bool  `json:"may_leave,omitempty"`
	LabelAt  uint64 `json:"av,omitempty"`    // account: likewise
	Label    string `json:"label,omitempty"` // account: whose it is, as at registration
	Why      string `json:"why,omitempty"`   // revoked: WhyMoved, or absent
	To       string `json:"to,omitempty"`    // revoked, moved: what the new phone calls itself
	Iat      int64  `json:"iat"`
}

// The kinds of statements.
const (
	StmtRegistered = "registered" // this device key is on file, with this secret and these server keys
	StmtRevoked    = "revoked"    // the device is off for good
	StmtRekeyed    = "rekeyed"    // this device key is on file, and the one before it is dead
	StmtKeyRoll    = "keyroll"    // these are the server's keys from now on
	StmtPolicy     = "policy"     // what the organization asks of the phone
	StmtAccount    = "account"    // what the account is called from now on
)

// What a policy says of a person's unlocking the phone before a YES.
const (
	VerifyRequired = "required"
	VerifyNone     = "none"
)

// MaxKeys is more than a server has while its keys overlap.
const MaxKeys = 16

// OpenStatement checks a statement of one kind, for this server, device and device key.
func OpenStatement(jws, kind string, keys Keys, origin, device, deviceKey string) (Statement, error) {
	s, err := openStatement(jws, kind, keys, origin, device)
	if err == nil && s.Key != deviceKey {
		return Statement{}, refuse("for another phone")
	}
	return s, err
}

// OpenHeardStatement checks a statement as a locked phone can, which does not hold
// the device key: by its listening key.
func OpenHeardStatement(jws, kind string, keys Keys, origin, device, listenKey string) (Statement, error) {
	s, err := openStatement(jws, kind, keys, origin, device)
	if err == nil && (s.Listen != listenKey || listenKey == "") {
		return Statement{}, refuse("for another phone")
	}
	return s, err
}

func openStatement(jws, kind string, keys Keys, origin, device string) (Statement, error) {
	var s Statement
	if _, err := open(jws, TypeStatement, keys, &s); err != nil {
		return Statement{}, err
	}
	switch {
	case s.Kind != kind:
		return Statement{}, refuse("states %q instead of %q", s.Kind, kind)
	case s.Iss != origin:
		return Statement{}, refuse("of server %q", s.Iss)
	case s.Aud != device:
		return Statement{}, refuse("for another phone")
	}
	switch kind {
	case StmtKeyRoll:
		return s, s.checkKeys()
	case StmtPolicy:
		return s, s.checkPolicy()
	case StmtAccount:
		return s, s.checkAccount()
	}
	return s, nil
}

// checkKeys refuses a list that a phone could not take over as a whole.
func (s Statement) checkKeys() error {
	if s.KeysAt == 0 || len(s.KeyList) == 0 || len(s.KeyList) > MaxKeys {
		return refuse("a list of %d keys, version %d", len(s.KeyList), s.KeysAt)
	}
	seen := map[string]bool{}
	for _, j := range s.KeyList {
		k, err := j.Key()
		if err != nil {
			return refuse("jwks: %v", err)
		}
		if id := Thumbprint(k); j.Kid != id || seen[id] {
			return refuse("a key under a wrong name, or twice")
		}
		seen[j.Kid] = true
	}
	return nil
}

func (s Statement) checkPolicy() error {
	if s.PolicyAt == 0 || s.MayLeave == nil || (s.Verify != VerifyRequired && s.Verify != VerifyNone) {
		return refuse("a policy of version %d that does not say all", s.PolicyAt)
	}
	return nil
}

func (s Statement) checkAccount() error {
	if s.LabelAt == 0 || s.Label == "" {
		return refuse("an account of version %d without a name", s.LabelAt)
	}
	return nil
}

// StatementKind says what a statement claims to be, to find the check for it.
func StatementKind(jws string) string {
	_, payload, _, _, err := split(jws)
	var s Statement
	if err != nil || DecodeObject(payload, &s) != nil {
		return ""
	}
	return s.Kind
}
