package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
)

const maxMessage = 4096

// ServeHTTP is the push server: RFC 8030 section 5.
func (d *distributor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id := strings.TrimPrefix(r.URL.Path, "/")
	to, there := d.find(id)
	_, err := strconv.ParseUint(r.Header.Get("TTL"), 10, 31)
	body, read := io.ReadAll(io.LimitReader(r.Body, maxMessage+1))
	switch {
	case r.Method != http.MethodPost:
		w.WriteHeader(http.StatusMethodNotAllowed)
	case !there:
		w.WriteHeader(http.StatusNotFound)
	case err != nil || read != nil || len(body) == 0 || r.Header.Get("Content-Encoding") != "aes128gcm":
		w.WriteHeader(http.StatusBadRequest)
	case len(body) > maxMessage:
		w.WriteHeader(http.StatusRequestEntityTooLarge)
	case d.needsKey && !strings.Contains(r.Header.Get("Authorization"), "k="+to.key):
		w.WriteHeader(http.StatusForbidden)
	default:
		d.say(map[string]any{
			"sent": id, "bytes": len(body), "ttl": r.Header.Get("TTL"), "urgency": r.Header.Get("Urgency"), "topic": r.Header.Get("Topic"),
		})
		d.tell(to.service, "Message", dict{"token": dbus.MakeVariant(id), "message": dbus.MakeVariant(body)})
		w.Header().Set("Location", d.origin+"/sent/1")
		w.WriteHeader(http.StatusCreated)
	}
}

// serveTLS listens with a certificate of its own making, which file gets.
func serveTLS(address, file string) (net.Listener, string, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, "", err
	}
	is := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(7 * 24 * time.Hour),
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, is, is, &key.PublicKey, key)
	if err != nil {
		return nil, "", err
	}
	if file != "" {
		if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
			return nil, "", err
		}
	}
	l, err := tls.Listen("tcp", address, &tls.Config{
		Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, NextProtos: []string{"h2", "http/1.1"}, MinVersion: tls.VersionTLS12,
	})
	if err != nil {
		return nil, "", err
	}
	return l, "https://" + l.Addr().String(), nil
}
