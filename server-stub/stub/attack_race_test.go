package stub

import (
	"net/http/cookiejar"
	"net/url"
	"sync"
	"testing"

	"kauth/core/api"
)

// atOnce sends n requests together, and counts the replies of each status.
func atOnce(n int, send func(i int) result) map[int]int {
	replies := make([]result, n)
	begin := make(chan struct{})
	var group sync.WaitGroup
	for i := range replies {
		group.Go(func() {
			<-begin
			replies[i] = send(i)
		})
	}
	close(begin)
	group.Wait()
	statuses := map[int]int{}
	for _, r := range replies {
		statuses[r.status]++
	}
	return statuses
}

// copied is another browser with the same cookies: a thief's.
func (b *browser) copied() *browser {
	other := b.w.browser()
	u, err := url.Parse(b.w.http.URL)
	b.w.ok(err)
	jar, err := cookiejar.New(nil)
	b.w.ok(err)
	jar.SetCookies(u, b.client.Jar.Cookies(u))
	other.client.Jar = jar
	return other
}

func TestOneOfAHundredPhonesGetsTheLink(t *testing.T) {
	w := still(t, Options{})
	b := w.browser().signIn()
	offer := b.link()
	phones := make([]*phone, 100)
	for i := range phones {
		phones[i] = w.phone("phone")
	}
	got := atOnce(len(phones), func(i int) result { return phones[i].register(offer.Link) })
	if got[201] != 1 || got[409] != len(phones)-1 {
		t.Fatalf("%v", got)
	}
	digits := b.linkState(offer.ID).Digits
	linked := 0
	for _, p := range phones {
		if p.reg.Device != "" {
			p.approve(p.only(), digits).want(200)
			linked++
		}
	}
	var m api.MethodsReply
	b.do("GET", api.PathMethods, nil).want(200).into(&m)
	if linked != 1 || len(m.Methods) != 2 { // the phone, and its backup codes
		t.Fatalf("%d phones have the link; the methods are %+v", linked, m)
	}
}

func TestOneOfTwoBrowsersRedeems(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	w.s.SetMode(modeConfirm)
	for range 10 {
		w.ok(w.s.ResetLimits())
		id, _ := b.ask()
		p.approve(p.only(), "").want(200)
		browsers := []*browser{b.copied(), b.copied(), b.copied(), b.copied()}
		got := atOnce(len(browsers), func(i int) result { return browsers[i].redeem(id) })
		if got[204] != 1 || got[409] != 3 {
			t.Fatalf("%v", got)
		}
		w.browser().redeem(id).refused(api.CodeNotFound) // without the cookie there is no such login
	}
}

func TestCodeIsTakenOnceBySeveralLoginsAtOnce(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	var backup api.RecoveryReply
	p.call("GET", api.PathRecovery).want(200).into(&backup)
	for way, code := range map[string]string{"totp": p.oathtool(w.s.Now()), "recovery": backup.Codes[0]} {
		ids := make([]string, 5)
		for i := range ids {
			ids[i] = b.begin().ID
		}
		got := atOnce(len(ids), func(i int) result { return b.code(ids[i], way, code) })
		if got[200] != 1 || got[200]+got[422]+got[429] != len(ids) {
			t.Fatalf("%s: %v", way, got)
		}
	}
	grant := w.authorized(b)
	if got := atOnce(10, func(int) result { return w.exchange(grant, nil) }); got[200] != 1 || got[400] != 9 {
		t.Fatalf("an authorization code: %v", got)
	}
}

// TestGuessesAtOnceCountAsManyAsInARow: whoever guesses from many machines together
// has no more tries than one who waits for each reply.
func TestGuessesAtOnceCountAsManyAsInARow(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	wrong := otherDigits(p.oathtool(w.s.Now()))
	ids := make([]string, 40)
	for i := range ids {
		ids[i] = b.begin().ID
	}
	if got := atOnce(len(ids), func(i int) result { return b.code(ids[i], "totp", wrong) }); got[422] != freeTries || got[429] != len(ids)-freeTries {
		t.Fatalf("one-time codes: %v", got)
	}
	if got := atOnce(len(ids), func(i int) result { return b.code(ids[i], "recovery", "0000-0000-0000-0000") }); got[422] != recoveryTries || got[429] != len(ids)-recoveryTries {
		t.Fatalf("backup codes: %v", got)
	}
}
