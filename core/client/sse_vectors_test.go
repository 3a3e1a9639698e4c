package client

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"kauth/core/api"
)

// eventVectors are the published bytes of events, with what they say.
type eventVectors struct {
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

func TestPublishedEventsAreRead(t *testing.T) {
	data, err := os.ReadFile("../api/testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var v eventVectors
	if err := json.Unmarshal(data, &v); err != nil || len(v.Events) < 6 {
		t.Fatalf("%v, %d events", err, len(v.Events))
	}
	jws := map[string]string{}
	for _, m := range v.Valid {
		jws[m.Name] = m.JWS
	}
	for _, e := range v.Events {
		got, err := readEvents(strings.NewReader(e.Bytes), maxFetch)
		if !errors.Is(err, io.EOF) {
			t.Fatalf("%s: %v", e.Name, err)
		}
		if e.ServerTime == 0 {
			if problem := strings.HasPrefix(e.Bytes, "event: problem"); problem != (len(got) == 1 && got[0].name == "problem") {
				t.Errorf("%s: %+v", e.Name, got)
			}
			continue
		}
		var reply api.FetchReply
		if len(got) != 1 || got[0].name != "snapshot" || got[0].id != e.Cursor || api.DecodeObject([]byte(got[0].data), &reply) != nil {
			t.Fatalf("%s: %+v", e.Name, got)
		}
		if reply.Cursor != e.Cursor || reply.ServerTime != e.ServerTime || len(reply.Gone) != len(e.Gone) {
			t.Errorf("%s: %+v", e.Name, reply)
		}
		for i, name := range e.Challenges {
			if reply.Challenges[i] != jws[name] {
				t.Errorf("%s: another challenge", e.Name)
			}
		}
		for i, name := range e.Statements {
			if reply.Statements[i] != jws[name] {
				t.Errorf("%s: another statement", e.Name)
			}
		}
	}
}
