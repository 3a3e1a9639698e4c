package transfer

import (
	"context"
	"encoding/json"

	"kauth/core"
)

// Proton Authenticator writes JSON with addresses, or that under AES-256-GCM and
// Argon2id at 19 MiB (its export.rs).
type protonFile struct {
	Version int    `json:"version"`
	Salt    string `json:"salt"`
	Content string `json:"content"`
	Entries []struct {
		Content struct {
			URI  string `json:"uri"`
			Type string `json:"entry_type"` // Totp, Steam
			Name string `json:"name"`
		} `json:"content"`
	} `json:"entries"`
}

const protonPurpose = "proton.authenticator.export.v1"

func isProton(f file) bool       { return f.has("version", "entries") }
func isProtonSealed(f file) bool { return f.has("version", "salt", "content") }

func readProton(_ context.Context, f file, _ Options) ([]thing, error) {
	return protonEntries([]byte(f.text))
}

func protonEntries(data []byte) ([]thing, error) {
	var p protonFile
	if json.Unmarshal(data, &p) != nil {
		return nil, cutOff()
	}
	if p.Version > 1 {
		return nil, core.E(opRead, core.TooNew, nil)
	}
	var all []thing
	for _, e := range p.Entries {
		t := thing{address: e.Content.URI, label: e.Content.Name}
		if e.Content.Type == "Steam" {
			t.issuer = "Steam"
		}
		all = append(all, t)
	}
	return all, nil
}

func readProtonSealed(ctx context.Context, f file, o Options) ([]thing, error) {
	var p protonFile
	if json.Unmarshal([]byte(f.text), &p) != nil {
		return nil, cutOff()
	}
	if p.Version > 1 {
		return nil, core.E(opRead, core.TooNew, nil)
	}
	salt, ok1 := base64Of(p.Salt)
	box, ok2 := base64Of(p.Content)
	const nonce = 12
	if !ok1 || !ok2 || len(box) < nonce {
		return nil, cutOff()
	}
	key, err := o.derive(ctx, argon2id(19<<10, 2, 1, 32), salt)
	if err != nil {
		return nil, err
	}
	plain, err := openGCM(key, box[:nonce], box[nonce:], []byte(protonPurpose))
	if err != nil {
		return nil, err
	}
	if in, err := inner(plain); err != nil || !isProton(in) {
		return nil, cutOff()
	}
	return protonEntries(plain)
}
