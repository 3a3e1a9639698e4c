package transfer

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"

	"kauth/core"
)

// Aegis writes JSON, described in its docs/vault.md: a header with key slots, and the
// entries plain or under AES-256-GCM.
type aegisHeader struct {
	Slots  []aegisSlot  `json:"slots"`
	Params *aegisParams `json:"params"`
}

type aegisParams struct {
	Nonce string `json:"nonce"` // hexadecimal, as the tag
	Tag   string `json:"tag"`
}

// aegisSlot is one way to the master key. Type 1 is a password.
type aegisSlot struct {
	Type    int         `json:"type"`
	Key     string      `json:"key"`
	Params  aegisParams `json:"key_params"`
	N, R, P int
	Salt    string `json:"salt"`
}

type aegisDB struct {
	Version int          `json:"version"`
	Entries []aegisEntry `json:"entries"`
}

type aegisEntry struct {
	Type   string `json:"type"`
	Name   string `json:"name"`
	Issuer string `json:"issuer"`
	Info   struct {
		Secret    loose `json:"secret"`
		Algorithm loose `json:"algo"`
		Digits    loose `json:"digits"`
		Period    loose `json:"period"`
		Counter   loose `json:"counter"`
	} `json:"info"`
}

const aegisLatest = 3 // of the entries' version

func isAegis(f file) bool { return f.has("version", "header", "db") }

func isAegisSealed(f file) bool {
	return isAegis(f) && len(f.object["db"]) > 0 && f.object["db"][0] == '"'
}

func readAegis(_ context.Context, f file, _ Options) ([]thing, error) {
	return aegisEntries(f.object["db"])
}

func aegisEntries(data []byte) ([]thing, error) {
	var db aegisDB
	if err := json.Unmarshal(data, &db); err != nil {
		return nil, cutOff()
	}
	if db.Version > aegisLatest {
		return nil, core.E(opRead, core.TooNew, nil)
	}
	var all []thing
	for _, e := range db.Entries {
		all = append(all, thing{kind: e.Type, issuer: e.Issuer, label: e.Name, params: map[string]string{
			"secret": string(e.Info.Secret), "algorithm": string(e.Info.Algorithm), "digits": string(e.Info.Digits),
			"period": string(e.Info.Period), "counter": string(e.Info.Counter),
		}})
	}
	return all, nil
}

func readAegisSealed(ctx context.Context, f file, o Options) ([]thing, error) {
	var head aegisHeader
	var box []byte
	if json.Unmarshal(f.object["header"], &head) != nil || json.Unmarshal(f.object["db"], &box) != nil || head.Params == nil {
		return nil, cutOff()
	}
	master, err := aegisMaster(ctx, head.Slots, o)
	if err != nil {
		return nil, err
	}
	plain, err := head.Params.open(master, box)
	if err != nil {
		return nil, cutOff() // the password was right
	}
	return aegisEntries(plain)
}

// aegisMaster tries the password on each slot that takes one.
func aegisMaster(ctx context.Context, slots []aegisSlot, o Options) ([]byte, error) {
	const maxSlots = 8 // each costs a scrypt
	tried := 0
	for _, s := range slots {
		if s.Type != 1 {
			continue
		}
		if tried++; tried > maxSlots {
			break
		}
		salt, err1 := hex.DecodeString(s.Salt)
		key, err2 := hex.DecodeString(s.Key)
		if err1 != nil || err2 != nil {
			return nil, cutOff()
		}
		by, err := o.derive(ctx, scryptOf(s.N, s.R, s.P, 32), salt)
		if err != nil {
			return nil, err
		}
		if master, err := s.Params.open(by, key); err == nil && len(master) == 32 {
			return master, nil
		}
	}
	if tried == 0 {
		return nil, core.Errorf(opRead, core.Unsupported, "only the phone that made this file can open it: it has no password")
	}
	return nil, errShut
}

func (p aegisParams) open(key, sealed []byte) ([]byte, error) {
	nonce, err1 := hex.DecodeString(p.Nonce)
	tag, err2 := hex.DecodeString(p.Tag)
	if err1 != nil || err2 != nil {
		return nil, cutOff()
	}
	return openGCM(key, nonce, append(append([]byte(nil), sealed...), tag...), nil)
}

// base64Of takes what most apps write, padded or not.
func base64Of(s string) ([]byte, bool) {
	for _, e := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding} {
		if b, err := e.DecodeString(s); err == nil {
			return b, true
		}
	}
	return nil, false
}
