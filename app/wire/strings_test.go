package wire

import (
	"bytes"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kauth/core"
)

// spelled are the ways in which bytes may stand in a file.
func spelled(b []byte) [][]byte {
	return [][]byte{
		b, []byte(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b)),
		[]byte(hex.EncodeToString(b)), []byte(base64.StdEncoding.EncodeToString(b[:len(b)-len(b)%3])),
	}
}

// readable are the texts and secrets of an account that strings(1) must not find.
func readable(s *scene, a core.Account) map[string][][]byte {
	s.Helper()
	out := map[string][][]byte{}
	for name, text := range map[string]string{
		"issuer": a.Issuer, "label": a.Label, "name": a.Name, "origin": a.Device.Origin,
		"host": "login.example.ch", "device": a.Device.ID, "account": a.Device.Account, "phone": a.Device.Name,
	} {
		out[name] = [][]byte{[]byte(text), bytes.ToUpper([]byte(text))}
	}
	out["seed"] = spelled(a.OTP.Secret.Bytes())
	for name, k := range map[string]core.DeviceKey{"device key": a.Device.Key, "listening key": a.Device.Listen} {
		pkcs8, err := k.PKCS8()
		s.must(err)
		out[name] = spelled(pkcs8.Bytes()[36:68])
	}
	return out
}

// TestNothingReadableIsInTheFolderOfAPhone looks at every file after each thing that a
// phone does: the vault, its snapshots, the reception and what lies beside them.
func TestNothingReadableIsInTheFolderOfAPhone(t *testing.T) {
	s := newScene(t)
	a := s.heard(1)[0]
	a.Name, a.Device.Name = "Häuslich und privat", "Telefon von Anna"
	s.must(s.Vault.PutAccount(a))
	found := readable(s, a)
	found["a request"] = [][]byte{[]byte("ch_readable")}
	found["what is typed"] = [][]byte{pin, pass}
	files := 0
	look := func(step string) {
		t.Helper()
		s.must(filepath.WalkDir(s.o.Dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			raw, err := os.ReadFile(path)
			files++
			for name, forms := range found {
				for _, form := range forms {
					if bytes.Contains(raw, form) || bytes.Contains([]byte(path), form) {
						t.Errorf("%s: the %s is in %s", step, name, filepath.Base(path))
					}
				}
			}
			return err
		}))
	}
	look("an account")
	s.setPIN()
	look("a PIN")
	s.must(s.store.Put(answeredBucket, "ch_readable", []byte("{}")))
	r := core.Record{ID: "ch_readable", Account: a.ID, Outcome: core.Refused, Ended: time.Now()}
	s.must(past{s.store}.Begin(r))
	s.must(past{s.store}.End(r))
	look("a request while it was shut")
	s.unlock(pin)
	look("the unlock")
	s.must(s.Lock.SetPassphrase(t.Context(), pass))
	look("a passphrase")
	s.must(s.Vault.DeleteAccount(a.ID))
	look("the account removed")
	s.must(s.Phone.Close())
	look("the end")
	if files < 20 {
		t.Fatalf("only %d files were looked at", files)
	}
	s.open()
}
