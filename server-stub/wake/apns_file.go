package wake

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

var appleForm = regexp.MustCompile(`^[0-9A-Z]{10}$`)

// apnsFile is what a server needs to write to APNs:
//
//	{"team_id": "ABCDE12345", "key_id": "FGHIJ67890", "key_file": "AuthKey_FGHIJ67890.p8", "topics": ["ch.example.kauth"]}
type apnsFile struct {
	Team   string   `json:"team_id"`
	KeyID  string   `json:"key_id"`
	Key    string   `json:"key_file"` // as Apple gives it; beside this file
	Topics []string `json:"topics"`   // the apps' bundle ids
}

// OpenAPNs reads the file of APNs. at is where messages go instead of Apple, for tests;
// "" is Apple.
func OpenAPNs(file, at string, now func() time.Time) (*APNs, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	n, err := newAPNs(data, filepath.Dir(file), at, serviceClient(nil), now)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return n, nil
}

func newAPNs(data []byte, dir, at string, client *http.Client, now func() time.Time) (*APNs, error) {
	var file apnsFile
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&file); err != nil {
		return nil, fmt.Errorf(`it is not {"team_id", "key_id", "key_file", "topics"} in JSON: %w`, err)
	}
	switch {
	case !appleForm.MatchString(file.Team):
		return nil, errors.New(`its "team_id" is not Apple's ten letters and digits`)
	case !appleForm.MatchString(file.KeyID):
		return nil, errors.New(`its "key_id" is not Apple's ten letters and digits`)
	case file.Key == "":
		return nil, errors.New(`its "key_file" is missing: the name of the .p8 file from Apple`)
	case len(file.Topics) == 0:
		return nil, errors.New(`its "topics" are missing: the bundle ids of the apps to write to`)
	case at != "" && !isHTTPS(at):
		return nil, fmt.Errorf("%q is not an https address that messages could go to", at)
	}
	if !filepath.IsAbs(file.Key) {
		file.Key = filepath.Join(dir, file.Key)
	}
	key, err := readP8(file.Key)
	if err != nil {
		return nil, err
	}
	hosts := apnsHosts
	if at != "" {
		hosts = map[string]string{"production": at, "sandbox": at}
	}
	return &APNs{
		client: client, hosts: hosts, topics: file.Topics, now: now,
		sign: provider{key: key, keyID: file.KeyID, team: file.Team, now: now},
	}, nil
}

func readP8(file string) (*ecdsa.PrivateKey, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(data)
	if block == nil {
		return nil, fmt.Errorf("%s is no PEM: the .p8 file from Apple is wanted", file)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	key, ok := parsed.(*ecdsa.PrivateKey)
	if err != nil || !ok || key.Curve != elliptic.P256() {
		return nil, fmt.Errorf("%s holds no key of P-256: the .p8 file from Apple is wanted", file)
	}
	return key, nil
}
