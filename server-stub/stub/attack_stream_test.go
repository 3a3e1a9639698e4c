package stub

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"kauth/core/api"
)

// stillWriter is a reply over HTTP/2, whose connection nobody may take; it notes the
// deadline that it is left with.
type stillWriter struct {
	*httptest.ResponseRecorder
	deadline time.Time
	flushed  chan struct{}
}

func (w *stillWriter) SetWriteDeadline(t time.Time) error {
	w.deadline = t
	return nil
}

func (w *stillWriter) Flush() {
	select {
	case w.flushed <- struct{}{}:
	default:
	}
}

// TestStreamOverHTTP2IsLeftWithoutADeadline: net/http resets an HTTP/2 stream when its
// write deadline passes, also while nothing is written. The stream would end three
// seconds after each event.
func TestStreamOverHTTP2IsLeftWithoutADeadline(t *testing.T) {
	w := still(t, Options{})
	b, p := w.linked()
	b.ask()
	p.fetch()
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	r := asked("GET", api.PathEvents, "").WithContext(ctx)
	r.Header.Set("Authorization", api.AuthScheme+" "+p.proof("GET", api.PathEvents, p.nonce, api.NewCode()))
	reply := &stillWriter{ResponseRecorder: httptest.NewRecorder(), flushed: make(chan struct{}, 1)}
	over := make(chan struct{})
	go func() {
		defer close(over)
		(*w.serves.Load()).ServeHTTP(http.ResponseWriter(reply), r)
	}()
	<-reply.flushed
	leave()
	<-over
	if !reply.deadline.IsZero() {
		t.Fatalf("the stream ends at %v: %s", reply.deadline, reply.Body)
	}
}
