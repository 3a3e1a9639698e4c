package stub

import (
	mathrand "math/rand/v2"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/hotp"

	"kauth/core/api"
)

// oathtool makes the code of a moment, by another hand than ours.
func (p *phone) oathtool(at time.Time) string {
	p.w.t.Helper()
	out, err := exec.Command("oathtool", "--totp", "--base32", "--now", "@"+strconv.FormatInt(at.Unix(), 10), p.reg.TOTP.Secret).Output()
	p.w.ok(err)
	return strings.TrimSpace(string(out))
}

// step is the start of a code's life, some codes away from now.
func (w *world) step(codes int) time.Time {
	return w.s.Now().Truncate(30 * time.Second).Add(time.Duration(codes) * 30 * time.Second)
}

// middle moves the clock to the middle of a code's life: tests may take a second.
func (w *world) middle() {
	w.t.Helper()
	w.pass(w.step(1).Add(10 * time.Second).Sub(w.s.Now()))
}

func TestCodeSignsIn(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	w.middle()
	id, _ := b.ask()
	b.code(id, "totp", " "+p.oathtool(w.s.Now())[:3]+" "+p.oathtool(w.s.Now())[3:]).want(200)
	if got := b.state(id); got != "approved" {
		t.Fatalf("the login is %q", got)
	}
	if gone := p.fetch().Gone; gone[0].State != "cancelled" {
		t.Fatalf("the request is still on the phone: %+v", gone)
	}
	b.redeem(id).want(204)
}

func TestCodeIsAcceptedOnce(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	w.middle()
	code := p.oathtool(w.s.Now())
	b.code(b.begin().ID, "totp", code).want(200)
	w.restart()
	b.code(b.begin().ID, "totp", code).refused(api.CodeMismatch)
	b.code(b.begin().ID, "totp", p.oathtool(w.step(-1))).refused(api.CodeMismatch) // of before
	w.pass(30 * time.Second)
	b.code(b.begin().ID, "totp", p.oathtool(w.s.Now())).want(200)
}

func TestCodeWindowIsOneStepEitherSide(t *testing.T) {
	for codes, want := range map[int]int{-2: 422, -1: 200, 0: 200, 1: 200, 2: 422} {
		t.Run(strconv.Itoa(codes), func(t *testing.T) {
			w := newWorld(t, Options{})
			b, p := w.linked()
			w.middle()
			b.code(b.begin().ID, "totp", p.oathtool(w.step(codes))).want(want)
		})
	}
}

func TestDriftIsRemembered(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	w.middle()
	b.code(b.begin().ID, "totp", p.oathtool(w.step(-1))).want(200)
	w.restart()
	w.pass(5 * time.Minute)
	b.code(b.begin().ID, "totp", p.oathtool(w.step(-2))).want(200)
	w.pass(5 * time.Minute)
	b.code(b.begin().ID, "totp", p.oathtool(w.step(-3))).refused(api.CodeMismatch)
	b.code(b.begin().ID, "totp", p.oathtool(w.step(1))).want(200)
}

func TestEveryPhoneHasItsOwnCodes(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	other := w.linkPhone(b, "Tablet · kAuth")
	w.middle()
	if p.reg.TOTP.Secret == other.reg.TOTP.Secret {
		t.Fatal("two phones share a secret")
	}
	b.code(b.begin().ID, "totp", other.oathtool(w.s.Now())).want(200)
	b.code(b.begin().ID, "totp", p.oathtool(w.s.Now())).want(200)
	b.do("DELETE", api.Path(api.PathMethod, other.reg.Device), nil).want(204)
	w.pass(time.Minute)
	b.code(b.begin().ID, "totp", other.oathtool(w.s.Now())).refused(api.CodeMismatch)
}

func TestGuessingCodesGetsSlow(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	w.middle()
	wrong := otherDigits(p.oathtool(w.step(5)))
	guess := func() result { return b.code(b.begin().ID, "totp", wrong) }
	for range 5 {
		guess().refused(api.CodeMismatch)
	}
	for _, pause := range []int{1, 2, 4, 8, 16, 32, 60, 60} {
		r := guess()
		r.refused(api.CodeRateLimited)
		left, err := strconv.Atoi(r.header.Get("Retry-After"))
		if err != nil || left > pause || left < pause-1 {
			t.Fatalf("Retry-After is %q instead of %d", r.header.Get("Retry-After"), pause)
		}
		b.code(b.begin().ID, "totp", p.oathtool(w.s.Now())).refused(api.CodeRateLimited) // the right one too
		w.restart()
		w.pass(time.Duration(pause) * time.Second)
		guess().refused(api.CodeMismatch)
	}
	w.pass(time.Minute)
	id := b.begin().ID
	b.code(id, "totp", p.oathtool(w.s.Now())).want(200)
	b.redeem(id).want(204)
	guess().refused(api.CodeMismatch) // a success forgives
}

func TestGuessingCodesEndsAtAHundred(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	w.ok(w.s.update(func(t *tx) error {
		who, err := t.personByUser(annaUser)
		t.putWrongCodes(who.ID, wrongCodes{Count: 100})
		return err
	}))
	b.code(b.begin().ID, "totp", p.oathtool(w.s.Now())).refused(api.CodeRateLimited)
	w.pass(24 * time.Hour)
	b = w.browser()
	id, ask := b.ask()
	p.approve(p.only(), number(ask)).want(200) // requests still work
	b.redeem(id).want(204)
	b.code(b.begin().ID, "totp", p.oathtool(w.s.Now())).want(200)
}

func TestBackupCodesAreShownUntilAcknowledged(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	show := func() []string {
		var reply api.RecoveryReply
		p.call("GET", api.PathRecovery).want(200).into(&reply)
		return reply.Codes
	}
	codes := show()
	shape := regexp.MustCompile(`^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$`)
	if len(codes) != 10 || !shape.MatchString(codes[0]) || codes[0] == codes[1] {
		t.Fatalf("%q", codes)
	}
	w.restart()
	if !slices.Equal(show(), codes) {
		t.Fatal("other codes the second time")
	}
	p.call("POST", api.PathRecovery).want(204)
	p.call("POST", api.PathRecovery).want(204)
	if again := show(); len(again) != 0 {
		t.Fatalf("acknowledged and still shown: %q", again)
	}
}

func TestBackupCodesWaitTenMinutes(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	w.pass(10 * time.Minute)
	var reply api.RecoveryReply
	p.call("GET", api.PathRecovery).want(200).into(&reply)
	if len(reply.Codes) != 0 {
		t.Fatal("still shown")
	}
}

func TestBackupCodeWorksOnce(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	var reply api.RecoveryReply
	p.call("GET", api.PathRecovery).want(200).into(&reply)
	id := b.begin().ID
	b.code(id, "recovery", strings.ToUpper(strings.ReplaceAll(reply.Codes[3], "-", " "))).want(200)
	b.redeem(id).want(204)
	w.restart()
	b.code(b.begin().ID, "recovery", reply.Codes[3]).refused(api.CodeMismatch)
	var m api.MethodsReply
	b.do("GET", api.PathMethods, nil).want(200).into(&m)
	if last := m.Methods[len(m.Methods)-1]; last.Kind != "recovery" || *last.Left != 9 {
		t.Fatalf("%+v", m)
	}
	w.wantMail("A backup code was used")

	var fresh api.NewRecoveryReply
	b.do("POST", api.PathNewRecovery, nil).want(201).into(&fresh)
	b.code(b.begin().ID, "recovery", reply.Codes[4]).refused(api.CodeMismatch)
	b.code(b.begin().ID, "recovery", fresh.Codes[0]).want(200)
}

func TestSecondPhoneGetsNoBackupCodes(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	other := w.linkPhone(b, "Tablet · kAuth")
	var reply api.RecoveryReply
	other.call("GET", api.PathRecovery).want(200).into(&reply)
	if len(reply.Codes) != 0 {
		t.Fatal("the second phone sees the first one's codes")
	}
	p.call("GET", api.PathRecovery).want(200).into(&reply)
	if len(reply.Codes) != 10 {
		t.Fatal("the first no longer does")
	}
}

func TestTenBackupCodesAnHour(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	var reply api.RecoveryReply
	p.call("GET", api.PathRecovery).want(200).into(&reply)
	for range 10 {
		b.code(b.begin().ID, "recovery", "0000-0000-0000-0000").refused(api.CodeMismatch)
	}
	b.code(b.begin().ID, "recovery", reply.Codes[0]).refused(api.CodeRateLimited)
	w.pass(time.Hour)
	b = w.browser()
	b.code(b.begin().ID, "recovery", reply.Codes[0]).want(200)
}

func TestBackupCodesAreNotInTheFileOnceKept(t *testing.T) {
	w := newWorld(t, Options{})
	_, p := w.linked()
	var reply api.RecoveryReply
	p.call("GET", api.PathRecovery).want(200).into(&reply)
	p.call("POST", api.PathRecovery).want(204)
	w.ok(w.s.view(func(tx *tx) error {
		data := string(tx.Bucket([]byte(inPeople)).Get([]byte(p.reg.Account.ID)))
		if strings.Contains(data, reply.Codes[0]) || strings.Contains(data, annaPass) {
			t.Fatal("a record holds a secret in clear")
		}
		return nil
	}))
}

func TestCodesThatNobodyKeptComeAgainWithTheNextPhone(t *testing.T) {
	w := newWorld(t, Options{})
	b, first := w.linked()
	var lost, got api.RecoveryReply
	first.call("GET", api.PathRecovery).want(200).into(&lost)
	w.pass(11 * time.Minute) // they are no longer shown, and nobody said to have them
	b.prove().want(204)
	second := w.linkPhone(b, "Pixel 10")
	second.call("GET", api.PathRecovery).want(200).into(&got)
	if len(got.Codes) != recoveryCodes || got.Codes[0] == lost.Codes[0] {
		t.Fatalf("the second phone shows %v after %v", got.Codes, lost.Codes)
	}
	second.call("POST", api.PathRecovery)
	third := w.linkPhone(b, "Pixel 11")
	third.call("GET", api.PathRecovery).want(200).into(&got)
	if len(got.Codes) != 0 {
		t.Error("codes that were kept were replaced")
	}
}

func TestCodesAreThoseThatOthersMake(t *testing.T) {
	for range 200 {
		c, at := newCodeSecret(), mathrand.Int64N(1<<40)
		want, err := hotp.GenerateCode(base32NoPad.EncodeToString(c.Secret), uint64(at))
		if got := string(c.at(at)); err != nil || got != want {
			t.Fatalf("%q instead of %q: %v", got, want, err)
		}
	}
}
