package link

import (
	"encoding/base64"
	"encoding/binary"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"kauth/core"
)

// What two programs that read exports give as their example: dim13/otpauth, and Google
// Authenticator itself, with a batch number below zero and a plus sign left bare.
const (
	published = "CjEKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2VAZ29vZ2xlLmNvbRoHRXhhbXBsZTAC"
	recorded  = "CjEKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2VAZ29vZ2xlLmNvbRoHRXhhbXBsZSABKAEwAhABGAEgACjr4JKK+P////8B"
)

func migration(data string) string { return "otpauth-migration://offline?data=" + data }

func readExport(t *testing.T, text string) *Export {
	t.Helper()
	p, err := Parse(text)
	if err != nil || p.Kind != Migration || p.Export == nil {
		t.Fatalf("%s: %+v %v", text, p, err)
	}
	return p.Export
}

func TestPublishedExportsAreRead(t *testing.T) {
	for name, text := range map[string]string{
		"dim13": migration(published), "with a plus": migration(recorded), "escaped": migration(url.QueryEscape(recorded)),
		"padded": migration(published + "="), "other alphabet": migration(strings.NewReplacer("+", "-", "/", "_").Replace(recorded)),
		"slash before the question mark": "otpauth-migration://offline/?data=" + published,
	} {
		e := readExport(t, text)
		if len(e.Accounts) != 1 || len(e.Refused) != 0 {
			t.Fatalf("%s: %+v", name, e)
		}
		a := e.Accounts[0]
		if a.Issuer != "Example" || a.Label != "alice@google.com" || a.State != core.CodeOnly ||
			string(a.OTP.Secret.Bytes()) != "Hello!\xde\xad\xbe\xef" || a.OTP.Type != core.TOTP ||
			a.OTP.Digits != 6 || a.OTP.Algorithm != "SHA1" || a.OTP.Period != 30*time.Second {
			t.Errorf("%s: %+v", name, a)
		}
		if e.Size != 1 || e.Index != 0 {
			t.Errorf("%s: part %d of %d", name, e.Index, e.Size)
		}
	}
	if e := readExport(t, migration(recorded)); e.Batch >= 0 {
		t.Errorf("batch %d", e.Batch)
	}
}

// A second writer of the format, for what the examples do not have.
func varint(number, v uint64) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(nil, number<<3), v)
}

func lengthed(number uint64, b string) []byte {
	return append(binary.AppendUvarint(binary.AppendUvarint(nil, number<<3|2), uint64(len(b))), b...)
}

func exportOf(fields ...[]byte) string {
	return migration(url.QueryEscape(base64.StdEncoding.EncodeToString(slices.Concat(fields...))))
}

func account(fields ...[]byte) []byte { return lengthed(1, string(slices.Concat(fields...))) }

func TestEveryKindOfExportedAccountIsReadOrRefusedWithItsReason(t *testing.T) {
	secret, name := lengthed(1, "0123456789"), lengthed(2, "anna")
	for what, c := range map[string]struct {
		fields [][]byte
		why    string
		want   core.OTP
	}{
		"nothing said":   {[][]byte{secret, name}, "", core.OTP{Type: core.TOTP, Algorithm: "SHA1", Digits: 6, Period: 30 * time.Second}},
		"SHA-256, eight": {[][]byte{secret, name, varint(4, 2), varint(5, 2), varint(6, 2)}, "", core.OTP{Type: core.TOTP, Algorithm: "SHA256", Digits: 8, Period: 30 * time.Second}},
		"SHA-512":        {[][]byte{secret, name, varint(4, 3), varint(5, 1)}, "", core.OTP{Type: core.TOTP, Algorithm: "SHA512", Digits: 6, Period: 30 * time.Second}},
		"counter":        {[][]byte{secret, name, varint(6, 1), varint(7, 77)}, "", core.OTP{Type: core.HOTP, Algorithm: "SHA1", Digits: 6, Counter: 77}},
		"later fields":   {[][]byte{secret, name, lengthed(8, "01be1517"), {0x49, 1, 2, 3, 4, 5, 6, 7, 8}, {0x55, 1, 2, 3, 4}}, "", core.OTP{Type: core.TOTP, Algorithm: "SHA1", Digits: 6, Period: 30 * time.Second}},
		"MD5":            {[][]byte{secret, name, varint(4, 4)}, "algorithm", core.OTP{}},
		"seven digits":   {[][]byte{secret, name, varint(5, 3)}, "digits", core.OTP{}},
		"later type":     {[][]byte{secret, name, varint(6, 3)}, "type", core.OTP{}},
		"no secret":      {[][]byte{name}, "secret", core.OTP{}},
		"nameless":       {[][]byte{secret}, "name", core.OTP{}},
		"counter below":  {[][]byte{secret, name, varint(6, 1), varint(7, 1<<64-1)}, "counter", core.OTP{}},
	} {
		e := readExport(t, exportOf(account(c.fields...), account(secret, lengthed(2, "next")), varint(2, 2)))
		if c.why != "" {
			if len(e.Refused) != 1 || !strings.Contains(e.Refused[0].Why, c.why) || len(e.Accounts) != 1 {
				t.Errorf("%s: %+v", what, e)
			}
			continue
		}
		if len(e.Accounts) != 2 {
			t.Fatalf("%s: %+v", what, e)
		}
		got := e.Accounts[0].OTP
		got.Secret = core.Secret{}
		if got != c.want {
			t.Errorf("%s: %+v", what, got)
		}
	}
}

func TestExportedNamesAreFitToBeShown(t *testing.T) {
	for _, c := range [][4]string{
		{"Example: bob", "", "Example", "bob"},
		{"Example:bob", "Example", "Example", "bob"},
		{"bob", "Example", "Example", "bob"},
		{"a:b", "Example", "Example", "a:b"},
		{"b\u202eob\u0007", "Ex\nample", "Ex ample", "bob"},
		{"b\xffb", "Example", "Example", "bb"},
		{"bob", "", "", "bob"},
	} {
		e := readExport(t, exportOf(account(lengthed(1, "s"), lengthed(2, c[0]), lengthed(3, c[1]))))
		if a := e.Accounts[0]; a.Issuer != c[2] || a.Label != c[3] {
			t.Errorf("%q of %q: %q of %q", c[0], c[1], a.Label, a.Issuer)
		}
		checkName(t, e.Accounts[0].Issuer, e.Accounts[0].Label)
	}
}

func TestBrokenExportIsRefusedWithItsRule(t *testing.T) {
	whole := slices.Concat(account(lengthed(1, "0123456789"), lengthed(2, "anna")), varint(3, 2))
	for what, c := range map[string]struct{ text, rule string }{
		"no data":         {"otpauth-migration://offline?", "base64"},
		"empty data":      {migration(""), "base64"},
		"not base64":      {migration("%21"), "base64"},
		"online":          {"otpauth-migration://online?data=" + published, "offline"},
		"twice":           {migration(published) + "&data=" + published, "twice"},
		"no account":      {exportOf(varint(2, 1)), "no account"},
		"cut off":         {exportOf(whole[:len(whole)-1]), "cut off"},
		"cut in it":       {exportOf(account([]byte{0x0a, 9, 1})), "cut off"},
		"a group":         {exportOf(whole, []byte{0x0b}), "cut off"},
		"endless number":  {exportOf(whole, []byte{0x18, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1}), "cut off"},
		"third of two":    {exportOf(whole, varint(4, 2)), "numbered"},
		"thousands":       {exportOf(whole, varint(3, 5000)), "numbered"},
		"size that wraps": {exportOf(whole, varint(3, 1<<64-1)), "numbered"},
	} {
		p, err := Parse(c.text)
		if core.KindOf(err) != core.Malformed || !strings.Contains(core.Reason(err), c.rule) || p.Export != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func part(name string, index, size, batch uint64) string {
	return exportOf(account(lengthed(1, name), lengthed(2, name)), varint(3, size), varint(4, index), varint(5, batch))
}

func TestPartsAreReadInAnyOrderAndTheMissingOnesNamed(t *testing.T) {
	var p Parts
	add := func(text string) bool { return p.Add(readExport(t, text)) }
	if p.Size() != 0 || p.Missing() != nil {
		t.Error("a part before the first")
	}
	for _, step := range []struct {
		text    string
		ok      bool
		missing []int
	}{
		{part("c", 2, 3, 9), true, []int{1, 2}},
		{part("c", 2, 3, 9), true, []int{1, 2}},
		{part("a", 0, 3, 9), true, []int{2}},
		{part("x", 1, 3, 8), false, []int{2}},
		{part("x", 1, 4, 9), false, []int{2}},
		{part("b", 1, 3, 9), true, nil},
	} {
		if ok := add(step.text); ok != step.ok || !slices.Equal(p.Missing(), step.missing) {
			t.Errorf("%s: %v, missing %v", step.text, ok, p.Missing())
		}
	}
	var labels string
	for _, a := range p.Accounts() {
		labels += a.Label
	}
	if labels != "abc" || p.Size() != 3 || len(p.Refused()) != 0 {
		t.Errorf("%q of %d", labels, p.Size())
	}
}
