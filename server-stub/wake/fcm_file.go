package wake

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"time"
)

const fcmHost = "https://fcm.googleapis.com"

var projectForm = regexp.MustCompile(`^[a-z][a-z0-9.:-]{1,100}$`)

// OpenFCM reads a service account's key as Google's console gives it ("Generate new
// private key"). at is where messages go instead of Google, for tests; "" is Google.
func OpenFCM(file, at string, now func() time.Time) (*FCM, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	f, err := newFCM(data, at, serviceClient(nil), now)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return f, nil
}

func newFCM(data []byte, at string, client *http.Client, now func() time.Time) (*FCM, error) {
	var file struct {
		Type    string `json:"type"`
		Project string `json:"project_id"`
		KeyID   string `json:"private_key_id"`
		Key     string `json:"private_key"`
		Email   string `json:"client_email"`
		URI     string `json:"token_uri"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, errors.New("it is not JSON: the file of a service account from Google's console is wanted")
	}
	if at == "" {
		at = fcmHost
	}
	for _, check := range []struct {
		good  bool
		wrong string
	}{
		{file.Type == "service_account", `its "type" is not "service_account": another file from Google's console is wanted`},
		{projectForm.MatchString(file.Project), `its "project_id" is missing or is none`},
		{file.KeyID != "", `its "private_key_id" is missing`},
		{file.Email != "", `its "client_email" is missing`},
		{isHTTPS(file.URI), `its "token_uri" is missing or not https`},
		{isHTTPS(at), fmt.Sprintf("%q is not an https address that messages could go to", at)},
	} {
		if !check.good {
			return nil, errors.New(check.wrong)
		}
	}
	key, err := rsaKey(file.Key)
	if err != nil {
		return nil, err
	}
	return &FCM{
		client: client, url: at + "/v1/projects/" + file.Project + "/messages:send", now: now,
		access: access{
			client: client, key: key, keyID: file.KeyID, email: file.Email, uri: file.URI, now: now, turn: make(chan struct{}, 1),
		},
	}, nil
}

func rsaKey(text string) (*rsa.PrivateKey, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, errors.New(`its "private_key" is no PEM`)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		parsed, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	}
	key, ok := parsed.(*rsa.PrivateKey)
	if err != nil || !ok {
		return nil, errors.New(`its "private_key" is no key of RSA`)
	}
	return key, nil
}

func isHTTPS(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil && u.RawQuery == "" && u.Fragment == ""
}

func hostOf(s string) string {
	u, err := url.Parse(s)
	if err != nil {
		return ""
	}
	return u.Host
}
