package transfer

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"strings"
)

// Duo Mobile keeps the codes of others as a JSON list.
func isDuo(f file) bool { return listOf(f, "otpGenerator", "name") }

func readDuo(_ context.Context, f file, _ Options) ([]thing, error) {
	var accounts []struct {
		Name      string `json:"name"`
		Type      string `json:"accountType"`
		Generator *struct {
			Secret  string `json:"otpSecret"`
			Counter *loose `json:"counter"`
		} `json:"otpGenerator"`
	}
	if json.Unmarshal([]byte(f.text), &accounts) != nil {
		return nil, cutOff()
	}
	var all []thing
	for _, a := range accounts {
		t := thing{kind: "totp", label: a.Name}
		switch {
		case a.Generator == nil:
			t.refuse = NeedsApp
		case a.Generator.Counter != nil:
			t.kind, t.params = "hotp", map[string]string{"secret": a.Generator.Secret, "counter": string(*a.Generator.Counter)}
		default:
			t.params = map[string]string{"secret": a.Generator.Secret}
		}
		all = append(all, t)
	}
	return all, nil
}

// Steam's app keeps an account, or a list of them by number, as JSON.
type steamAccount struct {
	Secret string `json:"shared_secret"` // base64
	Name   string `json:"account_name"`
}

func isSteam(f file) bool {
	if f.has("shared_secret", "account_name") {
		return true
	}
	var by map[string]map[string]json.RawMessage
	if !f.has("accounts") || json.Unmarshal(f.object["accounts"], &by) != nil {
		return false
	}
	for _, a := range by {
		return file{object: a}.has("shared_secret")
	}
	return false
}

func readSteam(_ context.Context, f file, _ Options) ([]thing, error) {
	accounts := map[string]steamAccount{}
	if f.has("shared_secret") {
		var one steamAccount
		if json.Unmarshal([]byte(f.text), &one) != nil {
			return nil, cutOff()
		}
		accounts[""] = one
	} else if json.Unmarshal(f.object["accounts"], &accounts) != nil {
		return nil, cutOff()
	}
	var all []thing
	for _, id := range sorted(accounts) {
		a := accounts[id]
		secret, _ := base64Of(a.Secret)
		all = append(all, thing{kind: "steam", issuer: "Steam", label: a.Name, params: map[string]string{"secret": base32Of(secret)}})
	}
	return all, nil
}

// TOTP Authenticator keeps a JSON list, in its preferences or in a backup.
const totpAuthList = "STATIC_TOTP_CODES_LIST"

func isTOTPAuthXML(f file) bool { return f.prefs[totpAuthList] != "" }

func readTOTPAuthXML(_ context.Context, f file, _ Options) ([]thing, error) {
	return totpAuthThings([]byte(f.prefs[totpAuthList]))
}

func totpAuthThings(data []byte) ([]thing, error) {
	var codes []struct {
		Base   loose  `json:"base"` // of the key: 16 or 32
		Key    string `json:"key"`
		Issuer string `json:"issuer"`
		Name   string `json:"name"`
		Digits loose  `json:"digits"`
		Period loose  `json:"period"`
	}
	if json.Unmarshal(data, &codes) != nil {
		return nil, cutOff()
	}
	var all []thing
	for _, c := range codes {
		t := thing{kind: "totp", issuer: c.Issuer, label: c.Name, params: map[string]string{
			"secret": c.Key, "digits": string(c.Digits), "period": string(c.Period),
		}}
		if c.Base == "16" {
			raw, err := hex.DecodeString(strings.TrimSpace(c.Key))
			if t.params["secret"] = base32Of(raw); err != nil {
				t.params["secret"] = ""
			}
		}
		all = append(all, t)
	}
	return all, nil
}
