package wake

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// A service's reply is a stranger's: whatever it says, what comes of it is one of the
// outcomes, with a reason that fits on a line of the log.
func FuzzRepliesOfServices(f *testing.F) {
	f.Add(404, fcmSays(404, "NOT_FOUND", "Requested entity was not found.", "UNREGISTERED", ""), "")
	f.Add(400, fcmSays(400, "INVALID_ARGUMENT", "", "INVALID_ARGUMENT", "message.token"), "5")
	f.Add(410, `{"reason":"Unregistered","timestamp":1799999000123}`, "Fri, 31 Dec 1999 23:59:59 GMT")
	f.Add(200, `{"access_token":"x","expires_in":-1,"token_type":"Bearer"}`, "99999999999999999999")
	f.Fuzz(func(t *testing.T, status int, body, after string) {
		r := reply{status: status, header: http.Header{"Retry-After": {after}}, body: []byte(body)}
		answers := []Answer{r.answer(someTime), r.fcmAnswer(someTime), r.apnsAnswer(someTime)}
		value, life, failed := r.access(someTime)
		if failed != nil {
			answers = append(answers, *failed)
		} else if value == "" || life <= 0 || status/100 != 2 {
			t.Errorf("access %q for %s by status %d", value, life, status)
		}
		for _, a := range answers {
			if !slices.Contains([]Outcome{Delivered, Gone, Retry, Refused}, a.Outcome) || a.After < 0 || a.After > maxAfter || a.After > 0 && a.Outcome != Retry {
				t.Errorf("%+v", a)
			}
			if len(a.Why) > 200 || strings.ContainsAny(a.Why, "\n\r\t\x1b") {
				t.Errorf("the log would say %q", a.Why)
			}
			if a.Outcome == Gone && status/100 != 4 || a.Outcome == Delivered && status/100 != 2 {
				t.Errorf("%s by status %d", a.Outcome, status)
			}
		}
	})
}
