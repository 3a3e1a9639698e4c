package main

import (
	"strings"
	"testing"

	"kauth/platform/browser"
	"kauth/platform/browser/browsertest"
	"kauth/platform/instance"
	"kauth/platform/instance/instancetest"
)

func init() {
	suites = append(suites,
		testing.InternalTest{Name: "Browser", F: func(t *testing.T) { browsertest.Suite(t, web) }},
		testing.InternalTest{Name: "Links", F: func(t *testing.T) { instancetest.Suite(t, opened) }})
}

func web(t *testing.T) browsertest.System {
	links := make(chan string, 16)
	i := claim(t, func(link string) { links <- link })
	t.Cleanup(i.Close)
	return browsertest.System{
		Port: browser.New(nil, nil), Links: links,
		Opened: func() []string {
			return strings.FieldsFunc(world(t, "said ! started android.intent.action.VIEW "), func(r rune) bool { return r == '\n' })
		},
		Back: func(address string) { world(t, "view "+address) },
		Missing: func(yes bool) {
			world(t, map[bool]string{true: "missing android.intent.action.VIEW", false: "missing"}[yes])
		},
	}
}

// opened is a phone on which another app knows ours by name, and sends it what it wants.
func opened(t *testing.T) instancetest.System {
	return instancetest.System{
		Longest: instance.MaxLink,
		Claim:   func(taken func(string)) instancetest.Listener { return claim(t, taken) },
		Open:    func(link string) { world(t, "intent "+link) },
	}
}

func claim(t *testing.T, taken func(string)) *instance.Instance {
	t.Helper()
	i, _, err := instance.Claim(t.Context(), "", "", taken)
	if err != nil {
		t.Fatal(err)
	}
	return i
}
