package stub

import (
	"net"
	"net/netip"
	"net/url"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"kauth/core/api"
)

// Security keys are WebAuthn credentials (W3C, level 3), as a second step: the
// password came before, so the key need not know its owner.

const keyLife = 2 * 60 // seconds that a browser has to answer

// errKeyAddress is a server reached by an address: a security key belongs to a
// name, and an IP address is none (WebAuthn section 5.1.2, "effective domain").
var errKeyAddress = fail(api.CodeBadRequest, "a security key belongs to a name: it does not work at an IP address")

// party is who we are to security keys. At loopback that is "localhost" as well as
// what the origin says: the origin has an IP address by default, since phones hold
// it for good and reach it alike everywhere, but keys need a name.
func (s *Server) party(host string) (*webauthn.WebAuthn, error) {
	u, err := url.Parse(s.Origin())
	if err != nil {
		return nil, err
	}
	name, origin := u.Hostname(), s.Origin()
	if asked, _, err := net.SplitHostPort(host); err == nil && asked == "localhost" && isNear(name) {
		name, origin = asked, u.Scheme+"://"+host
	}
	if _, err := netip.ParseAddr(name); err == nil {
		return nil, errKeyAddress
	}
	return webauthn.New(&webauthn.Config{
		RPID: name, RPDisplayName: s.o.Name, RPOrigins: []string{origin},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey:      protocol.ResidentKeyRequirementDiscouraged,
			UserVerification: protocol.VerificationPreferred,
		},
	})
}

// Localhost is the address at which security keys work where the origin is an IP
// address of this machine; "" where the origin will do, or nothing does.
func (s *Server) Localhost() string {
	u, err := url.Parse(s.Origin())
	if err != nil || !isNear(u.Hostname()) || u.Hostname() == "localhost" || u.Scheme != "http" {
		return ""
	}
	return "http://localhost:" + u.Port()
}

func isNear(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// keyOwner is a person as the library asks for one.
type keyOwner struct {
	*person
	keys []webauthn.Credential
}

func (o keyOwner) WebAuthnID() []byte                         { return []byte(o.ID) } // random, and no name
func (o keyOwner) WebAuthnName() string                       { return o.User }
func (o keyOwner) WebAuthnDisplayName() string                { return o.User }
func (o keyOwner) WebAuthnCredentials() []webauthn.Credential { return o.keys }

// keyRecord is a security key: its public half, and its counter.
type keyRecord struct {
	Credential webauthn.Credential
	Party      string // the name that it belongs to
}

// keysOf reads p's security keys that work at a name; all of them for "".
func (t *tx) keysOf(p *person, party string) (owner keyOwner, err error) {
	owner.person = p
	for _, m := range p.Others {
		if m.Kind != kindKey || party != "" && m.Suspended {
			continue
		}
		k, err := load[keyRecord](t, inKeys, m.ID)
		if err != nil {
			return owner, err
		}
		if party == "" || k.Party == party {
			owner.keys = append(owner.keys, k.Credential)
		}
	}
	return owner, nil
}

// keyMethod finds the method of a credential.
func (t *tx) keyMethod(p *person, credential []byte) (*method, error) {
	for i, m := range p.Others {
		if m.Kind != kindKey {
			continue
		}
		k, err := load[keyRecord](t, inKeys, m.ID)
		if err != nil {
			return nil, err
		}
		if string(k.Credential.ID) == string(credential) {
			return &p.Others[i], nil
		}
	}
	return nil, errNotFound
}
