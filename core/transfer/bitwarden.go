package transfer

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"kauth/core"
)

// Bitwarden writes JSON or CSV (bitwarden.com/help/condition-bitwarden-import), in
// which a login may have a "totp": an address, steam://, or a secret alone. A file
// under a password has AES-256-CBC with HMAC-SHA-256; one under the account's key can
// be opened by that account alone.
type bitwardenItem struct {
	Name    string `json:"name"`
	Deleted loose  `json:"deletedDate"`
	Login   *struct {
		Username loose `json:"username"`
		TOTP     loose `json:"totp"`
	} `json:"login"`
}

type bitwardenSealed struct {
	PasswordProtected bool   `json:"passwordProtected"`
	Salt              string `json:"salt"`
	KDFType           int    `json:"kdfType"` // 0 PBKDF2-SHA-256, 1 Argon2id
	Iterations        int    `json:"kdfIterations"`
	Memory            int64  `json:"kdfMemory"` // MiB
	Lanes             int    `json:"kdfParallelism"`
	Check             string `json:"encKeyValidation_DO_NOT_EDIT"`
	Data              string `json:"data"`
}

func isBitwarden(f file) bool { return f.has("items") }

func isBitwardenSealed(f file) bool {
	var yes bool
	return f.has("encrypted") && json.Unmarshal(f.object["encrypted"], &yes) == nil && yes
}

func readBitwarden(_ context.Context, f file, _ Options) ([]thing, error) {
	return bitwardenItems(f.object["items"])
}

func bitwardenItems(data []byte) ([]thing, error) {
	var items []bitwardenItem
	if json.Unmarshal(data, &items) != nil {
		return nil, cutOff()
	}
	var all []thing
	for _, it := range items {
		if it.Login == nil || strings.TrimSpace(string(it.Login.TOTP)) == "" {
			continue // a login without a code, a card, a note
		}
		t := bitwardenThing(it.Name, string(it.Login.Username), string(it.Login.TOTP))
		if it.Deleted != "" {
			t.refuse = Trashed
		}
		all = append(all, t)
	}
	return all, nil
}

func bitwardenThing(name, user, totp string) thing {
	t := thing{issuer: name, label: user, address: strings.TrimSpace(totp)}
	if !strings.Contains(t.address, "://") { // blanks are allowed in a secret alone
		t.kind, t.params, t.address = "totp", map[string]string{"secret": t.address}, ""
	}
	return t
}

func isBitwardenCSV(f file) bool {
	line, _, _ := strings.Cut(f.text, "\n")
	return strings.Contains(line, "login_totp")
}

func readBitwardenCSV(_ context.Context, f file, _ Options) ([]thing, error) {
	if crowded(f.text, ',', '\n', '"') {
		return nil, tooMany()
	}
	r := csv.NewReader(strings.NewReader(f.text))
	head, err := r.Read()
	if err != nil {
		return nil, cutOff()
	}
	column := map[string]int{}
	for i, name := range head {
		column[strings.TrimSpace(name)] = i + 1 // 0 is none
	}
	var all []thing
	for rows := 0; ; rows++ {
		if rows > maxList {
			return nil, tooMany()
		}
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, cutOff()
		}
		at := func(name string) string {
			if i := column[name]; i > 0 {
				return row[i-1]
			}
			return ""
		}
		if strings.TrimSpace(at("login_totp")) != "" {
			all = append(all, bitwardenThing(at("name"), at("login_username"), at("login_totp")))
		}
	}
}

func readBitwardenSealed(ctx context.Context, f file, o Options) ([]thing, error) {
	var b bitwardenSealed
	if json.Unmarshal([]byte(f.text), &b) != nil {
		return nil, cutOff()
	}
	if !b.PasswordProtected {
		return nil, core.Errorf(opRead, core.Unsupported, "only the account that made this export can open it: export once more, with a password of its own")
	}
	key, err := b.key(ctx, o)
	if err != nil {
		return nil, err
	}
	if _, err := openBitwarden(key, b.Check); err != nil {
		return nil, err
	}
	plain, err := openBitwarden(key, b.Data)
	if err != nil {
		return nil, cutOff() // the password was right
	}
	in, err := inner(plain)
	if err != nil || !isBitwarden(in) {
		return nil, cutOff()
	}
	return bitwardenItems(in.object["items"])
}

// key is salted with the base64 text itself, or for Argon2id with its SHA-256.
func (b bitwardenSealed) key(ctx context.Context, o Options) ([]byte, error) {
	switch b.KDFType {
	case 0:
		return o.derive(ctx, pbkdf2SHA256(b.Iterations, 32), []byte(b.Salt))
	case 1:
		salt := sha256.Sum256([]byte(b.Salt))
		return o.derive(ctx, argon2id(b.Memory<<10, int64(b.Iterations), b.Lanes, 32), salt[:])
	}
	return nil, core.E(opRead, core.TooNew, nil)
}

// openBitwarden opens "2.iv|ciphertext|mac".
func openBitwarden(key []byte, text string) ([]byte, error) {
	text, ok := strings.CutPrefix(text, "2.")
	parts := strings.Split(text, "|")
	if !ok || len(parts) != 3 {
		return nil, cutOff()
	}
	var raw [3][]byte
	for i, p := range parts {
		if raw[i], ok = base64Of(p); !ok {
			return nil, cutOff()
		}
	}
	enc, err1 := hkdf.Expand(sha256.New, key, "enc", 32)
	mac, err2 := hkdf.Expand(sha256.New, key, "mac", 32)
	if err1 != nil || err2 != nil {
		return nil, cutOff()
	}
	if !macGood(mac, raw[2], raw[0], raw[1]) {
		return nil, errShut
	}
	return openCBC(enc, raw[0], raw[1])
}
