package wake

import (
	"context"
	"fmt"
	"io"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"kauth/core/api"
)

// fakeService is a service over TLS and HTTP/2 that checks what it gets.
func fakeService(t *testing.T, serve http.HandlerFunc) (*httptest.Server, *http.Client) {
	t.Helper()
	s := httptest.NewUnstartedServer(serve)
	s.EnableHTTP2 = true
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	return s, s.Client()
}

// onlyHeaders fails for a header that is missing, and for one that nobody asked for.
// "*" stands for a value that is checked elsewhere.
func onlyHeaders(t *testing.T, r *http.Request, want map[string]string) {
	t.Helper()
	got := maps.Clone(r.Header)
	got.Del("Accept-Encoding") // net/http's own: it unpacks the reply itself
	for name, value := range want {
		if list := got.Values(name); len(list) != 1 || value != "*" && list[0] != value {
			t.Errorf("%s is %q instead of %q", name, list, value)
		}
		got.Del(name)
	}
	if len(got) > 0 {
		t.Errorf("headers that nobody asked for: %v", slices.Sorted(maps.Keys(got)))
	}
}

var (
	someTime = time.Unix(1_800_000_000, 0)
	message  = Message{Hint: "AbCdEfGhIjk", TTL: 93*time.Second + 700*time.Millisecond}
)

const messageBody = `{"v":1,"k":"wake","h":"AbCdEfGhIjk"}`

func webPushTo(t *testing.T, s *httptest.Server, c *http.Client) (*WebPush, api.Push) {
	t.Helper()
	w, err := NewWebPush(c, newKey(t), "mailto:push@example.com", func() time.Time { return someTime })
	if err != nil {
		t.Fatal(err)
	}
	return w, api.Push{Kind: "webpush", Endpoint: s.URL + "/up/secret?up=1", P256DH: phonePublic, Auth: phoneAuth}
}

func TestWebPushRequestIsAsTheRFCsSay(t *testing.T) {
	var w *WebPush
	var bodies []string
	s, c := fakeService(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.Method != "POST" || r.RequestURI != "/up/secret?up=1" || r.ProtoMajor != 2 || r.TLS == nil {
			t.Errorf("%s %s by %s", r.Method, r.RequestURI, r.Proto)
		}
		onlyHeaders(t, r, map[string]string{
			"Authorization": "*", "Content-Encoding": "aes128gcm", "Content-Type": "application/octet-stream",
			"Content-Length": "139", "TTL": "93", "Urgency": "high", "Topic": "AbCdEfGhIjk", "User-Agent": "kAuth-server",
		})
		claims := vapidOf(t, r.Header.Get("Authorization"), w.Key())
		if claims.Aud != "https://"+r.Host || claims.Sub != "mailto:push@example.com" || claims.Exp != someTime.Add(12*time.Hour).Unix() {
			t.Errorf("%+v", claims)
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		bodies = append(bodies, string(body))
		text, err := appendixPhone(t).open(body)
		if err != nil || string(text) != messageBody {
			t.Errorf("%q, %v", text, err)
		}
		rw.WriteHeader(http.StatusCreated)
	})
	w, to := webPushTo(t, s, c)
	for range 2 {
		if a := w.Send(t.Context(), to, message); a != (Answer{Outcome: Delivered, Status: 201}) {
			t.Fatalf("%+v", a)
		}
	}
	if bodies[0][:86] == bodies[1][:86] {
		t.Error("a key and a salt were used twice")
	}
	if n := len(message.Body()); n > 100 || string(message.Body()) != messageBody {
		t.Errorf("%d bytes: %s", n, message.Body())
	}
}

func TestWhatWebPushServicesAnswer(t *testing.T) {
	var status int
	var after string
	s, c := fakeService(t, func(rw http.ResponseWriter, _ *http.Request) {
		if after != "" {
			rw.Header().Set("Retry-After", after)
		}
		rw.Header().Set("Location", "https://push.example.net/elsewhere")
		rw.WriteHeader(status)
		fmt.Fprint(rw, strings.Repeat("x", 3*maxReply))
	})
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	w, to := webPushTo(t, s, c)
	for _, v := range []struct {
		status int
		after  string
		want   Outcome
		wait   time.Duration
	}{
		{200, "", Delivered, 0},
		{201, "", Delivered, 0},
		{202, "", Delivered, 0},
		{301, "", Refused, 0},
		{307, "", Refused, 0},
		{400, "", Refused, 0},
		{401, "", Refused, 0},
		{403, "60", Refused, 0},
		{404, "", Gone, 0},
		{410, "", Gone, 0},
		{413, "", Refused, 0},
		{429, "", Retry, 0},
		{429, "17", Retry, 17 * time.Second},
		{429, someTime.Add(40 * time.Second).UTC().Format(http.TimeFormat), Retry, 40 * time.Second},
		{429, someTime.Add(-time.Hour).UTC().Format(http.TimeFormat), Retry, 0},
		{500, "soon", Retry, 0},
		{502, "-5", Retry, 0},
		{503, "99999999999999999999999", Retry, maxAfter},
		{507, "", Retry, 0},
	} {
		status, after = v.status, v.after
		a := w.Send(t.Context(), to, message)
		if a.Outcome != v.want || a.After != v.wait || a.Status != v.status || strings.Contains(a.Why, "secret") {
			t.Errorf("%d, Retry-After %q: %+v", v.status, v.after, a)
		}
		if v.status == 413 && !strings.Contains(a.Why, "defect") {
			t.Errorf("413 is said as %q", a.Why)
		}
	}
}

func TestServiceThatCannotBeReachedIsTriedAgainAndNamedByNobody(t *testing.T) {
	s, c := fakeService(t, func(http.ResponseWriter, *http.Request) {})
	s.Close()
	w, to := webPushTo(t, s, c)
	if a := w.Send(t.Context(), to, message); a.Outcome != Retry || a.Why == "" || strings.Contains(a.Why, "secret") || a.Hung {
		t.Errorf("%+v", a)
	}
	w, to = webPushTo(t, s, &http.Client{Transport: stranger{}})
	if a := w.Send(t.Context(), to, message); a.Outcome != Refused || strings.Contains(a.Why, "secret") {
		t.Errorf("an address that may not be reached: %+v", a)
	}
	if a := w.Send(t.Context(), api.Push{Kind: "webpush", Endpoint: "https://push.example.net/secret", P256DH: "x"}, message); a.Outcome != Refused {
		t.Errorf("no key: %+v", a)
	}
}

type stranger struct{}

func (stranger) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, fmt.Errorf("10.0.0.1: %w", ErrForbidden)
}

// One service never answers, one begins to and never ends: both cost the time that
// they are given, and the status counts.
func TestServiceThatHangsIsGivenItsTimeAndNoMore(t *testing.T) {
	for answers, want := range map[bool]Answer{false: {Outcome: Retry}, true: {Outcome: Gone, Status: 410}} {
		synctest.Test(t, func(t *testing.T) {
			w, to := webPushTo(t, &httptest.Server{URL: "https://push.example.net"}, &http.Client{Transport: hanging{answers}})
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			begun := time.Now()
			a := w.Send(ctx, to, message)
			if a.Outcome != want.Outcome || a.Status != want.Status || !a.Hung || time.Since(begun) != 10*time.Second {
				t.Errorf("%+v instead of %+v after %v", a, want, time.Since(begun))
			}
		})
	}
}

type hanging struct{ answers bool }

func (h hanging) RoundTrip(r *http.Request) (*http.Response, error) {
	if h.answers {
		return &http.Response{StatusCode: http.StatusGone, Header: http.Header{}, Body: endless{r.Context()}}, nil
	}
	<-r.Context().Done()
	return nil, r.Context().Err()
}

type endless struct{ ctx context.Context }

func (e endless) Read([]byte) (int, error) {
	<-e.ctx.Done()
	return 0, e.ctx.Err()
}

func (endless) Close() error { return nil }

// A service with a certificate that nobody vouches for is not written to.
func TestCertificatesAreChecked(t *testing.T) {
	s, _ := fakeService(t, func(http.ResponseWriter, *http.Request) { t.Error("it was written to") })
	w, to := webPushTo(t, s, &http.Client{Transport: &http.Transport{}})
	if a := w.Send(t.Context(), to, message); a.Outcome != Retry || a.Status != 0 {
		t.Errorf("%+v", a)
	}
}
