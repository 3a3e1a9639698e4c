package wake

import (
	"crypto/ecdsa"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Apple takes a provider's signature for an hour, and not two within 20 minutes
// ("Establishing a token-based connection to APNs").
const (
	providerLife   = 40 * time.Minute
	providerForced = 20 * time.Minute
)

// provider signs who we are for APNs: one signature for all.
type provider struct {
	key         *ecdsa.PrivateKey
	keyID, team string
	now         func() time.Time

	mu     sync.Mutex
	value  string
	made   time.Time
	forced time.Time // when APNs last had us make another before its time
}

// jwt gives the signature that is there, or another once it is old.
func (p *provider) jwt() (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if age := p.now().Sub(p.made); p.value != "" && age >= 0 && age < providerLife {
		return p.value, nil
	}
	return p.make()
}

// renew makes another where APNs takes the old one for expired: not again and again,
// as would be where our clock is wrong.
func (p *provider) renew(old string) (string, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.value != old {
		return p.value, true // somebody was faster
	}
	now := p.now()
	if age := now.Sub(p.forced); age >= 0 && age < providerForced {
		return "", false
	}
	p.forced = now
	value, err := p.make()
	return value, err == nil
}

func (p *provider) make() (string, error) {
	now := p.now()
	claim := jwt.NewWithClaims(jwt.SigningMethodES256, jwt.MapClaims{"iss": p.team, "iat": now.Unix()})
	claim.Header["kid"] = p.keyID
	value, err := claim.SignedString(p.key)
	if err != nil {
		return "", err
	}
	p.value, p.made = value, now
	return value, nil
}
