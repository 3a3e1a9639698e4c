package unlocktest

import (
	"context"
	"testing"

	"kauth/core"
)

var refusals = map[string]core.Kind{"cancel": core.Cancelled, "locked out": core.UnlockWait, "barred": core.UnlockBarred}

func finger(t *testing.T, p Phone) {
	is(t, p.Ready(t.Context()), "")
	sealed(t, p, secret)
	opens(t, p, secret)
	opens(t, p, secret) // each time anew
}

func refused(t *testing.T, p Phone) {
	sealed(t, p, secret)
	for word, want := range refusals {
		err := with(t, p, word, func() error {
			got, err := p.Open(t.Context(), name)
			if got != nil {
				t.Errorf("%s opened it", word)
			}
			return err
		})
		is(t, err, want)
	}
	opens(t, p, secret)
}

func kept(t *testing.T, p Phone) {
	sealed(t, p, secret)
	for word, want := range refusals {
		is(t, with(t, p, word, func() error { return p.Seal(t.Context(), name, []byte("another")) }), want)
	}
	opens(t, p, secret)
}

func invalidated(t *testing.T, p Phone) {
	sealed(t, p, secret)
	p.Say(t, "new finger")
	lost(t, p)
	lost(t, p) // it does not come back
	is(t, p.Ready(t.Context()), "")
	sealed(t, p, []byte("made anew"))
	opens(t, p, []byte("made anew"))
}

func none(t *testing.T, p Phone) {
	p.Say(t, "no finger")
	is(t, p.Ready(t.Context()), core.UnlockNone)
	is(t, p.Seal(t.Context(), name, secret), core.UnlockNone)
	lost(t, p)
}

func moment(t *testing.T, p Phone) {
	sealed(t, p, secret)
	p.Say(t, "moment")
	_, err := p.Open(t.Context(), name)
	is(t, err, core.UnlockBusy)
	is(t, p.Seal(t.Context(), name, secret), core.UnlockBusy)
	is(t, p.Forget(t.Context(), name), core.UnlockBusy)
	p.Say(t, "works")
	opens(t, p, secret)
}

func forgotten(t *testing.T, p Phone) {
	lost(t, p)
	sealed(t, p, secret)
	for range 2 {
		if err := p.Forget(t.Context(), name); err != nil {
			t.Error(err)
		}
	}
	lost(t, p)
}

func given(t *testing.T, p Phone) {
	sealed(t, p, secret)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	_, err := p.Open(ctx, name)
	is(t, err, core.Cancelled)
	opens(t, p, secret)
}

func path(t *testing.T, p Phone) {
	for _, bad := range []string{"", ".", "../keys/x", "a/b", "a\nb"} {
		if _, err := p.Open(t.Context(), bad); err == nil {
			t.Errorf("%q", bad)
		}
	}
}

func another(t *testing.T, p Phone) {
	sealed(t, p, secret)
	sealed(t, p, []byte("the second"))
	opens(t, p, []byte("the second"))
}
