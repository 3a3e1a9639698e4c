//go:build linux && !android

package instance

import (
	"context"
	"testing"

	"kauth/platform/instance/instancetest"
)

func TestTheDesktopOpensTheAppByAddressesAsPromised(t *testing.T) {
	instancetest.Suite(t, func(t *testing.T) instancetest.System {
		place(t)
		return instancetest.System{
			Longest: MaxLink,
			Claim: func(taken func(string)) instancetest.Listener {
				i, handed, err := Claim(t.Context(), "v", "", taken)
				if err != nil || handed {
					t.Fatal(handed, err)
				}
				return i
			},
			Open: func(link string) { // as a second start does
				if _, handed, err := Claim(context.Background(), "v", link, nil); err != nil || !handed {
					t.Fatal(handed, err)
				}
			},
		}
	})
}
