package link

import (
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"time"

	"kauth/core"
	"kauth/core/api"
)

// Export is one QR code of an export from another phone: accounts, as Google
// Authenticator writes them into otpauth-migration addresses. Exports of more than ten
// accounts are several codes, which Parts puts together.
type Export struct {
	Accounts []core.Account // CodeOnly, with neither ID nor Added
	Refused  []Refused      // what could not be read, in the order of the export
	Batch    int32          // the same in all codes of one export
	Index    int            // this code's place, from 0
	Size     int            // how many codes there are, at least 1
}

// Refused is an account of an export that would give wrong codes here, or none.
type Refused struct{ Issuer, Label, Why string }

// maxParts bounds what an export may say of its own size: 2,000 accounts.
const maxParts = 200

// parseExport reads what follows otpauth-migration://. The format is not published;
// its fields are those of Google Authenticator's OtpMigration messages, as other apps
// that read them name them (Aegis, GoogleAuthInfo).
func parseExport(rest string) (*Export, error) {
	action, raw, _ := strings.Cut(rest, "?")
	if strings.TrimSuffix(action, "/") != "offline" {
		return nil, malformed("an export starts with otpauth-migration://offline?")
	}
	q, err := query(raw)
	if err != nil {
		return nil, err
	}
	data, ok := exportBytes(q["data"])
	if !ok {
		return nil, malformed("data is not base64")
	}
	e := &Export{Size: 1}
	if err := e.read(data); err != nil {
		return nil, err
	}
	switch {
	case e.Size > maxParts || e.Index >= e.Size:
		return nil, malformed("the export's parts are not numbered as they should")
	case len(e.Accounts)+len(e.Refused) == 0:
		return nil, malformed("the export holds no account")
	}
	return e, nil
}

// exportBytes reads base64 in both alphabets, padded or not. A plus sign that was not
// percent-encoded has become a space by now.
func exportBytes(s string) ([]byte, bool) {
	s = strings.NewReplacer(" ", "+", "-", "+", "_", "/").Replace(strings.TrimSpace(s))
	b, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(s, "="))
	return b, err == nil && len(b) > 0
}

// read takes the message MigrationPayload.
func (e *Export) read(data []byte) error {
	for m := (message{data}); len(m.rest) > 0; {
		f, ok := m.next()
		if !ok {
			return malformed("the export is cut off")
		}
		switch {
		case f.number == 1 && f.bytes != nil:
			if err := e.account(f.bytes); err != nil {
				return err
			}
		case f.number == 3 && f.bytes == nil:
			e.Size = int(min(max(f.value, 1), maxParts+1)) // some write 0 where there is one
		case f.number == 4 && f.bytes == nil:
			e.Index = int(min(f.value, maxParts+1))
		case f.number == 5 && f.bytes == nil:
			e.Batch = int32(f.value) // written as a negative 64-bit number, of which the low half counts
		}
	}
	return nil
}

// exported is the message OtpParameters. Fields that are not named here are skipped:
// real exports have an eighth, a name of the account for Google's own use.
type exported struct {
	secret                  []byte
	name, issuer            string
	algorithm, digits, kind uint64
	counter                 uint64
}

// Format hides the secret.
func (exported) Format(f fmt.State, _ rune) { io.WriteString(f, "[secret]") }

func (e *Export) account(data []byte) error {
	var x exported
	for m := (message{data}); len(m.rest) > 0; {
		f, ok := m.next()
		if !ok {
			return malformed("an account of the export is cut off")
		}
		x.set(f)
	}
	issuer, label := x.names()
	otp, why := x.otp()
	if why == "" && issuer == "" && label == "" {
		why = "neither issuer nor account name"
	}
	if why != "" {
		e.Refused = append(e.Refused, Refused{issuer, label, why})
		return nil
	}
	e.Accounts = append(e.Accounts, core.Account{Issuer: strings.Clone(issuer), Label: strings.Clone(label), State: core.CodeOnly, OTP: otp})
	return nil
}

func (x *exported) set(f field) {
	if f.bytes != nil {
		switch f.number {
		case 1:
			x.secret = f.bytes
		case 2:
			x.name = string(f.bytes)
		case 3:
			x.issuer = string(f.bytes)
		}
		return
	}
	if to := map[uint64]*uint64{4: &x.algorithm, 5: &x.digits, 6: &x.kind, 7: &x.counter}[f.number]; to != nil {
		*to = f.value
	}
}

// names parts "issuer:account", which stands in the name whether or not the issuer has
// a field of its own.
func (x *exported) names() (issuer, label string) {
	issuer, label = strings.ToValidUTF8(x.issuer, "\ufffd"), strings.ToValidUTF8(x.name, "\ufffd")
	if rest, same := strings.CutPrefix(label, issuer+":"); same && issuer != "" {
		label = rest
	} else if before, after, found := strings.Cut(label, ":"); found && issuer == "" {
		issuer, label = before, after
	}
	return api.CleanText(issuer, maxName), api.CleanText(strings.TrimSpace(label), maxName)
}

// otp says why not where a code would be wrong. What is not said means what Google
// Authenticator means by it: SHA-1, six digits, codes by the time.
func (x *exported) otp() (o core.OTP, why string) {
	algorithms := []string{"SHA1", "SHA1", "SHA256", "SHA512"}
	digits := []int{6, 6, 8}
	switch {
	case len(x.secret) == 0:
		return o, "no secret"
	case x.algorithm >= uint64(len(algorithms)):
		return o, "unknown algorithm"
	case x.digits >= uint64(len(digits)):
		return o, "unknown number of digits"
	case x.kind > 2:
		return o, "unknown type"
	case x.kind == 1 && x.counter > 1<<63-1:
		return o, "the counter is not a number"
	}
	o = core.OTP{
		Type: core.TOTP, Secret: core.NewSecret(x.secret), Algorithm: algorithms[x.algorithm],
		Digits: digits[x.digits], Period: defaultPeriod * time.Second,
	}
	if x.kind == 1 {
		o.Type, o.Period, o.Counter = core.HOTP, 0, x.counter
	}
	return o, ""
}
