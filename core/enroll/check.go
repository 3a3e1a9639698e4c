package enroll

import (
	"cmp"
	"crypto/ecdsa"
	"encoding/base32"
	"slices"
	"time"

	"kauth/core"
	"kauth/core/api"
)

// check makes the account of a registration's reply, if the key that the person
// scanned signed it: for this phone's key, this one-time-code secret and exactly
// these server keys. core.WrongKey where it did not, core.Garbled where the reply
// breaks the protocol in itself.
func check(a core.Account, reply api.RegisterReply) (core.Account, error) {
	d := *a.Device
	if !api.ValidID("dev_", reply.Device) || !api.ValidID("acc_", reply.Account.ID) {
		return core.Account{}, garbled("an id is missing")
	}
	keys, ids, err := serverKeys(reply.Keys)
	if err != nil {
		return core.Account{}, err
	}
	otp, err := readOTP(reply.TOTP)
	if err != nil {
		return core.Account{}, err
	}
	stated, err := checkStatement(d, reply, keys, ids, otp.Secret)
	if err != nil {
		return core.Account{}, err
	}
	switch {
	case reply.State == "unconfirmed" && (reply.Move != nil || !d.Bearer):
		a.State = core.Unconfirmed
	case reply.State == "active" && d.Bearer:
		a.State = core.Active
	default:
		return core.Account{}, garbled("a state that does not follow")
	}
	a.Issuer = cmp.Or(api.CleanText(reply.Account.Issuer, maxTitle), a.Issuer, hostOf(d.Origin))
	a.Label = cmp.Or(api.CleanText(reply.Account.Label, maxTitle), a.Label)
	a.OTP, a.CodesWaiting = otp, reply.Recovery
	d.ID, d.Account, d.ServerKeys, d.LinkCode = reply.Device, reply.Account.ID, keys, core.Secret{}
	d.KeysAt = stated.KeysAt
	if d.Moves = reply.Move != nil && a.State == core.Unconfirmed; d.Moves {
		d.MovesFrom = api.CleanText(reply.Move.From, api.MaxName)
	}
	switch stated.Listen {
	case "": // a server of before listening keys: it would take nothing by ours
		d.Listen = core.DeviceKey{}
	case api.ThumbprintOf(d.Listen.Signer()):
	default:
		return core.Account{}, wrongKey("signed for another listening key")
	}
	a.Device = &d
	return a, nil
}

func garbled(why string) error { return core.Errorf("enroll.check", core.Garbled, "%s", why) }

func wrongKey(why string) error { return core.Errorf("enroll.check", core.WrongKey, "%s", why) }

// serverKeys reads the keys and gives their thumbprints, sorted.
func serverKeys(jwks []api.JWK) (keys []core.ServerKey, ids []string, err error) {
	if len(jwks) > api.MaxKeys {
		return nil, nil, garbled("too many server keys")
	}
	for _, j := range jwks {
		k, err := j.Key()
		if err != nil {
			return nil, nil, garbled("a server key that is none")
		}
		id := api.Thumbprint(k)
		if (j.Kid != "" && j.Kid != id) || slices.Contains(ids, id) {
			return nil, nil, garbled("a server key under a wrong name, or twice")
		}
		keys, ids = append(keys, core.ServerKey{ID: id, Key: k}), append(ids, id)
	}
	slices.Sort(ids)
	return keys, ids, nil
}

// checkStatement holds the reply against what the scanned key signed.
func checkStatement(d core.Device, reply api.RegisterReply, keys []core.ServerKey, ids []string, secret core.Secret) (api.Statement, error) {
	public, ok := d.Key.Public().(*ecdsa.PublicKey)
	_, scanned := readTicket(d.LinkCode)
	if !ok || scanned == "" {
		return api.Statement{}, core.Errorf("enroll.check", core.Internal, "the account was not begun as it should have been")
	}
	pinned := func(kid string) *ecdsa.PublicKey {
		for _, k := range keys {
			if k.ID == kid && kid == scanned {
				return k.Key
			}
		}
		return nil
	}
	s, err := api.OpenStatement(reply.Statement, api.StmtRegistered, pinned, d.Origin, reply.Device, api.Thumbprint(public))
	if err != nil {
		return s, wrongKey("the server's key is not the one that was scanned, or did not sign this")
	}
	stated := slices.Clone(s.Keys)
	slices.Sort(stated)
	switch {
	case s.Account != reply.Account.ID:
		return s, wrongKey("signed for another account")
	case !slices.Equal(stated, ids):
		return s, wrongKey("signed for other server keys")
	case s.OTPHash != api.Hash(secret.Bytes()):
		return s, wrongKey("signed for another one-time-code secret")
	}
	return s, nil
}

// minSecret is the least that RFC 4226 section 4 (R6) allows: 128 bits.
const (
	minSecret = 16
	maxSecret = 128
)

func readOTP(t api.TOTP) (core.OTP, error) {
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(t.Secret)
	known := t.Algorithm == "SHA1" || t.Algorithm == "SHA256" || t.Algorithm == "SHA512"
	switch {
	case err != nil || len(secret) < minSecret || len(secret) > maxSecret:
		return core.OTP{}, garbled("the one-time-code secret is not base32 of at least 128 bits")
	case !known, t.Digits < 6, t.Digits > 8, t.Period < 15, t.Period > 300:
		return core.OTP{}, garbled("one-time codes of a kind that is not allowed")
	}
	return core.OTP{
		Type: core.TOTP, Secret: core.NewSecret(secret), Algorithm: t.Algorithm, Digits: t.Digits,
		Period: time.Duration(t.Period) * time.Second,
	}, nil
}
