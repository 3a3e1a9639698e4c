package transfer

import (
	"context"
	"encoding/json"
	"strings"

	"kauth/core"
)

// 2FAS writes JSON, schemas 1 to 4 (its backup's data classes). Encrypted, the list is
// ciphertext, salt and nonce in base64, parted by colons.
type twoFASService struct {
	Name   string `json:"name"`
	Secret loose  `json:"secret"`
	OTP    struct {
		Link      string `json:"link"`
		Label     string `json:"label"`
		Account   string `json:"account"`
		Issuer    string `json:"issuer"`
		Digits    loose  `json:"digits"`
		Period    loose  `json:"period"`
		Algorithm loose  `json:"algorithm"`
		Counter   loose  `json:"counter"`
		TokenType string `json:"tokenType"`
	} `json:"otp"`
}

const (
	twoFASLatest = 4
	twoFASRounds = 10_000
)

func isTwoFAS(f file) bool { return f.has("services", "schemaVersion") }

func isTwoFASSealed(f file) bool {
	return isTwoFAS(f) && len(f.object["servicesEncrypted"]) > 2 && f.object["servicesEncrypted"][0] == '"'
}

func readTwoFAS(_ context.Context, f file, _ Options) ([]thing, error) {
	if err := twoFASVersion(f); err != nil {
		return nil, err
	}
	return twoFASServices(f.object["services"])
}

func twoFASVersion(f file) error {
	var n int
	if json.Unmarshal(f.object["schemaVersion"], &n) != nil {
		return cutOff()
	}
	if n > twoFASLatest {
		return core.E(opRead, core.TooNew, nil)
	}
	return nil
}

func twoFASServices(data []byte) ([]thing, error) {
	var services []twoFASService
	if json.Unmarshal(data, &services) != nil {
		return nil, cutOff()
	}
	var all []thing
	for _, s := range services {
		all = append(all, s.thing())
	}
	return all, nil
}

func (s twoFASService) thing() thing {
	t := thing{kind: s.OTP.TokenType, issuer: s.OTP.Issuer, label: s.OTP.Account, params: map[string]string{
		"secret": string(s.Secret), "algorithm": string(s.OTP.Algorithm), "digits": string(s.OTP.Digits),
		"period": string(s.OTP.Period), "counter": string(s.OTP.Counter),
	}}
	if t.kind == "" { // schema 1 knew no other
		t.kind = "TOTP"
	}
	if t.issuer == "" {
		t.issuer = s.Name
	}
	if t.label == "" {
		t.label = s.OTP.Label
		if _, after, found := strings.Cut(t.label, ":"); found {
			t.label = after
		}
	}
	return t
}

func readTwoFASSealed(ctx context.Context, f file, o Options) ([]thing, error) {
	if err := twoFASVersion(f); err != nil {
		return nil, err
	}
	var text string
	if json.Unmarshal(f.object["servicesEncrypted"], &text) != nil {
		return nil, cutOff()
	}
	parts := strings.Split(text, ":")
	if len(parts) != 3 {
		return nil, cutOff()
	}
	var raw [3][]byte
	for i, p := range parts {
		b, ok := base64Of(p)
		if !ok {
			return nil, cutOff()
		}
		raw[i] = b
	}
	key, err := o.derive(ctx, pbkdf2SHA256(twoFASRounds, 32), raw[1])
	if err != nil {
		return nil, err
	}
	plain, err := openGCM(key, raw[2], raw[0], nil)
	if err != nil {
		return nil, err
	}
	if _, err := inner(plain); err != nil {
		return nil, cutOff()
	}
	return twoFASServices(plain)
}
