package main

import (
	"testing"

	"kauth/app/viewmodel"
	"kauth/app/wire"
	"kauth/core"
	"kauth/core/api"
	"kauth/core/coretest"
)

// chipped is a phone whose hardware holds the keys that answer.
func chipped(t *testing.T, dir string, h core.Hardware) *pocket {
	t.Helper()
	return newPocketIn(t, dir, func(p *viewmodel.Ports) {
		o := p.Opener.(opener)
		o.base = wire.Options{Cost: cheap, Hardware: h}
		p.Opener = o
	})
}

// The server, which shares no line with what signed, takes what the hardware has signed;
// a key that the hardware loses ends requests alone, and a new link brings them back.
func TestJourneyHardwareAnswersAndLosesItsKey(t *testing.T) {
	co, h := newCompany(t), &coretest.Hardware{}
	p, _ := linkedFirst(co, chipped(t, t.TempDir(), h))
	before := h.Signed()
	approves(t, co, p)
	if h.Signed() == before {
		t.Fatal("the answer was signed by something else")
	}
	p.close()
	h.Reset()
	p = chipped(t, p.dir, h)
	s := see(p, func(s viewmodel.HomeState) bool { return s.Banner != nil && s.Banner.Silence == viewmodel.SilenceKey })
	if !s.Rows[0].Silent || s.Code(0).Digits == "" {
		t.Fatalf("%+v", s)
	}
	c := co.computer()
	l := c.Login(anna, password)
	c.Must(200, "POST", api.Path(api.PathLogin, l.ID)+"/totp", api.CodeRequest{Code: s.Code(0).Digits}, nil)
	c.Redeem(l)
	p.link(co, c)
	see(p, func(s viewmodel.ResultState) bool { return s.What == viewmodel.ResultAgain })
	on[*viewmodel.Result](p).Done()
	if s := see(p, func(s viewmodel.HomeState) bool { return len(s.Rows) == 1 && !s.Rows[0].Silent }); s.Banner != nil && s.Banner.Silence != "" {
		t.Errorf("%+v", s.Banner)
	}
	approves(t, co, p)
}
