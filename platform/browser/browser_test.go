package browser

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
)

func start(t *testing.T) (string, <-chan map[string][]string, context.CancelFunc) {
	t.Helper()
	b := New(nil, func() (string, string) { return "Back <to> kAuth", "Close this page." })
	ctx, cancel := context.WithCancel(t.Context())
	redirect, got, err := b.Listen(ctx)
	if err != nil {
		t.Fatal(err)
	}
	out := make(chan map[string][]string, 1)
	go func() {
		select {
		case v := <-got:
			out <- v
		case <-ctx.Done():
		}
	}()
	return redirect, out, cancel
}

func TestTheBrowserComesBackOnceWithItsQuery(t *testing.T) {
	redirect, got, cancel := start(t)
	defer cancel()
	r, err := http.Get(redirect + "?code=abc&state=xyz")
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(r.Body)
	r.Body.Close()
	if v := <-got; v["code"][0] != "abc" || v["state"][0] != "xyz" {
		t.Errorf("got %v", v)
	}
	if !strings.Contains(string(body), "Back &lt;to&gt; kAuth") {
		t.Errorf("the words are not on the page, escaped: %s", body)
	}
	if r, err = http.Get(redirect + "?code=other"); err != nil || r.StatusCode != http.StatusNotFound {
		t.Errorf("a second visit was taken: %v %v", r, err)
	}
}

func TestOnlyThisMachineCanComeBack(t *testing.T) {
	redirect, _, cancel := start(t)
	defer cancel()
	if !strings.HasPrefix(redirect, "http://127.0.0.1:") {
		t.Errorf("listens at %s", redirect)
	}
}

func TestAServerCannotOpenAnythingButTheWeb(t *testing.T) {
	opened := ""
	b := New(func(a string) error { opened = a; return nil }, nil)
	for _, bad := range []string{"file:///etc/passwd", "javascript:alert(1)", "kauth://link", "https:", "//x", "\x00"} {
		if b.Open(bad) == nil || opened != "" {
			t.Errorf("%q was opened", bad)
		}
	}
	if err := b.Open("https://example.ch/2fa"); err != nil || opened != "https://example.ch/2fa" {
		t.Errorf("a page of the web was not opened: %v", err)
	}
}
