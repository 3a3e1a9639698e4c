//go:build bench

package bench

import (
	"slices"
	"testing"
	"time"
)

const rounds = 5

// TestBenchStart takes the time from the start of the process until the accounts are
// on the screen, the vault's unlock included. KeePassXC and OTPClient show a code only
// for an account that is chosen; that is not held against them.
func TestBenchStart(t *testing.T) {
	d := newDisplay(t)
	for _, n := range []int{5, 1000} {
		apps := []app{kauth(t, "kauth", n), keepassxc(t, n), otpclient(t, n), numberstation(t, n)}
		took := make([][]time.Duration, len(apps))
		for round := range rounds {
			for i, a := range apps {
				p, dt := a.open(d)
				if round == 0 {
					d.keep("start-" + a.name)
				}
				took[i] = append(took[i], dt)
				p.stop()
			}
		}
		ours := median(took[0])
		for i, a := range apps {
			t.Logf("%5d accounts  %-14s %6.0f ms  [%4.0f to %4.0f]  kauth is %.2f of it", n, a.name, ms(median(took[i])),
				ms(slices.Min(took[i])), ms(slices.Max(took[i])), float64(ours)/float64(median(took[i])))
		}
	}
}

func median[T int | float64 | time.Duration](all []T) T {
	s := slices.Sorted(slices.Values(all))
	return s[len(s)/2]
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
