// Package instancetest holds the way on which addresses open the app against what the app
// relies on, wherever it runs.
package instancetest

import (
	"strings"
	"testing"
	"time"
)

// Listener is who hears of addresses, until Close: *instance.Instance.
type Listener interface {
	Quiet()
	Close()
}

// System is one that can open the app by an address.
type System struct {
	Claim   func(taken func(link string)) Listener // the app begins to listen
	Open    func(link string)                      // somebody opens an address of the app's
	Longest int                                    // of an address, in bytes
}

// Suite holds a system against the promises; a new one for each.
func Suite(t *testing.T, system func(t *testing.T) System) {
	t.Run("AddressesAreHeardAsTheyAre", func(t *testing.T) { asTheyAre(t, system(t)) })
	t.Run("OneThatIsTooLongIsCutOrDropped", func(t *testing.T) { tooLong(t, system(t)) })
	t.Run("AfterTheEndAnotherHears", func(t *testing.T) { another(t, system(t)) })
}

func next(t *testing.T, heard <-chan string) string {
	t.Helper()
	select {
	case link := <-heard:
		return link
	case <-time.After(time.Minute):
		t.Fatal("nothing is heard")
		return ""
	}
}

func listens(t *testing.T, s System) <-chan string {
	heard := make(chan string, 16)
	i := s.Claim(func(link string) { heard <- link })
	t.Cleanup(i.Close)
	return heard
}

func asTheyAre(t *testing.T, s System) {
	heard := listens(t, s)
	for _, link := range []string{
		"kauth://link?v=1&u=https%3A%2F%2Fid.example.org&t=abc", "OTPAUTH://totp/a?secret=x", "otpauth-migration://offline?data=a%2Bb%3D",
		"otpauth://totp/Zürich 🔑 \"<>\\?secret=x#y", "app.kauth:/back/x?code=y", "kauth://link?" + strings.Repeat("a", s.Longest-20),
	} {
		s.Open(link)
		if got := next(t, heard); got != link {
			t.Errorf("heard %.60q, opened %.60q", got, link)
		}
	}
}

func tooLong(t *testing.T, s System) {
	heard := listens(t, s)
	s.Open("kauth://link?" + strings.Repeat("a", s.Longest))
	s.Open("kauth://next")
	for {
		got := next(t, heard)
		if got == "kauth://next" {
			return
		}
		if len(got) > s.Longest {
			t.Fatalf("%d bytes are heard", len(got))
		}
	}
}

func another(t *testing.T, s System) {
	first := make(chan string, 16)
	i := s.Claim(func(link string) { first <- link })
	s.Open("kauth://first")
	if got := next(t, first); got != "kauth://first" {
		t.Fatal(got)
	}
	i.Quiet()
	i.Close()
	heard := listens(t, s)
	s.Open("kauth://second")
	if got := next(t, heard); got != "kauth://second" || len(first) > 0 {
		t.Errorf("heard %q, and %d by the one that had ended", got, len(first))
	}
}
