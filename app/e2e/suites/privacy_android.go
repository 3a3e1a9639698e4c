package main

import (
	"testing"

	"kauth/platform/privacy"
	"kauth/platform/privacy/privacytest"
)

func init() {
	suites = append(suites, testing.InternalTest{Name: "Privacy", F: func(t *testing.T) { privacytest.Suite(t, screen) }})
}

func screen(t *testing.T) privacytest.Phone {
	g := privacy.New()
	t.Cleanup(func() {
		if err := g.Hide(true); err != nil { // as a process begins
			t.Error(err)
		}
	})
	return privacytest.Phone{
		Guard: g, Hidden: func() bool { return world(t, "hidden") == "true" },
		Again: func() { world(t, "recreate") },
	}
}
