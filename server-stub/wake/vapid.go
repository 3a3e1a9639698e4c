package wake

import (
	"crypto/ecdsa"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const (
	vapidLife  = 12 * time.Hour // RFC 8292 section 2: at most 24
	vapidRenew = vapidLife / 2
	maxOrigins = 1000 // phones name them
)

// vapid signs who we are for push services (RFC 8292): once an origin, for hours.
type vapid struct {
	key     *ecdsa.PrivateKey
	public  string // as phones register with it
	contact string // "mailto:..." or "https://..."; "" for none
	now     func() time.Time

	mu   sync.Mutex
	made map[string]signed
}

type signed struct {
	jwt string
	at  time.Time
}

// PublicKey is the key as RFC 8292 section 3.2 writes it: the point, uncompressed,
// 87 characters.
func PublicKey(key *ecdsa.PrivateKey) (string, error) {
	point, err := key.PublicKey.ECDH()
	if err != nil {
		return "", err
	}
	return b64.EncodeToString(point.Bytes()), nil
}

// CheckContact refuses what is no contact by RFC 8292 section 2.1.
func CheckContact(contact string) error {
	u, err := url.Parse(contact)
	switch {
	case contact == "":
		return nil
	case err == nil && u.Scheme == "mailto" && strings.Contains(u.Opaque, "@"), err == nil && u.Scheme == "https" && u.Host != "":
		return nil
	}
	return fmt.Errorf("%q is no contact for push services: mailto:NAME@HOST, or https://HOST", contact)
}

// header is the value of Authorization for an endpoint.
func (v *vapid) header(endpoint *url.URL) (string, error) {
	origin := originOf(endpoint)
	v.mu.Lock()
	defer v.mu.Unlock()
	now := v.now()
	s, ok := v.made[origin]
	if age := now.Sub(s.at); !ok || age < 0 || age >= vapidRenew {
		jwt, err := v.sign(origin, now)
		if err != nil {
			return "", err
		}
		if s = (signed{jwt, now}); len(v.made) >= maxOrigins || v.made == nil {
			v.made = map[string]signed{}
		}
		v.made[origin] = s
	}
	return "vapid t=" + s.jwt + ", k=" + v.public, nil
}

func (v *vapid) sign(origin string, now time.Time) (string, error) {
	if v.key == nil {
		return "", errors.New("there is no VAPID key")
	}
	claims := jwt.MapClaims{"aud": origin, "exp": now.Add(vapidLife).Unix()}
	if v.contact != "" {
		claims["sub"] = v.contact
	}
	return jwt.NewWithClaims(jwt.SigningMethodES256, claims).SignedString(v.key)
}

// originOf writes an origin as RFC 6454 section 6.1 does.
func originOf(u *url.URL) string {
	host := strings.ToLower(u.Host)
	switch u.Scheme {
	case "https":
		host = strings.TrimSuffix(host, ":443")
	case "http":
		host = strings.TrimSuffix(host, ":80")
	}
	return strings.ToLower(u.Scheme) + "://" + host
}
