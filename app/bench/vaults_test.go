//go:build bench

package bench

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/vault"
)

// password opens all vaults. Ours and KeePassXC's pay the same Argon2id for it, which
// is our default; OTPClient's format has 100 000 rounds of PBKDF2, about as much.
const password = "correct horse battery"

// account is the n-th of those that every app gets.
type account struct{ issuer, label, secret string }

func accounts(n int) []account {
	out := make([]account, n)
	for i := range out {
		sum := sha256.Sum256(fmt.Appendf(nil, "secret %d", i))
		out[i] = account{fmt.Sprintf("Company %04d", i), fmt.Sprintf("user%04d@example.ch", i), base32.StdEncoding.EncodeToString(sum[:20])}
	}
	return out
}

func (a account) uri() string {
	return fmt.Sprintf("otpauth://totp/%s:%s?secret=%s&issuer=%[1]s&period=30&digits=6", a.issuer[:7]+"%20"+a.issuer[8:], a.label, a.secret)
}

// ourVault makes the app's vault, by the app's own code, and the passphrase's file.
func ourVault(t *testing.T, dir string, n int) (folder, pass string) {
	t.Helper()
	folder, pass = filepath.Join(dir, "vault"), filepath.Join(dir, "passphrase")
	must(t, os.WriteFile(pass, []byte(password), 0o600))
	v, err := vault.Open(folder)
	must(t, err)
	must(t, v.UnlockPassphrase([]byte(password)))
	for i, a := range accounts(n) {
		secret, err := base32.StdEncoding.DecodeString(a.secret)
		must(t, err)
		must(t, v.PutAccount(core.Account{
			ID: core.AccountID(fmt.Sprintf("acc_%04d", i)), Issuer: a.issuer, Label: a.label, State: core.CodeOnly, Order: i, Added: time.Now(),
			OTP: core.OTP{Type: core.TOTP, Secret: core.NewSecret(secret), Algorithm: "SHA1", Digits: 6, Period: 30 * time.Second},
		}))
	}
	must(t, v.Close())
	return folder, pass
}

// otpClientVault is OTPClient 3.1.4's: IV, salt, AES-256-GCM over a JSON array, and the
// settings that name it.
func otpClientVault(t *testing.T, home string, n int) {
	t.Helper()
	var list []map[string]any
	for _, a := range accounts(n) {
		list = append(list, map[string]any{"type": "TOTP", "label": a.label, "issuer": a.issuer, "secret": a.secret, "digits": 6, "algo": "SHA1", "period": 30})
	}
	data, err := json.Marshal(list)
	must(t, err)
	header := bytes.Repeat([]byte{7}, 16+32)
	key, err := pbkdf2.Key(sha512.New, password+"\x00", header[16:], 100_000, 32)
	must(t, err)
	block, err := aes.NewCipher(key)
	must(t, err)
	gcm, err := cipher.NewGCMWithNonceSize(block, 16)
	must(t, err)
	name := filepath.Join(home, "otpclient-db.enc")
	must(t, os.WriteFile(name, append(header, gcm.Seal(nil, header[:16], append(data, 0), header)...), 0o600))
	must(t, os.MkdirAll(filepath.Join(home, "config"), 0o700))
	settings := "[config]\ndb_path=" + name + "\nuse_secret_service=false\nshow_memlock_warning=false\nnotifications=true\nupgrade_msg=v2_6\n"
	must(t, os.WriteFile(filepath.Join(home, "config", "otpclient.cfg"), []byte(settings), 0o600))
}

// ring is a keyring for Numberstation that costs nothing: a file without a lock.
const ring = `import os
from keyring.backend import KeyringBackend
class Ring(KeyringBackend):
    priority = 1
    def get_password(self, service, username):
        return open(os.environ["BENCH_RING"]).read()
    def set_password(self, service, username, password): pass
`

func numberstationRing(t *testing.T, home string, n int) (env []string) {
	t.Helper()
	var urls []string
	for _, a := range accounts(n) {
		urls = append(urls, a.uri())
	}
	data, err := json.Marshal(urls)
	must(t, err)
	must(t, os.WriteFile(filepath.Join(home, "ring.json"), data, 0o600))
	must(t, os.WriteFile(filepath.Join(home, "benchring.py"), []byte(ring), 0o600))
	return []string{"PYTHONPATH=" + home, "PYTHON_KEYRING_BACKEND=benchring.Ring", "BENCH_RING=" + filepath.Join(home, "ring.json")}
}
