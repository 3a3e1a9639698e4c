package transfer

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// Authy's Android app keeps a JSON list in its preferences; each secret is plain, or
// under AES-256-CBC with PBKDF2-SHA-1 at 1,000 rounds.
const authyList = "com.authy.storage.tokens.authenticator.key"

type authyCode struct {
	Plain  string `json:"decryptedSecret"`
	Sealed string `json:"encryptedSecret"`
	Salt   string `json:"salt"`
	Digits loose  `json:"digits"`
	Issuer string `json:"originalIssuer"`
	Full   string `json:"originalName"`
	Name   string `json:"name"`
}

const authyRounds = 1_000

func isAuthy(f file) bool { return f.prefs[authyList] != "" }

func isAuthySealed(f file) bool {
	var codes []authyCode
	return isAuthy(f) && json.Unmarshal([]byte(f.prefs[authyList]), &codes) == nil &&
		slices.ContainsFunc(codes, func(c authyCode) bool { return c.Sealed != "" && c.Plain == "" })
}

func readAuthy(ctx context.Context, f file, o Options) ([]thing, error) {
	var codes []authyCode
	if json.Unmarshal([]byte(f.prefs[authyList]), &codes) != nil {
		return nil, cutOff()
	}
	var all []thing
	for _, c := range codes {
		secret := c.Plain
		if secret == "" && c.Sealed != "" {
			plain, err := c.open(ctx, o)
			if err != nil {
				return nil, err
			}
			secret = string(plain)
		}
		issuer, label := c.names()
		all = append(all, thing{kind: "totp", issuer: issuer, label: label, params: map[string]string{
			"secret": secret, "digits": string(c.Digits),
		}})
	}
	return all, nil
}

func (c authyCode) open(ctx context.Context, o Options) ([]byte, error) {
	box, ok := base64Of(c.Sealed)
	if !ok {
		return nil, cutOff()
	}
	key, err := o.derive(ctx, pbkdf2SHA1(authyRounds, 32), []byte(c.Salt))
	if err != nil {
		return nil, err
	}
	plain, err := openCBC(key, make([]byte, 16), box)
	if err != nil || strings.Trim(strings.ToUpper(string(plain)), "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567= ") != "" {
		return nil, errShut
	}
	return plain, nil
}

func (c authyCode) names() (issuer, label string) {
	full := first(c.Full, c.Name)
	if before, after, found := strings.Cut(full, ":"); found {
		return first(c.Issuer, strings.TrimSpace(before)), strings.TrimSpace(after)
	}
	return c.Issuer, full
}

// sorted gives a map's names in order.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// Battle.net's codes belong to its own service, which makes them with 8 digits of a
// secret that its app masks.
func isBattleNet(f file) bool {
	return f.prefs["com.blizzard.messenger.AUTHENTICATOR_DEVICE_SECRET"] != ""
}

func readBattleNet(context.Context, file, Options) ([]thing, error) {
	return []thing{{kind: "totp", issuer: "Battle.net", refuse: NeedsApp}}, nil
}
