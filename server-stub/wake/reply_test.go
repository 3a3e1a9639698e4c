package wake

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// What is written to the log comes in part of an error of the client, which repeats what
// it cannot read: there a service may have put the address back.
func TestReplyThatCannotBeReadIsNotRepeated(t *testing.T) {
	for name, reply := range map[string]string{
		"a place that is none":  "HTTP/1.1 307 Temporary Redirect\r\nLocation: /SECRET%zz\r\n\r\n",
		"one with quotes":       "HTTP/1.1 307 Temporary Redirect\r\nLocation: /\"%zz\"SECRET\"\r\n\r\n",
		"no status":             "HTTP/1.1 SECRET\r\n\r\n",
		"no header":             "HTTP/1.1 200 OK\r\n SECRET\r\n\r\n",
		"no colon":              "HTTP/1.1 200 OK\r\nSECRET\r\n\r\n",
		"a length that is none": "HTTP/1.1 200 OK\r\nContent-Length: SECRET\r\n\r\n",
		"another coding":        "HTTP/1.1 200 OK\r\nTransfer-Encoding: SECRET\r\n\r\n",
		"no HTTP":               "SECRET",
	} {
		s := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			c, _, err := http.NewResponseController(rw).Hijack()
			if err == nil {
				io.Copy(io.Discard, r.Body)
				io.WriteString(c, reply)
				c.Close()
			}
		}))
		w, to := webPushTo(t, s, s.Client())
		if a := w.Send(t.Context(), to, message); a.Outcome != Retry || a.Why == "" || strings.Contains(a.Why, "SECRET") {
			t.Errorf("%s: %+v", name, a)
		}
		s.Close()
	}
}
