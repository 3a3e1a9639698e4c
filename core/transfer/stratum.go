package transfer

import (
	"bytes"
	"context"
	"encoding/json"
)

// Stratum (Authenticator Pro before) writes JSON, its BACKUP_FORMAT.md: plain, or
// after one of two marks, with Argon2id and AES-GCM, or older with PBKDF2 and AES-CBC.
var (
	stratumMark  = []byte("AUTHENTICATORPRO")
	stratumOlder = []byte("AuthenticatorPro")
)

const (
	stratumSalt, stratumNonce    = 16, 12
	stratumOldSalt, stratumOldIV = 20, 16
	stratumOldRounds             = 64_000
)

type stratumBackup struct {
	Authenticators []struct {
		Type      int
		Issuer    string
		Username  string
		Secret    loose
		Algorithm int
		Digits    loose
		Period    loose
		Counter   loose
	}
}

func isStratum(f file) bool       { return f.has("Authenticators") }
func isStratumSealed(f file) bool { return bytes.HasPrefix(f.data, stratumMark) }
func isStratumLegacy(f file) bool { return bytes.HasPrefix(f.data, stratumOlder) }

func readStratum(_ context.Context, f file, _ Options) ([]thing, error) {
	return stratumThings([]byte(f.text))
}

func stratumThings(data []byte) ([]thing, error) {
	var b stratumBackup
	if json.Unmarshal(data, &b) != nil {
		return nil, cutOff()
	}
	kinds := map[int]string{1: "hotp", 2: "totp", 3: "motp", 4: "steam", 5: "yandex"}
	algorithms := []string{"SHA1", "SHA256", "SHA512"}
	var all []thing
	for _, a := range b.Authenticators {
		t := thing{kind: kinds[a.Type], issuer: a.Issuer, label: a.Username, params: map[string]string{
			"secret": string(a.Secret), "digits": string(a.Digits), "period": string(a.Period), "counter": string(a.Counter),
		}}
		if t.params["algorithm"] = "unknown"; a.Algorithm >= 0 && a.Algorithm < len(algorithms) {
			t.params["algorithm"] = algorithms[a.Algorithm]
		}
		all = append(all, t)
	}
	return all, nil
}

func readStratumSealed(ctx context.Context, f file, o Options) ([]thing, error) {
	rest := f.data[len(stratumMark):]
	if len(rest) < stratumSalt+stratumNonce {
		return nil, cutOff()
	}
	key, err := o.derive(ctx, argon2id(64<<10, 3, 4, 32), rest[:stratumSalt])
	if err != nil {
		return nil, err
	}
	rest = rest[stratumSalt:]
	plain, err := openGCM(key, rest[:stratumNonce], rest[stratumNonce:], nil)
	if err != nil {
		return nil, err
	}
	return stratumInner(plain, cutOff())
}

func readStratumLegacy(ctx context.Context, f file, o Options) ([]thing, error) {
	rest := f.data[len(stratumOlder):]
	if len(rest) < stratumOldSalt+stratumOldIV {
		return nil, cutOff()
	}
	key, err := o.derive(ctx, pbkdf2SHA1(stratumOldRounds, 32), rest[:stratumOldSalt])
	if err != nil {
		return nil, err
	}
	rest = rest[stratumOldSalt:]
	plain, err := openCBC(key, rest[:stratumOldIV], rest[stratumOldIV:])
	if err != nil {
		return nil, err
	}
	return stratumInner(plain, errShut)
}

// stratumInner reads what was sealed; other is what it is where that is no backup.
func stratumInner(plain []byte, other error) ([]thing, error) {
	f, err := inner(plain)
	if err != nil || !isStratum(f) {
		return nil, other
	}
	return stratumThings([]byte(f.text))
}
