// Package browsertest holds the way to the system's browser and back against what the app
// relies on, wherever it runs.
package browsertest

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"kauth/core"
)

// Port is what the app asks: the same as viewmodel.Browser.
type Port interface {
	Listen(ctx context.Context) (redirect string, callback <-chan url.Values, err error)
	Open(address string) error
}

// System is a browser, and the person in front of it.
type System struct {
	Port    Port
	Opened  func() []string      // what it was asked to show so far
	Back    func(address string) // a page sends it there
	Links   <-chan string        // addresses that open the app; nil: it is not opened by any
	Missing func(yes bool)       // from now on there is none; false ends it
}

// Suite holds a system against the promises; a new one for each.
func Suite(t *testing.T, system func(t *testing.T) System) {
	t.Run("NothingButTheWebIsOpened", func(t *testing.T) { theWebAlone(t, system(t)) })
	t.Run("EachWayBackIsOfItsOwn", func(t *testing.T) { ownWays(t, system(t)) })
	t.Run("WhatComesBackIsHeardAsItWasSent", func(t *testing.T) { comesBack(t, system(t)) })
	t.Run("WithoutABrowserItSaysSo", func(t *testing.T) { without(t, system(t)) })
}

func theWebAlone(t *testing.T, s System) {
	before := len(s.Opened())
	for _, bad := range []string{
		"", "file:///etc/passwd", "javascript:alert(1)", "kauth://link", "app.kauth:/back/x", "intent://x#Intent;end", "content://x/y", "tel:117", "https:", "https:///x", "//x", "\x00",
	} {
		if err := s.Port.Open(bad); core.KindOf(err) != core.Unsupported {
			t.Errorf("%q: %v", bad, err)
		}
	}
	const page = "https://id.example.org/authorize?state=a%20b&x=%C3%BC"
	if err := s.Port.Open(page); err != nil {
		t.Fatal(err)
	}
	if got := s.Opened()[before:]; !slices.Equal(got, []string{page}) {
		t.Errorf("it shows %q", got)
	}
}

func listen(t *testing.T, s System) (string, <-chan url.Values) {
	t.Helper()
	redirect, callback, err := s.Port.Listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if (callback == nil) != (s.Links != nil) {
		t.Fatal("what comes back is heard by nobody, or twice")
	}
	return redirect, callback
}

// ownWays: whoever has not seen the address can't guess it (128 bits; 22 characters of
// base64).
func ownWays(t *testing.T, s System) {
	one, _ := listen(t, s)
	two, _ := listen(t, s)
	secret := func(address string) string { return address[strings.LastIndex(address, "/")+1:] }
	if secret(one) == secret(two) || len(secret(one)) < 22 || len(secret(two)) < 22 {
		t.Errorf("%s and %s", one, two)
	}
}

func comesBack(t *testing.T, s System) {
	for _, code := range []string{"abc", "ü \"<>&=+/"} {
		redirect, callback := listen(t, s)
		want := url.Values{"code": {code}, "state": {"xyz"}, "iss": {"https://id.example.org"}}
		s.Back(redirect + "?" + want.Encode())
		if got := heard(t, s, redirect, callback); got.Encode() != want.Encode() {
			t.Errorf("heard %v, sent %v", got, want)
		}
	}
}

func heard(t *testing.T, s System, redirect string, callback <-chan url.Values) url.Values {
	t.Helper()
	select {
	case got := <-callback:
		return got
	case link := <-s.Links:
		u, err := url.Parse(link)
		if err != nil || !strings.HasPrefix(link, redirect+"?") {
			t.Fatalf("opened by %q instead of %q, %v", link, redirect, err)
		}
		return u.Query()
	case <-time.After(time.Minute):
		t.Fatal("nothing is heard")
		return nil
	}
}

func without(t *testing.T, s System) {
	const page = "https://id.example.org/"
	s.Missing(true)
	if err := s.Port.Open(page); core.KindOf(err) != core.Unsupported {
		t.Errorf("without one: %v", err)
	}
	s.Missing(false)
	if err := s.Port.Open(page); err != nil {
		t.Errorf("with one: %v", err)
	}
}
