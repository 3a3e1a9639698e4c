package stub

import (
	"encoding/json"
	"os"
	"testing"

	"kauth/core/api"
)

// TestEventsAreWrittenAsPublished holds the stream's framing to the byte.
func TestEventsAreWrittenAsPublished(t *testing.T) {
	data, err := os.ReadFile("../../core/api/testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var v struct {
		Valid  []struct{ Name, JWS string }
		Events []struct {
			Name       string
			ServerTime int64 `json:"server_time"`
			Cursor     string
			Challenges []string
			Statements []string `json:"stmts"`
			Gone       []api.Gone
			Bytes      string
		}
	}
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	jws := map[string]string{}
	for _, m := range v.Valid {
		jws[m.Name] = m.JWS
	}
	other := map[string]string{
		"the last word to a phone that is suspended": string(event("problem", "", fail(api.CodeSuspended, "this phone is suspended").Problem)),
		"the beginning of a stream":                  retryAfter,
		"a heartbeat":                                heartbeat,
	}
	for _, e := range v.Events {
		want, ok := other[e.Name]
		if !ok {
			r := api.FetchReply{ServerTime: e.ServerTime, Cursor: e.Cursor, Challenges: []string{}, Gone: e.Gone, Statements: []string{}}
			for _, name := range e.Challenges {
				r.Challenges = append(r.Challenges, jws[name])
			}
			for _, name := range e.Statements {
				r.Statements = append(r.Statements, jws[name])
			}
			want = string(event("snapshot", "id: "+r.Cursor+"\n", r))
		}
		if want != e.Bytes {
			t.Errorf("%s: %q instead of %q", e.Name, want, e.Bytes)
		}
	}
}
