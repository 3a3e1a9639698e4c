package transfer

import (
	"bytes"
	"compress/gzip"
	"crypto/cipher"
	"crypto/sha512"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"golang.org/x/crypto/chacha20"

	"kauth/core"
)

// gunzip is inflate for gzip.
func gunzip(data []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, cutOff()
	}
	defer r.Close()
	plain, err := io.ReadAll(io.LimitReader(r, maxInner+1))
	if err != nil {
		return nil, cutOff()
	}
	if len(plain) > maxInner {
		return nil, core.Errorf(opRead, core.Malformed, "it unpacks to more than %d MB", maxInner>>20)
	}
	return plain, nil
}

const maxInner = 64 << 20 // bytes of XML; attachments are in it

// kdbxThings reads the inner header and the XML behind it. Protected values are under
// one stream, in the order in which they stand: all have to be run through it.
func kdbxThings(body []byte) ([]thing, error) {
	fields := map[byte][]byte{}
	for {
		id, value, rest, ok := kdbxField(body)
		if !ok {
			return nil, cutOff()
		}
		body = rest
		if id == 0 {
			break
		}
		if id != 3 { // an attachment
			fields[id] = value
		}
	}
	if n := fields[1]; len(n) != 4 || n[0] != 3 {
		return nil, core.Errorf(opRead, core.Unsupported, "a protection that is not ChaCha20")
	}
	sum := sha512.Sum512(fields[2])
	stream, err := chacha20.NewUnauthenticatedCipher(sum[:32], sum[32:44])
	if err != nil {
		return nil, cutOff()
	}
	if crowded(string(body), '=', '<', 0) { // attributes
		return nil, tooMany()
	}
	w := kdbxWalk{d: xml.NewDecoder(bytes.NewReader(body)), stream: stream}
	if err := w.walk(); err != nil {
		return nil, err
	}
	return w.all, nil
}

// kdbxWalk goes through the XML once, from the first element to the last.
type kdbxWalk struct {
	d      *xml.Decoder
	stream cipher.Stream
	path   []string
	text   strings.Builder
	sealed bool // the value that is open is protected

	recycled string // the group that holds what was deleted
	groups   []string
	entry    map[string]string
	key      string
	all      []thing
}

func (w *kdbxWalk) walk() error {
	for {
		t, err := w.d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return cutOff()
		}
		switch t := t.(type) {
		case xml.StartElement:
			if err := w.begin(t); err != nil {
				return err
			}
		case xml.CharData:
			w.text.Write(t)
		case xml.EndElement:
			if err := w.end(); err != nil {
				return err
			}
		}
	}
}

func (w *kdbxWalk) begin(t xml.StartElement) error {
	if w.path = append(w.path, t.Name.Local); len(w.path) > maxDepth {
		return core.Errorf(opRead, core.Malformed, "nested deeper than %d levels", maxDepth)
	}
	w.text.Reset()
	w.sealed = false
	for _, a := range t.Attr {
		if a.Name.Local == "Protected" && strings.EqualFold(a.Value, "true") {
			w.sealed = true
		}
	}
	switch t.Name.Local {
	case "Group":
		w.groups = append(w.groups, "")
	case "Entry":
		if !w.past() {
			w.entry = map[string]string{}
		}
	}
	return nil
}

// past tells whether we are in an entry's history: what it was before.
func (w *kdbxWalk) past() bool {
	for _, p := range w.path {
		if p == "History" {
			return true
		}
	}
	return false
}

func (w *kdbxWalk) end() error {
	name, text := w.path[len(w.path)-1], w.text.String()
	w.path = w.path[:len(w.path)-1]
	parent := ""
	if len(w.path) > 0 {
		parent = w.path[len(w.path)-1]
	}
	if w.sealed {
		raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
		if err != nil {
			return cutOff()
		}
		w.stream.XORKeyStream(raw, raw)
		text, w.sealed = string(raw), false
	}
	switch {
	case name == "RecycleBinUUID" && parent == "Meta":
		w.recycled = text
	case name == "UUID" && parent == "Group" && len(w.groups) > 0:
		w.groups[len(w.groups)-1] = text
	case name == "Group" && len(w.groups) > 0:
		w.groups = w.groups[:len(w.groups)-1]
	case w.past() || w.entry == nil:
	case name == "Key" && parent == "String":
		w.key = text
	case name == "Value" && parent == "String":
		if w.entry[w.key] = text; len(w.entry) > maxList {
			return tooMany()
		}
	case name == "Entry":
		if w.take(); len(w.all) > maxEntries {
			return tooMany()
		}
		w.entry = nil
	}
	w.text.Reset()
	return nil
}

// take makes a thing of an entry, where it has a code.
func (w *kdbxWalk) take() {
	t, ok := kdbxThing(w.entry)
	if !ok {
		return
	}
	for _, g := range w.groups {
		if g != "" && g == w.recycled {
			t.refuse = Trashed
		}
	}
	w.all = append(w.all, t)
}

// kdbxThing knows KeePassXC's "otp" (an address), KeePass 2's TimeOtp- and HmacOtp-
// fields, and the older "TOTP Seed" with "TOTP Settings".
func kdbxThing(e map[string]string) (thing, bool) {
	t := thing{issuer: e["Title"], label: e["UserName"], kind: "totp", params: map[string]string{}}
	for _, s := range []struct{ kind, prefix string }{{"totp", "TimeOtp-"}, {"hotp", "HmacOtp-"}} {
		if secret := e[s.prefix+"Secret-Base32"]; secret != "" {
			t.kind = s.kind
			t.params = map[string]string{
				"secret": secret, "digits": e[s.prefix+"Length"], "period": e[s.prefix+"Period"],
				"algorithm": strings.ReplaceAll(strings.TrimPrefix(e[s.prefix+"Algorithm"], "HMAC-"), "-", ""), "counter": e[s.prefix+"Counter"],
			}
			return t, true
		}
	}
	switch otp := strings.TrimSpace(e["otp"]); {
	case strings.Contains(otp, "://"):
		t.address = otp
		return t, true
	case strings.HasPrefix(otp, "key="): // KeeOtp's "key=...&step=30&size=6"
		for part := range strings.SplitSeq(otp, "&") {
			name, value, _ := strings.Cut(part, "=")
			if to := map[string]string{"key": "secret", "step": "period", "size": "digits", "otpHashMode": "algorithm"}[name]; to != "" {
				t.params[to] = value
			}
		}
		return t, true
	}
	seed := e["TOTP Seed"]
	if seed == "" {
		return t, false
	}
	period, digits, _ := strings.Cut(e["TOTP Settings"], ";")
	if t.params = map[string]string{"secret": seed, "period": period, "digits": digits}; digits == "S" {
		t.kind, t.params["digits"] = "steam", ""
	}
	return t, true
}
