package link

import (
	"encoding/base64"
	"encoding/binary"
	"math/rand/v2"
	"net/url"
	"time"

	"kauth/core"
)

// partSize is how many accounts stand in one QR code. Google Authenticator's own have
// up to ten, which a camera has to come close to.
const partSize = 6

// ExportParts writes accounts as the otpauth-migration addresses of one export, a QR
// code each, for apps that take over from Google Authenticator. What that format cannot
// say (other lives than 30 s, 7 digits, Steam) or has no codes is left out.
func ExportParts(accounts []core.Account) (parts []string, left []core.Account) {
	var messages [][]byte
	for _, a := range accounts {
		if m, ok := written(a); ok && len(messages) < partSize*maxParts {
			messages = append(messages, m)
		} else {
			left = append(left, a)
		}
	}
	size, batch := (len(messages)+partSize-1)/partSize, uint64(rand.Uint32()>>1)
	for i := range size {
		var b []byte
		for _, m := range messages[i*partSize : min((i+1)*partSize, len(messages))] {
			b = appendBytes(b, 1, m)
			clear(m)
		}
		for number, value := range []uint64{2: 1, 3: uint64(size), 4: uint64(i), 5: batch} {
			if number > 1 {
				b = appendNumber(b, uint64(number), value)
			}
		}
		parts = append(parts, "otpauth-migration://offline?data="+url.QueryEscape(base64.StdEncoding.EncodeToString(b)))
		clear(b)
	}
	return parts, left
}

// written is the message OtpParameters, as exported has it.
func written(a core.Account) ([]byte, bool) {
	algorithm := map[string]uint64{"SHA1": 1, "SHA256": 2, "SHA512": 3}[a.OTP.Algorithm]
	digits := map[int]uint64{6: 1, 8: 2}[a.OTP.Digits]
	kind := map[core.OTPType]uint64{core.HOTP: 1, core.TOTP: 2}[a.OTP.Type]
	timed := a.OTP.Type == core.TOTP
	if algorithm == 0 || digits == 0 || kind == 0 || timed && a.OTP.Period != defaultPeriod*time.Second ||
		a.OTP.Secret.Len() == 0 || a.OTP.Counter > 1<<63-1 || a.Issuer+a.Label == "" {
		return nil, false
	}
	secret := a.OTP.Secret.Bytes()
	defer clear(secret)
	name := a.Label
	if a.Issuer != "" {
		name = a.Issuer + ":" + a.Label
	}
	b := appendBytes(nil, 1, secret)
	b = appendBytes(b, 2, []byte(name))
	b = appendBytes(b, 3, []byte(a.Issuer))
	for number, value := range []uint64{4: algorithm, 5: digits, 6: kind} {
		if number >= 4 {
			b = appendNumber(b, uint64(number), value)
		}
	}
	if !timed {
		b = appendNumber(b, 7, a.OTP.Counter)
	}
	return b, true
}

func appendBytes(b []byte, number uint64, value []byte) []byte {
	b = binary.AppendUvarint(b, number<<3|wireBytes)
	return append(binary.AppendUvarint(b, uint64(len(value))), value...)
}

func appendNumber(b []byte, number, value uint64) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(b, number<<3|wireVarint), value)
}
