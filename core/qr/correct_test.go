package qr

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/makiuchi-d/gozxing/common/reedsolomon"
)

// gozxing's encoder is the second opinion.
func block(t testing.TB, r *rand.Rand, data, check int) []byte {
	t.Helper()
	ints := make([]int, data+check)
	for i := range data {
		ints[i] = r.IntN(256)
	}
	if err := reedsolomon.NewReedSolomonEncoder(reedsolomon.GenericGF_QR_CODE_FIELD_256).Encode(ints, check); err != nil {
		t.Fatal(err)
	}
	b := make([]byte, len(ints))
	for i, v := range ints {
		b[i] = byte(v)
	}
	return b
}

func TestErrorsAndErasuresAreMendedAsFarAsTheChecksReach(t *testing.T) {
	r := rand.New(rand.NewPCG(18004, 7))
	var k correction
	for _, size := range [][2]int{{19, 7}, {16, 10}, {9, 17}, {118, 30}, {34, 28}, {1, 2}} {
		for range 200 {
			data, check := size[0], size[1]
			good := block(t, r, data, check)
			bad := slices.Clone(good)
			places := r.Perm(len(bad))
			erased := r.IntN(check)
			wrong := (check - erased) / 2
			for _, p := range places[:min(erased+wrong, len(places))] {
				bad[p] ^= byte(1 + r.IntN(255))
			}
			if erased+wrong > len(places) {
				continue
			}
			if _, ok := k.mend(bad, check, places[:erased]); !ok || !slices.Equal(bad, good) {
				t.Fatalf("%d+%d: %d erased, %d wrong: %v", data, check, erased, wrong, ok)
			}
		}
	}
}

func TestNoiseIsMendedAsSeldomAsDoubtSays(t *testing.T) {
	r := rand.New(rand.NewPCG(18004, 8))
	var k correction
	const rounds = 20000
	mended, doubts := 0, 0.0
	for range rounds {
		b := make([]byte, 26)
		for i := range b {
			b[i] = byte(r.IntN(256))
		}
		if doubt, ok := k.mend(b, 7, []int{1, 2, 3, 4}); ok { // one error is within reach
			mended++
			doubts = doubt
		}
	}
	if got := float64(mended) / rounds; mended == 0 || got > 2*doubts || got < doubts/4 {
		t.Errorf("%v of the noise was mended, in doubt of %v", got, doubts)
	}
}
