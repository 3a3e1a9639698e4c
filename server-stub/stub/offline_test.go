package stub

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"

	"kauth/core/api"
	"kauth/core/qr"
)

// offline are the digits that a phone shows, by hand from docs/protocol.md: HKDF is its
// two steps (RFC 5869), the truncation that of RFC 4226.
func (p *phone) offline(jws, decision, number string) string {
	p.w.t.Helper()
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(p.reg.TOTP.Secret)
	p.w.ok(err)
	mac := func(key []byte, text string) []byte {
		m := hmac.New(sha256.New, key)
		m.Write([]byte(text))
		return m.Sum(nil)
	}
	key := mac(mac(make([]byte, 32), string(secret)), "ka/1 offline answer "+p.reg.Device+"\x01")
	hash := sha256.Sum256([]byte(jws))
	sum := mac(key, base64.RawURLEncoding.EncodeToString(hash[:])+"."+decision+"."+number)
	at := sum[31] % 16
	n := int(sum[at]&127)<<24 | int(sum[at+1])<<16 | int(sum[at+2])<<8 | int(sum[at+3])
	return fmt.Sprintf("%08d", n%100_000_000)
}

func (b *browser) typed(id, digits string) result {
	b.w.t.Helper()
	return b.do("POST", api.Path(api.PathOffline, id), map[string]string{"digits": digits})
}

func TestDigitsAnswerWithoutANetwork(t *testing.T) {
	for decision, want := range map[string]string{"approve": "approved", "deny": "denied"} {
		t.Run(decision, func(t *testing.T) {
			w := newWorld(t, Options{})
			b, p := w.linked()
			id, _ := b.ask()
			jws := p.only()
			digits := p.offline(jws, decision, "")
			var said api.LoginState
			b.typed(id, digits[:4]+" "+digits[4:]).want(200).into(&said)
			if said.State != want || b.state(id) != want {
				t.Fatalf("%q, the page is %q", said.State, b.state(id))
			}
			again := b.typed(id, digits).refused(api.CodeAlreadyAnswered)
			if decision == "approve" {
				b.redeem(id).want(204)
				again = b.typed(id, digits).refused(api.CodeAlreadyAnswered)
			}
			if again.State == "" {
				t.Error("it does not say how it ended")
			}
			if gone := p.fetch().Gone; len(gone) != 2 || gone[0].State != want && gone[1].State != want {
				t.Errorf("the phone hears of %+v", gone)
			}
			if over := p.answer(jws, func(*api.Answer) {}).refused(api.CodeAlreadyAnswered); over.By != "this_device" {
				t.Errorf("an answer after it: %+v", over)
			}
		})
	}
}

func TestDigitsBindTheNumber(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	w.s.SetMode("match")
	id, ask := b.ask()
	b.typed(id, p.offline(p.only(), "approve", other(*ask.Match))).refused(api.CodeMismatch)
	if b.state(id) != "mismatch" {
		t.Fatal(b.state(id))
	}
	id, ask = b.ask()
	b.typed(id, p.offline(p.only(), "approve", "")).refused(api.CodeMismatch)
	id, ask = b.ask()
	b.typed(id, p.offline(p.only(), "approve", *ask.Match)).want(200)
	b.redeem(id).want(204)
}

// other is another number of as many digits.
func other(number string) string {
	last := number[len(number)-1]
	return number[:len(number)-1] + string('0'+(last-'0'+1)%10)
}

func TestWrongDigitsAreFinalAndSlipsAreNot(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	id, _ := b.ask()
	jws := p.only()
	right := p.offline(jws, "approve", "")
	for _, slip := range []string{"", "1", right[:7], right + "0", "abcdefgh", "１２３４５６７８"} {
		b.typed(id, slip).refused(api.CodeBadRequest)
	}
	if b.state(id) != "waiting" {
		t.Fatal("a slip of the hand closed the request")
	}
	if p := b.typed(id, other(right)).refused(api.CodeMismatch); p.State != "mismatch" {
		t.Errorf("%+v", p)
	}
	if p := b.typed(id, right).refused(api.CodeAlreadyAnswered); p.State != "mismatch" {
		t.Errorf("a second guess: %+v", p)
	}
	if _, ask := b.ask(); ask.Match == nil {
		t.Error("after wrong digits the next request asks for no number")
	}
}

func TestDigitsAreForOneRequestOfOnePhone(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	id, _ := b.ask()
	before := p.offline(p.only(), "approve", "")
	b.login("POST", id, "/cancel").want(204)
	b.typed(id, before).refused(api.CodeAlreadyAnswered)
	w.pass(11 * time.Minute)
	id, _ = b.ask()
	b.typed(id, before).refused(api.CodeMismatch)

	w.pass(11 * time.Minute)
	id, _ = b.ask()
	late := p.offline(p.only(), "approve", "")
	w.pass(2 * time.Minute)
	b.typed(id, late).refused(api.CodeExpired)
	w.browser().typed(id, late).refused(api.CodeNotFound)
}

func TestEveryPhoneHasAPictureOfItsOwn(t *testing.T) {
	w := newWorld(t, Options{})
	b, first := w.linked()
	alone, ask := b.ask()
	if ask.QR == nil || readQR(t, *ask.QR) == "" {
		t.Fatal("one phone, and no picture")
	}
	b.login("POST", alone, "/cancel").want(204)
	second := w.linkPhone(b, "Pixel 8 · kAuth")
	id, ask := b.ask()
	if ask.QR != nil {
		t.Error("two phones, and one picture")
	}
	var page api.OfflineReply
	b.login("GET", id, "/offline").want(200).into(&page)
	if len(page.Phones) != 2 || page.ExpiresIn <= 100 || *page.Match != *ask.Match {
		t.Fatalf("%+v", page)
	}
	for i, p := range []*phone{first, second} {
		link, err := requestLink(p.only())
		w.ok(err)
		if got := page.Phones[i]; got.Name != p.name || got.Link != link || readQR(t, got.QR) != link {
			t.Errorf("%+v", got)
		}
	}
	b.typed(id, second.offline(second.only(), "approve", *ask.Match)).want(200)
	b.redeem(id).want(204)
	b.login("GET", id, "/offline").refused(api.CodeAlreadyAnswered)
}

func readQR(t *testing.T, picture string) string {
	t.Helper()
	png, err := base64.StdEncoding.DecodeString(picture)
	if err != nil {
		t.Fatal(err)
	}
	texts, err := qr.Read(t.Context(), bytes.NewReader(png))
	if err != nil || len(texts) != 1 {
		t.Fatal(texts, err)
	}
	return texts[0]
}

func TestAPhoneThatMissedThePolicyMakesNoDigits(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	w.ok(w.s.SetPolicy(Policy{VerifyRequired: true, MayLeave: true}))
	id, ask := b.ask()
	if ask.QR != nil {
		t.Error("it is shown the request")
	}
	b.typed(id, p.offline(p.only(), "approve", "")).refused(api.CodeUVRequired)
	if b.state(id) != "waiting" {
		t.Fatal(b.state(id))
	}
}

func TestASuspendedPhonesDigitsOpenNothing(t *testing.T) {
	w := newWorld(t, Options{})
	b, p := w.linked()
	id, _ := b.ask()
	jws := p.only()
	b.typed(id, p.offline(jws, "approve", "")).want(200)
	w.ok(w.s.Suspend(p.reg.Device))
	b.redeem(id).refused(api.CodeNotApproved)
}

func TestDigitsAreThoseOfTheVectors(t *testing.T) {
	data, err := os.ReadFile("../../core/api/testdata/vectors.json")
	check(t, err)
	var v struct {
		Inputs  map[string]string
		Valid   []struct{ Name, JWS string }
		Offline struct {
			Requests []struct {
				Message, QR string
				Answers     []struct{ Dec, Match, Digits string }
			}
		}
	}
	check(t, json.Unmarshal(data, &v))
	secret, err := base32.StdEncoding.DecodeString(v.Inputs["otp_secret_base32"])
	check(t, err)
	d := &device{ID: v.Inputs["device"], Code: codeSecret{secret}}
	checked := 0
	for _, r := range v.Offline.Requests {
		for _, m := range v.Valid {
			if m.Name != r.Message {
				continue
			}
			if got, err := requestLink(m.JWS); err != nil || got != r.QR {
				t.Errorf("%s: %s, %v", r.Message, got, err)
			}
			for _, a := range r.Answers {
				checked++
				if got, err := d.offlineDigits(m.JWS, a.Dec, a.Match); err != nil || string(got) != a.Digits {
					t.Errorf("%s %s: %s, %v", a.Dec, a.Match, got, err)
				}
			}
		}
	}
	if checked != 5 {
		t.Fatal("checked", checked)
	}
}
