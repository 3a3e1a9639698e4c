package enroll_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/coretest"
)

// scene is a phone that is linked to nothing yet.
type scene struct {
	*coretest.Phone
	server *coretest.Server
	store  *coretest.Store
	faults *coretest.Faults // of both
}

func newScene() *scene {
	f := &coretest.Faults{}
	s := &scene{server: coretest.NewServer(f), store: coretest.NewStore(f), faults: f}
	s.restart()
	return s
}

// restart is what a kill and a new start leave: the store.
func (s *scene) restart() { s.Phone = coretest.NewPhone(s.server, s.store) }

func (s *scene) begin(t *testing.T) core.Account {
	t.Helper()
	a, err := s.Enroll.Begin(t.Context(), s.server.Offer(coretest.Anna))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (s *scene) confirm(t *testing.T, a core.Account) core.Account {
	t.Helper()
	a, err := s.Enroll.Confirm(t.Context(), a.ID, s.server.Digits(a.Device.ID))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// none wants no account, not even half of one.
func (s *scene) none(t *testing.T) {
	t.Helper()
	if all := s.Accounts(t); len(all) != 0 {
		t.Fatalf("%d accounts are left: %+v", len(all), all)
	}
}

func wantKind(t *testing.T, err error, kind core.Kind) {
	t.Helper()
	if core.KindOf(err) != kind {
		t.Fatalf("%q instead of %q: %v", core.KindOf(err), kind, err)
	}
}

func TestLinkingEndsWithAWholeAccount(t *testing.T) {
	s := newScene()
	a := s.begin(t)
	if a.State != core.Unconfirmed || a.Device.LinkCode.Len() != 0 || s.server.State(a.Device.ID) != "unconfirmed" {
		t.Fatalf("%+v", a)
	}
	a = s.confirm(t, a)
	stored, err := s.store.Account(a.ID)
	if err != nil {
		t.Fatal(err)
	}
	o, d := stored.OTP, stored.Device
	switch {
	case stored.State != core.Active || s.server.State(d.ID) != "active":
		t.Errorf("%s here, %s there", stored.State, s.server.State(d.ID))
	case o.Type != core.TOTP || o.Secret.Len() != 20 || o.Algorithm != "SHA1" || o.Digits != 6 || o.Period != 30*time.Second:
		t.Errorf("%+v", o)
	case stored.Issuer != "Example" || stored.Label != "anna@example.ch" || !stored.CodesWaiting:
		t.Errorf("%+v", stored)
	case d.Origin != s.server.Origin || d.Account != coretest.Anna || d.Name != "Pixel 9 · kAuth" || d.LinkCode.Len() != 0:
		t.Errorf("%+v", d)
	case len(d.ServerKeys) != 1 || !d.ServerKeys[0].Key.Equal(&s.server.Key().PublicKey):
		t.Errorf("%+v", d.ServerKeys)
	}
}

func TestDigitsMayBeTypedWithBlanks(t *testing.T) {
	s := newScene()
	a := s.begin(t)
	if a, err := s.Enroll.Confirm(t.Context(), a.ID, " 482 913 "); err != nil || a.State != core.Active {
		t.Fatal(err)
	}
}

func TestWhatAreNotSixDigitsIsNotSent(t *testing.T) {
	s := newScene()
	a := s.begin(t)
	for _, bad := range []string{"", "48291", "4829133", "48291x", "４８２９１３", "-82913"} {
		_, err := s.Enroll.Confirm(t.Context(), a.ID, bad)
		wantKind(t, err, core.Malformed)
	}
	s.confirm(t, a)
}

func TestWrongDigitsEndTheLink(t *testing.T) {
	s := newScene()
	a := s.begin(t)
	_, err := s.Enroll.Confirm(t.Context(), a.ID, "111111")
	wantKind(t, err, core.Mismatch)
	s.none(t)
	_, err = s.Enroll.Confirm(t.Context(), a.ID, "482913")
	wantKind(t, err, core.NotFound)
}

func TestSecondTapOnConfirmChangesNothing(t *testing.T) {
	s := newScene()
	a := s.confirm(t, s.begin(t))
	if again, err := s.Enroll.Confirm(t.Context(), a.ID, "000000"); err != nil || again.State != core.Active {
		t.Fatal(err)
	}
}

func TestAbandonedLinkLeavesNothingOnEitherSide(t *testing.T) {
	s := newScene()
	a := s.begin(t)
	if err := s.Enroll.Abandon(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	s.none(t)
	if s.server.State(a.Device.ID) != "revoked" {
		t.Fatal("the server was not told")
	}
	if err := s.Enroll.Abandon(t.Context(), a.ID); err != nil {
		t.Fatal("a second time: ", err)
	}
}

func TestAbandoningNeedsNoServer(t *testing.T) {
	s := newScene()
	a := s.begin(t)
	s.server.Before(coretest.Fail(core.E("test", core.Offline, nil), "Fetch", "Answer"))
	if err := s.Enroll.Abandon(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	s.none(t)
}

func TestLinkedAccountIsNotAbandoned(t *testing.T) {
	s := newScene()
	a := s.confirm(t, s.begin(t))
	wantKind(t, s.Enroll.Abandon(t.Context(), a.ID), core.Denied)
	if len(s.Accounts(t)) != 1 {
		t.Fatal("it is gone")
	}
}

func TestUsedAndExpiredLinksLeaveNothing(t *testing.T) {
	s := newScene()
	used := s.server.Offer(coretest.Anna)
	other := coretest.NewPhone(s.server, coretest.NewStore(nil))
	if _, err := other.Enroll.Begin(t.Context(), used); err != nil {
		t.Fatal(err)
	}
	_, err := s.Enroll.Begin(t.Context(), used)
	wantKind(t, err, core.LinkUsed)
	s.none(t)

	old := s.server.Offer(coretest.Anna)
	s.server.Now = func() time.Time { return time.Now().Add(11 * time.Minute) }
	_, err = s.Enroll.Begin(t.Context(), old)
	wantKind(t, err, core.LinkExpired)
	s.none(t)

	old.Code = api.NewCode()
	_, err = s.Enroll.Begin(t.Context(), old)
	wantKind(t, err, core.LinkExpired)
	s.none(t)
}

func TestPhoneClockPlaysNoPartInLinking(t *testing.T) {
	for _, off := range []time.Duration{time.Hour, -time.Hour, 10 * 365 * 24 * time.Hour} {
		s := newScene()
		s.server.Now = func() time.Time { return time.Now().Add(off) }
		if a := s.confirm(t, s.begin(t)); a.State != core.Active {
			t.Fatalf("%v: %s", off, a.State)
		}
	}
}

func TestAddressWithoutHTTPSIsNotAsked(t *testing.T) {
	s := newScene()
	o := s.server.Offer(coretest.Anna)
	o.Origin = "http://login.example.ch"
	_, err := s.Enroll.Begin(t.Context(), o)
	wantKind(t, err, core.Insecure)
	s.none(t)
}

func TestNothingIsKeptOfAReplyThatTheScannedKeyDidNotSign(t *testing.T) {
	stranger, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	jwk := api.JWKOf(&stranger.PublicKey)
	signed := func(st api.Statement, k *ecdsa.PrivateKey) string {
		jws, err := api.Sign(api.TypeStatement, k, st)
		if err != nil {
			t.Fatal(err)
		}
		return jws
	}
	const otherID = "dev_AAAAAAAAAAAAAAAAAAAAAA"
	for name, c := range map[string]struct {
		change func(r *api.RegisterReply, st *api.Statement)
		want   core.Kind
	}{
		"signed by a stranger": {func(r *api.RegisterReply, st *api.Statement) {
			r.Keys, st.Keys = append(r.Keys, jwk), append(st.Keys, api.Thumbprint(&stranger.PublicKey))
			r.Statement = signed(*st, stranger)
		}, core.WrongKey},
		"only a stranger's key": {func(r *api.RegisterReply, st *api.Statement) {
			r.Keys, st.Keys = []api.JWK{jwk}, []string{api.Thumbprint(&stranger.PublicKey)}
			r.Statement = signed(*st, stranger)
		}, core.WrongKey},
		"the scanned key is not among them": {func(r *api.RegisterReply, st *api.Statement) {
			r.Keys, st.Keys = []api.JWK{jwk}, []string{api.Thumbprint(&stranger.PublicKey)}
		}, core.WrongKey},
		"a key that is not stated": {func(r *api.RegisterReply, _ *api.Statement) { r.Keys = append(r.Keys, jwk) }, core.WrongKey},
		"a stated key is missing": {func(_ *api.RegisterReply, st *api.Statement) {
			st.Keys = append(st.Keys, api.Thumbprint(&stranger.PublicKey))
		}, core.WrongKey},
		"no keys":               {func(r *api.RegisterReply, _ *api.Statement) { r.Keys = nil }, core.WrongKey},
		"a key twice":           {func(r *api.RegisterReply, _ *api.Statement) { r.Keys = append(r.Keys, r.Keys[0]) }, core.Garbled},
		"a key under a name":    {func(r *api.RegisterReply, _ *api.Statement) { r.Keys[0].Kid = "x" }, core.Garbled},
		"a key that is none":    {func(r *api.RegisterReply, _ *api.Statement) { r.Keys[0].X = r.Keys[0].Y }, core.Garbled},
		"far too many keys":     {func(r *api.RegisterReply, _ *api.Statement) { r.Keys = make([]api.JWK, 1000) }, core.Garbled},
		"no statement":          {func(r *api.RegisterReply, _ *api.Statement) { r.Statement = "x" }, core.WrongKey},
		"another device key":    {func(_ *api.RegisterReply, st *api.Statement) { st.Key = st.Keys[0] }, core.WrongKey},
		"another device":        {func(r *api.RegisterReply, _ *api.Statement) { r.Device = otherID }, core.WrongKey},
		"another secret":        {func(r *api.RegisterReply, _ *api.Statement) { r.TOTP.Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" }, core.WrongKey},
		"another account":       {func(r *api.RegisterReply, _ *api.Statement) { r.Account.ID = coretest.Ben }, core.WrongKey},
		"another server":        {func(_ *api.RegisterReply, st *api.Statement) { st.Iss = "https://evil.example" }, core.WrongKey},
		"a revocation":          {func(_ *api.RegisterReply, st *api.Statement) { st.Kind = api.StmtRevoked }, core.WrongKey},
		"no device":             {func(r *api.RegisterReply, _ *api.Statement) { r.Device = "" }, core.Garbled},
		"a path for a device":   {func(r *api.RegisterReply, _ *api.Statement) { r.Device = "dev_/../../../../../../.." }, core.Garbled},
		"no account":            {func(r *api.RegisterReply, _ *api.Statement) { r.Account.ID = "" }, core.Garbled},
		"active without digits": {func(r *api.RegisterReply, _ *api.Statement) { r.State = "active" }, core.Garbled},
		"no state":              {func(r *api.RegisterReply, _ *api.Statement) { r.State = "" }, core.Garbled},
		"no secret":             {func(r *api.RegisterReply, _ *api.Statement) { r.TOTP.Secret = "" }, core.Garbled},
		"short secret":          {func(r *api.RegisterReply, _ *api.Statement) { r.TOTP.Secret = "GEZDGNBVGY3TQOJQ" }, core.Garbled},
		"padded secret":         {func(r *api.RegisterReply, _ *api.Statement) { r.TOTP.Secret += "=" }, core.Garbled},
		"unknown algorithm":     {func(r *api.RegisterReply, _ *api.Statement) { r.TOTP.Algorithm = "MD5" }, core.Garbled},
		"five digits":           {func(r *api.RegisterReply, _ *api.Statement) { r.TOTP.Digits = 5 }, core.Garbled},
		"nine digits":           {func(r *api.RegisterReply, _ *api.Statement) { r.TOTP.Digits = 9 }, core.Garbled},
		"period of 14 s":        {func(r *api.RegisterReply, _ *api.Statement) { r.TOTP.Period = 14 }, core.Garbled},
		"period of 301 s":       {func(r *api.RegisterReply, _ *api.Statement) { r.TOTP.Period = 301 }, core.Garbled},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene()
			s.server.Change = c.change
			_, err := s.Enroll.Begin(t.Context(), s.server.Offer(coretest.Anna))
			wantKind(t, err, c.want)
			s.none(t)
		})
	}
}

func TestQRCodeOfAnotherServersKeyIsFoundOut(t *testing.T) {
	s := newScene()
	o := s.server.Offer(coretest.Anna)
	stranger, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	o.KeyID = api.Thumbprint(&stranger.PublicKey)
	_, err = s.Enroll.Begin(t.Context(), o)
	wantKind(t, err, core.WrongKey)
	s.none(t)
}

func TestNamesFromTheServerAreFitToBeShown(t *testing.T) {
	s := newScene()
	s.server.Change = func(r *api.RegisterReply, _ *api.Statement) {
		r.Account.Issuer, r.Account.Label = "Ban\u202ek\n", "\u0000"
	}
	o := s.server.Offer(coretest.Anna)
	o.Account = "hint\u2028@example.ch"
	a, err := s.Enroll.Begin(t.Context(), o)
	if err != nil || a.Issuer != "Bank" || a.Label != "hint @example.ch" {
		t.Fatalf("%q %q %v", a.Issuer, a.Label, err)
	}
}

func TestOtherOneTimeCodesAreTaken(t *testing.T) {
	s := newScene()
	s.server.Change = func(r *api.RegisterReply, _ *api.Statement) {
		r.TOTP.Algorithm, r.TOTP.Digits, r.TOTP.Period = "SHA512", 8, 60
	}
	a := s.begin(t)
	if a.OTP.Algorithm != "SHA512" || a.OTP.Digits != 8 || a.OTP.Period != time.Minute {
		t.Fatalf("%+v", a.OTP)
	}
}

func TestServerThatIsAwayLeavesTheLinkToBeTakenUpAgain(t *testing.T) {
	for _, kind := range []core.Kind{core.Offline, core.Slow, core.ServerDown, core.RateLimited, core.Cancelled} {
		for _, heard := range []bool{false, true} {
			s := newScene()
			fail := coretest.Fail(core.E("test", kind, nil), "Register")
			if heard {
				s.faults.After(fail)
			} else {
				s.faults.Before(fail)
			}
			o := s.server.Offer(coretest.Anna)
			a, err := s.Enroll.Begin(t.Context(), o)
			wantKind(t, err, kind)
			if a.State != core.Registering || len(s.Accounts(t)) != 1 {
				t.Fatalf("%+v", a)
			}
			s.faults.After(nil)
			s.faults.Before(nil)
			again, err := s.Enroll.Begin(t.Context(), o) // "try again" with the same QR code
			if err != nil || again.ID != a.ID || len(s.server.Devices("unconfirmed")) != 1 {
				t.Fatalf("%s, heard %v: %v", kind, heard, err)
			}
			s.confirm(t, again)
		}
	}
}

func TestOtherErrorsLeaveNothing(t *testing.T) {
	for _, kind := range []core.Kind{core.Certificate, core.Insecure, core.Redirected, core.Garbled, core.Denied, core.Internal} {
		s := newScene()
		s.faults.Before(coretest.Fail(core.E("test", kind, nil), "Register"))
		_, err := s.Enroll.Begin(t.Context(), s.server.Offer(coretest.Anna))
		wantKind(t, err, kind)
		s.none(t)
	}
}

func TestFullDiskIsSaidBeforeTheLinkCodeIsUsed(t *testing.T) {
	s := newScene()
	o := s.server.Offer(coretest.Anna)
	s.faults.Before(coretest.Fail(core.E("test", core.StorageFull, nil), "PutAccount"))
	_, err := s.Enroll.Begin(t.Context(), o)
	wantKind(t, err, core.StorageFull)
	s.faults.Before(nil)
	if len(s.server.Devices("unconfirmed")) != 0 {
		t.Fatal("the server was asked")
	}
	if _, err := s.Enroll.Begin(t.Context(), o); err != nil {
		t.Fatal("the link code is used up: ", err)
	}
}

func TestDigitsCanBeGivenAgainAfterTrouble(t *testing.T) {
	for _, call := range []string{"Fetch", "Answer"} {
		s := newScene()
		a := s.begin(t)
		s.faults.Before(coretest.Fail(core.E("test", core.Certificate, nil), call))
		kept, err := s.Enroll.Confirm(t.Context(), a.ID, "482913")
		wantKind(t, err, core.Certificate)
		if kept.State != core.Unconfirmed {
			t.Fatalf("%+v", kept)
		}
		s.faults.Before(nil)
		s.confirm(t, a)
	}
}

func TestLinkThatEndedOnTheComputerIsRemoved(t *testing.T) {
	s := newScene()
	a := s.begin(t)
	s.server.Revoke(a.Device.ID) // its page was closed, or its time is over
	_, err := s.Enroll.Confirm(t.Context(), a.ID, "482913")
	wantKind(t, err, core.LinkExpired)
	s.none(t)
}
