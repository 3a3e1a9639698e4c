//go:build oracle

package wake

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kauth/core/api"
)

// foreignReceiver is a program in another language, with other people's libraries, that takes
// messages over TLS.
type foreignReceiver struct {
	t     *testing.T
	out   *bufio.Reader
	roots *x509.CertPool
	dir   string

	Origin, P256DH, Auth string
}

// heard is what it makes of a request.
type heard struct {
	Path, Wrong, Text, Key, Kid, TTL, Urgency, Topic, Authorization, HTTP string

	Claims map[string]any
}

func startReceiver(t *testing.T, apple *ecdsa.PrivateKey) *foreignReceiver {
	t.Helper()
	r := &foreignReceiver{t: t, dir: t.TempDir()}
	for _, name := range []string{"package.json", "package-lock.json", "receiver.mjs"} {
		data, err := os.ReadFile(filepath.Join("testdata", "receiver", name))
		if err != nil {
			t.Fatal(err)
		}
		r.write(name, data)
	}
	r.certify()
	r.public("google.pem", &googleKey().PublicKey)
	r.public("apple.pem", &apple.PublicKey)
	install := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	install.Dir = r.dir
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("npm: %v: %s", err, out)
	}
	node := exec.Command("node", "receiver.mjs", r.dir)
	node.Dir, node.Stderr = r.dir, os.Stderr
	out, err := node.StdoutPipe()
	if err == nil {
		err = node.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		node.Process.Kill()
		node.Wait()
	})
	r.out = bufio.NewReader(out)
	r.next(r)
	return r
}

func (r *foreignReceiver) write(name string, data []byte) {
	r.t.Helper()
	if err := os.WriteFile(filepath.Join(r.dir, name), data, 0o600); err != nil {
		r.t.Fatal(err)
	}
}

func (r *foreignReceiver) public(name string, key any) {
	r.t.Helper()
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		r.t.Fatal(err)
	}
	r.write(name, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

// certify makes a certificate for this machine.
func (r *foreignReceiver) certify() {
	r.t.Helper()
	key := newKey(r.t)
	form := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "receiver"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	cert, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	if err != nil {
		r.t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		r.t.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert})
	r.write("cert.pem", text)
	r.write("key.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	r.roots = x509.NewCertPool()
	r.roots.AppendCertsFromPEM(text)
}

func (r *foreignReceiver) next(into any) {
	r.t.Helper()
	line, err := r.out.ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, into)
	}
	if err != nil && err != io.EOF || len(line) == 0 {
		r.t.Fatalf("%v: %s", err, line)
	}
}

func TestForeignReceiverOpensWhatWeSend(t *testing.T) {
	apple := newKey(t)
	r := startReceiver(t, apple)
	client := serviceClient(r.roots)
	web, err := NewWebPush(client, newKey(t), "mailto:push@example.com", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	writeP8(t, r.dir, apple)
	apns, err := newAPNs([]byte(appleFile), r.dir, r.Origin, client, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	file, err := json.Marshal(accountFile(r.Origin + "/token"))
	if err != nil {
		t.Fatal(err)
	}
	fcm, err := newFCM(file, r.Origin, client, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	send := func(s Service, to api.Push) (h heard) {
		t.Helper()
		if a := s.Send(t.Context(), to, message); a.Outcome != Delivered {
			t.Errorf("%s: %+v", s.Kind(), a)
		}
		if r.next(&h); h.Wrong != "" {
			t.Fatalf("%s: %s", h.Path, h.Wrong)
		}
		return h
	}

	h := send(web, api.Push{Kind: "webpush", Endpoint: r.Origin + "/up/secret", P256DH: r.P256DH, Auth: r.Auth})
	if h.Text != messageBody || h.Key != web.Key() || h.TTL != "93" || h.Urgency != "high" || h.Topic != message.Hint || h.Claims["sub"] != "mailto:push@example.com" {
		t.Errorf("Web Push: %+v", h)
	}
	h = send(apns, applePhone)
	if h.HTTP != "2.0" || h.Kid != "FGHIJ67890" || h.Claims["iss"] != "ABCDE12345" || h.Text != string(message.apnsBody()) {
		t.Errorf("APNs: %+v", h)
	}
	h = send(fcm, api.Push{Kind: "fcm", Token: registrationOfFCM})
	if h.Path != "/token" || h.Kid != "0a1b2c" || h.Claims["scope"] != accessScope {
		t.Errorf("Google: %+v", h)
	}
	if r.next(&h); h.Authorization != "Bearer from-node" || !strings.Contains(h.Text, registrationOfFCM) {
		t.Errorf("FCM: %+v", h)
	}
}
