package comfort

import (
	"context"
	"testing"
	"testing/synctest"
)

func TestPhonesWordsAreReadAsTheyAreMeant(t *testing.T) {
	for said, want := range map[string]Wishes{
		"1.0": {TextScale: 1}, "2.0 still": {TextScale: 2, Still: true}, "0.85": {TextScale: 0.85},
		"": {}, "NaN still": {Still: true}, "-1": {}, "Infinity": {}, "0 moves": {},
	} {
		if got := heard(said); got != want {
			t.Errorf("%q: %+v, want %+v", said, got, want)
		}
	}
}

func TestPhonesWishesAreToldOnceEach(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		changes, told := make(chan Wishes, 1), make(chan Wishes)
		go each(ctx, Wishes{TextScale: 1}, changes, func(w Wishes) { told <- w })
		for _, scale := range []float64{2, 3, 4} { // while the first is not taken
			newest(changes, Wishes{TextScale: scale})
		}
		for _, want := range []float64{1, 4} {
			if w := <-told; w.TextScale != want {
				t.Errorf("%+v, want %v", w, want)
			}
		}
		newest(changes, Wishes{TextScale: 4})
		synctest.Wait()
		select {
		case w := <-told:
			t.Errorf("%+v once more", w)
		default:
		}
	})
}
