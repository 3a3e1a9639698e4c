package wake

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// oneSentence wants a refusal that names what is wrong, on one line, without the key.
func oneSentence(t *testing.T, name string, err error, word string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), word) || strings.ContainsAny(err.Error(), "\n\r") || len(err.Error()) > 300 || strings.Contains(err.Error(), "MII") {
		t.Errorf("%s: %v", name, err)
	}
}

func TestWrongFilesOfFCMAreRefusedInOneSentence(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "fcm.json")
	for name, v := range map[string]struct {
		change func(map[string]string)
		word   string
	}{
		"of an app":    {func(m map[string]string) { delete(m, "type") }, "service_account"},
		"a person's":   {func(m map[string]string) { m["type"] = "authorized_user" }, "service_account"},
		"no project":   {func(m map[string]string) { m["project_id"] = "../../x" }, "project_id"},
		"no id":        {func(m map[string]string) { delete(m, "private_key_id") }, "private_key_id"},
		"no address":   {func(m map[string]string) { delete(m, "client_email") }, "client_email"},
		"not https":    {func(m map[string]string) { m["token_uri"] = "http://oauth2.googleapis.com/token" }, "token_uri"},
		"no key":       {func(m map[string]string) { delete(m, "private_key") }, "private_key"},
		"a broken key": {func(m map[string]string) { m["private_key"] = m["private_key"][:200] }, "private_key"},
		"key of no shape": {func(m map[string]string) {
			m["private_key"] = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
		}, "private_key"},
	} {
		m := accountFile("https://oauth2.googleapis.com/token")
		v.change(m)
		data, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err = OpenFCM(file, "", time.Now)
		oneSentence(t, name, err, v.word)
		oneSentence(t, name, err, file)
	}
	if err := os.WriteFile(file, []byte("-----BEGIN"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := OpenFCM(file, "", time.Now)
	oneSentence(t, "no JSON", err, "JSON")
	_, err = OpenFCM(filepath.Join(dir, "none.json"), "", time.Now)
	oneSentence(t, "no file", err, "none.json")
	good, err := json.Marshal(accountFile("https://oauth2.googleapis.com/token"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, good, 0o600); err != nil {
		t.Fatal(err)
	}
	if f, err := OpenFCM(file, "", time.Now); err != nil || f.url != "https://fcm.googleapis.com/v1/projects/kauth-1234/messages:send" {
		t.Errorf("a good file: %v", err)
	}
	_, err = OpenFCM(file, "http://127.0.0.1:1", time.Now)
	oneSentence(t, "another address", err, "https")
}

func TestWrongFilesOfAPNsAreRefusedInOneSentence(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "apns.json")
	writeP8(t, dir, newKey(t))
	open := func(text string) error {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := OpenAPNs(file, "", time.Now)
		return err
	}
	if err := open(appleFile); err != nil {
		t.Fatal(err)
	}
	for old, v := range map[string]struct{ new, word string }{
		`"ABCDE12345"`:                   {`"abc"`, "team_id"},
		`"FGHIJ67890"`:                   {`""`, "key_id"},
		`"AuthKey_FGHIJ67890.p8"`:        {`"none.p8"`, "none.p8"},
		`"key_file"`:                     {`"key"`, "key_file"},
		`["ch.example.kauth"]`:           {`[]`, "topics"},
		`"topics"`:                       {`"topic"`, "topics"},
		appleFile:                        {`[]`, "JSON"},
		`AuthKey_FGHIJ67890.p8`:          {`apns.json`, "PEM"},
		`,"topics":["ch.example.kauth"]`: {``, "topics"},
	} {
		err := open(strings.Replace(appleFile, old, v.new, 1))
		oneSentence(t, old, err, v.word)
		oneSentence(t, old, err, dir)
	}
	other, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	writeP8(t, dir, other)
	oneSentence(t, "another curve", open(appleFile), "P-256")
	writeP8(t, dir, googleKey())
	oneSentence(t, "RSA", open(appleFile), "P-256")
}
