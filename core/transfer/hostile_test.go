package transfer_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"kauth/core"
	"kauth/core/transfer"
)

func kindOf(data string) core.Kind {
	_, err := transfer.Parse(context.Background(), strings.NewReader(data), transfer.Options{Password: []byte("test")})
	return core.KindOf(err)
}

func TestWhatIsNoExportIsSaidToBeNone(t *testing.T) {
	for name, c := range map[string]struct {
		data string
		kind core.Kind
	}{
		"empty":               {"", core.NotOurs},
		"blanks":              {" \n\t", core.NotOurs},
		"prose":               {"Dear Sir or Madam,\nplease find enclosed", core.NotOurs},
		"a picture":           {"\x89PNG\r\n\x1a\n" + strings.Repeat("\x00\xff", 200), core.NotOurs},
		"other JSON":          {`{"a": 1}`, core.NotOurs},
		"an empty list":       {`[]`, core.NotOurs},
		"HTML":                {"<html><body>secret</body></html>", core.NotOurs},
		"a database":          {"SQLite format 3\x00" + strings.Repeat("\x00", 100), core.Unsupported},
		"a member twice":      {`{"version":1,"header":{},"db":{},"db":{"entries":[]}}`, core.Malformed},
		"cut off":             {`{"version":1,"header":{"slots":null},"db":{"entr`, core.Malformed},
		"nested deep":         {strings.Repeat("[", 100_000), core.Malformed},
		"nested deep, closed": {strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5000), core.Malformed},
		"a later Aegis":       {`{"version":1,"header":{},"db":{"version":9,"entries":[]}}`, core.TooNew},
		"a later 2FAS":        {`{"services":[],"schemaVersion":99}`, core.TooNew},
		"a later Proton":      {`{"version":7,"entries":[]}`, core.TooNew},
		"Bitwarden's own":     {`{"encrypted":true,"passwordProtected":false,"data":"2.a|b|c"}`, core.Unsupported},
		"an Aegis that only its phone opens": {
			`{"version":1,"header":{"slots":[{"type":2}],"params":{"nonce":"","tag":""}},"db":"aaaa"}`, core.Unsupported,
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := kindOf(c.data); got != c.kind {
				t.Errorf("%s, not %s", got, c.kind)
			}
		})
	}
}

func TestASecretThatIsNoSecretIsRefused(t *testing.T) {
	file := `{"version":1,"header":{},"db":{"version":2,"entries":[{"type":"totp","name":"a","issuer":"b","info":{"secret":"` +
		strings.Repeat("A", 8<<10) + `","algo":"SHA1","digits":6,"period":30}}]}}`
	r, err := transfer.Parse(context.Background(), strings.NewReader(file), transfer.Options{})
	if err != nil || len(r.Entries) != 1 || r.Entries[0].Reason != transfer.Broken || r.Entries[0].Detail == "" {
		t.Errorf("%+v, %v", r, err)
	}
}

// endless is a file that never ends, and counts what was read of it.
type endless struct{ read int }

func (e *endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = '['
	}
	e.read += len(b)
	return len(b), nil
}

func TestAFileTooLargeIsNotReadToItsEnd(t *testing.T) {
	e := &endless{}
	_, err := transfer.Parse(context.Background(), e, transfer.Options{})
	if core.KindOf(err) != core.NotOurs || e.read > 64<<20 {
		t.Errorf("%v after %d bytes", err, e.read)
	}
}

func TestOtherEncodingsAreRead(t *testing.T) {
	text := "otpauth://totp/D%C3%A9no:Mason?secret=4SJHB4GSD43FZBAI7C2HLRJGPQ&issuer=D%C3%A9no\r\n"
	units := utf16.Encode([]rune(text))
	little, big := []byte{0xff, 0xfe}, []byte{0xfe, 0xff}
	for _, u := range units {
		little = append(little, byte(u), byte(u>>8))
		big = append(big, byte(u>>8), byte(u))
	}
	for name, data := range map[string]string{
		"UTF-8 with a mark": "\xef\xbb\xbf" + text, "UTF-16 LE": string(little), "UTF-16 BE": string(big), "old Mac": strings.ReplaceAll(text, "\r\n", "\r"),
	} {
		r, err := transfer.Parse(context.Background(), strings.NewReader(data), transfer.Options{})
		if got := lines(r); err != nil || !slices.Equal(got, []string{"Déno|Mason totp SHA1 6 every 30s e492"}) {
			t.Errorf("%s: %v %v", name, err, got)
		}
	}
}

func TestACostBeyondTheBoundsIsNeverSpent(t *testing.T) {
	file := func(memory, passes int64) string {
		data, err := os.ReadFile(filepath.Join("testdata", "ente_encrypted.txt"))
		if err != nil {
			t.Fatal(err)
		}
		var e map[string]any
		if err := json.Unmarshal(data, &e); err != nil {
			t.Fatal(err)
		}
		e["kdfParams"].(map[string]any)["memLimit"] = memory
		e["kdfParams"].(map[string]any)["opsLimit"] = passes
		out, _ := json.Marshal(e)
		return string(out)
	}
	for _, c := range []struct {
		memory, passes int64
		asks           bool // instead of refusing for good
	}{{1 << 30, 4, true}, {1 << 31, 4, false}, {1 << 62, 1, false}, {1 << 30, 1000, false}, {0, 1, false}, {-5, 2, false}, {32 << 20, 1 << 40, false}} {
		_, err := transfer.Parse(context.Background(), strings.NewReader(file(c.memory, c.passes)), transfer.Options{Password: []byte("test")})
		var cost *transfer.CostError
		if core.KindOf(err) != core.Unsupported || errors.As(err, &cost) != c.asks {
			t.Errorf("%d bytes, %d passes: %v", c.memory, c.passes, err)
		}
	}
}

func TestADerivationCanBeCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	data, err := os.ReadFile(filepath.Join("testdata", "ente_encrypted.txt"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = transfer.Parse(ctx, bytes.NewReader(data), transfer.Options{Password: []byte("test")})
	if core.KindOf(err) != core.Cancelled {
		t.Error(err)
	}
}

func TestEveryCutOfAFileEndsInAClearError(t *testing.T) {
	allowed := []core.Kind{"", core.NotOurs, core.Malformed, core.Locked, core.TooNew, core.Unsupported}
	list, err := filepath.Glob(filepath.Join("testdata", "*.*"))
	if err != nil || len(list) < 6 {
		t.Fatal(err, list)
	}
	for _, name := range list {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for n := range data {
			_, err := transfer.Parse(context.Background(), io.LimitReader(bytes.NewReader(data), int64(n)), transfer.Options{})
			if !slices.Contains(allowed, core.KindOf(err)) {
				t.Errorf("%s, the first %d bytes: %v", name, n, err)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	list, _ := filepath.Glob(filepath.Join("testdata", "*.*"))
	for _, name := range list {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, s := range plainSamples {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := transfer.Parse(context.Background(), bytes.NewReader(data), transfer.Options{})
		if core.KindOf(err) == core.Internal {
			t.Error(err)
		}
		for _, e := range r.Entries {
			if e.Outcome != transfer.Duplicate && e.Usable() != (e.Account.OTP.Secret.Len() > 0) {
				t.Errorf("%s, with a secret of %d bytes", e.Outcome, e.Account.OTP.Secret.Len())
			}
		}
	})
}
