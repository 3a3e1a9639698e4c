package comfort

import (
	"context"
	"errors"
	"math"
	"testing"
	"testing/synctest"

	"kauth/platform/bridge"
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

// TestIPhonesPointsAreAScale has the sizes of body text in Apple's Human Interface
// Guidelines (Typography, Dynamic Type sizes, Large and the two ends).
func TestIPhonesPointsAreAScale(t *testing.T) {
	for said, want := range map[string]Wishes{
		"17pt": {TextScale: 1}, "14pt": {TextScale: 0.82}, "53pt still": {TextScale: 3.12, Still: true}, "0pt still": {Still: true},
	} {
		got := heard(said)
		if math.Abs(got.TextScale-want.TextScale) > 0.005 || got.Still != want.Still {
			t.Errorf("%q: %+v, want %+v", said, got, want)
		}
	}
}

// TestPhoneIsHeardFromBeforeItIsAsked: what changed between the two would be lost.
func TestPhoneIsHeardFromBeforeItIsAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		told := make(chan Wishes, 2)
		var changed func(string)
		go phone{
			listen: func(what string, f func(string)) { changed = f },
			call: func(what, text string, data []byte) ([]byte, error) {
				changed("2 still")
				return []byte("1"), nil
			},
		}.follow(ctx, func(w Wishes) { told <- w })
		synctest.Wait()
		if first, then := <-told, <-told; first != (Wishes{TextScale: 1}) || then != (Wishes{2, true}) {
			t.Errorf("%+v, then %+v", first, then)
		}
	})
}

func TestPhoneThatDoesNotAnswerChangesNothing(t *testing.T) {
	phone{
		listen: func(string, func(string)) {},
		call:   func(string, string, []byte) ([]byte, error) { return nil, errors.New("a fault") },
	}.follow(t.Context(), func(w Wishes) { t.Errorf("%+v", w) })
}

func TestPhonesWishesAreToldOnceEach(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		changes, told := make(chan Wishes, 1), make(chan Wishes)
		go each(ctx, Wishes{TextScale: 1}, changes, func(w Wishes) { told <- w })
		for _, scale := range []float64{2, 3, 4} { // while the first is not taken
			bridge.Newest(changes, Wishes{TextScale: scale})
		}
		for _, want := range []float64{1, 4} {
			if w := <-told; w.TextScale != want {
				t.Errorf("%+v, want %v", w, want)
			}
		}
		bridge.Newest(changes, Wishes{TextScale: 4})
		synctest.Wait()
		select {
		case w := <-told:
			t.Errorf("%+v once more", w)
		default:
		}
	})
}
