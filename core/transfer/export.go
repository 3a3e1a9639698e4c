package transfer

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"kauth/core"
)

// Address is the otpauth address of an account's codes (Key URI format; steam as a
// type is what Aegis, Ente and others read). Whoever sees it can make the codes.
func Address(a core.Account) string {
	q := url.Values{"secret": {base32Of(a.OTP.Secret.Bytes())}, "algorithm": {a.OTP.Algorithm}, "digits": {decimal(a.OTP.Digits)}}
	if a.Issuer != "" {
		q.Set("issuer", a.Issuer)
	}
	if a.OTP.Type == core.HOTP {
		q.Set("counter", decimal(a.OTP.Counter))
	} else {
		q.Set("period", decimal(int(a.OTP.Period.Seconds())))
	}
	label := url.PathEscape(a.Label)
	if a.Issuer != "" {
		label = url.PathEscape(a.Issuer) + ":" + label
	}
	// + for a blank is read by some apps as a plus.
	return "otpauth://" + string(a.OTP.Type) + "/" + label + "?" + strings.ReplaceAll(q.Encode(), "+", "%20")
}

// PlainAddresses is all codes as otpauth addresses, one a line, for other apps.
func PlainAddresses(accounts []core.Account) []byte {
	var b strings.Builder
	for _, a := range Savable(accounts) {
		b.WriteString(Address(a) + "\n")
	}
	return []byte(b.String())
}

// PlainAegis is all codes as Aegis's JSON, version 1, which most other apps read.
func PlainAegis(accounts []core.Account) []byte {
	return aegisText(map[string]any{"slots": nil, "params": nil}, aegisContent(accounts))
}

// aegisContent is what Aegis calls the database.
func aegisContent(accounts []core.Account) map[string]any {
	type info struct {
		Secret    string  `json:"secret"`
		Algorithm string  `json:"algo"`
		Digits    int     `json:"digits"`
		Period    *int    `json:"period,omitempty"`
		Counter   *uint64 `json:"counter,omitempty"`
	}
	type entry struct {
		Type     string `json:"type"`
		UUID     string `json:"uuid"`
		Name     string `json:"name"`
		Issuer   string `json:"issuer"`
		Note     string `json:"note"`
		Favorite bool   `json:"favorite"`
		Icon     any    `json:"icon"`
		Info     info   `json:"info"`
	}
	entries := []entry{}
	for _, a := range Savable(accounts) {
		i := info{Secret: base32Of(a.OTP.Secret.Bytes()), Algorithm: a.OTP.Algorithm, Digits: a.OTP.Digits}
		if a.OTP.Type == core.HOTP {
			i.Counter = &a.OTP.Counter
		} else {
			seconds := int(a.OTP.Period.Seconds())
			i.Period = &seconds
		}
		entries = append(entries, entry{Type: string(a.OTP.Type), UUID: uuid(), Name: a.Label, Issuer: a.Issuer, Info: i})
	}
	return map[string]any{"version": 2, "entries": entries}
}

func aegisText(header map[string]any, db any) []byte {
	text, err := json.MarshalIndent(map[string]any{"version": 1, "header": header, "db": db}, "", "    ")
	if err != nil {
		panic("transfer: " + err.Error()) // nothing in it can fail
	}
	return append(text, '\n')
}

// uuid is a random UUID (RFC 9562, version 4).
func uuid() string {
	var b [16]byte
	rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
