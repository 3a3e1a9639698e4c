package transfer

import (
	"context"
	"encoding/json"
)

// LastPass Authenticator writes JSON.
type lastPassAccount struct {
	Issuer         string `json:"issuerName"`
	OriginalIssuer string `json:"originalIssuerName"`
	User           string `json:"userName"`
	OriginalUser   string `json:"originalUserName"`
	Secret         loose  `json:"secret"`
	TimeStep       loose  `json:"timeStep"`
	Digits         loose  `json:"digits"`
	Algorithm      loose  `json:"algorithm"`
}

func isLastPass(f file) bool {
	var list []json.RawMessage
	return f.has("accounts") && json.Unmarshal(f.object["accounts"], &list) == nil &&
		(len(list) == 0 || listOf(file{list: list}, "secret", "timeStep"))
}

func readLastPass(_ context.Context, f file, _ Options) ([]thing, error) {
	var accounts []lastPassAccount
	if json.Unmarshal(f.object["accounts"], &accounts) != nil {
		return nil, cutOff()
	}
	var all []thing
	for _, a := range accounts {
		all = append(all, thing{
			kind: "totp", issuer: first(a.Issuer, a.OriginalIssuer), label: first(a.User, a.OriginalUser),
			params: map[string]string{
				"secret": string(a.Secret), "algorithm": string(a.Algorithm), "digits": string(a.Digits), "period": string(a.TimeStep),
			},
		})
	}
	return all, nil
}

// first gives the first text that is not empty.
func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
