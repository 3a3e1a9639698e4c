package stub

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"kauth/core/api"
)

func TestHelpIsAskedOnlySoOften(t *testing.T) {
	w := newWorld(t, Options{})
	for range casesOf {
		w.reader().askHelp(helpParts(t)).wants("/help/case/.*")
	}
	r := w.reader().askHelp(helpParts(t)).wants("/help", "Too many requests for help", `value="Anna Keller"`)
	if r.code != http.StatusTooManyRequests {
		t.Errorf("status %d", r.code)
	}
	if n := len(w.helpFiles()); n != 3*casesOf {
		t.Errorf("%d files are stored", n)
	}
	w.pass(24 * time.Hour)
	w.reader().askHelp(helpParts(t)).wants("/help/case/.*")
}

func TestHelpHasRoomForSoManyCasesAndBytes(t *testing.T) {
	w := newWorld(t, Options{})
	fill := func(n int, bytes int64) {
		w.ok(w.s.update(func(t *tx) error {
			for range n {
				c := &helpCase{Number: newCaseNumber(), State: helpSubmitted, Made: t.now, Files: []helpFile{{Kind: "front", Size: bytes, Disk: "none"}}}
				t.putCase(c)
			}
			return nil
		}))
	}
	fill(maxCases, 1)
	if r := w.reader().askHelp(helpParts(t)).wants("/help", "Too many requests wait"); r.code != http.StatusServiceUnavailable {
		t.Errorf("status %d", r.code)
	}
	w = newWorld(t, Options{})
	fill(1, maxHelpDisk)
	w.reader().askHelp(helpParts(t)).wants("/help", "Too many requests wait")
	if files := w.helpFiles(); len(files) > 0 {
		t.Errorf("files are left behind: %q", files)
	}
}

// TestLargeBodiesTakeNoMemory sends 60 MiB in one field.
func TestLargeBodiesTakeNoMemory(t *testing.T) {
	w := newWorld(t, Options{})
	body, contentType := formOf(t, []part{{"why", "", []byte("second")}, {"front", "x.png", []byte("SPLIT")}})
	head, tail, _ := bytes.Cut(body, []byte("SPLIT"))
	send := func(n int64) *reader {
		r := w.reader()
		req, err := http.NewRequest("POST", w.http.URL+"/help", io.MultiReader(bytes.NewReader(head), io.LimitReader(zeros{}, n), bytes.NewReader(tail)))
		w.ok(err)
		req.Header.Set("Content-Type", contentType)
		return r.shown(r.client.Do(req))
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	send(60<<20).wants("/help", "front: larger than 10 MB")
	runtime.ReadMemStats(&after)
	if took := (after.TotalAlloc - before.TotalAlloc) >> 20; took > 16 {
		t.Errorf("60 MiB took %d MiB of memory", took)
	}
	if files := w.helpFiles(); len(files) > 0 {
		t.Errorf("files are left behind: %q", files)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

func TestFormsWithoutFilesKeepTheirSmallBound(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reader()
	for _, path := range []string{"/login", "/forgot/password", "/help/state", "/help/in"} {
		resp, err := r.client.Post(w.http.URL+path, "application/x-www-form-urlencoded", strings.NewReader("user="+strings.Repeat("a", 1<<20)))
		got := read(t, resp, err)
		if got.status == http.StatusOK || got.status >= 500 {
			t.Errorf("%s takes a body of 1 MiB: status %d", path, got.status)
		}
	}
}

func TestBrokenFormsWithFilesAreRefused(t *testing.T) {
	w := newWorld(t, Options{})
	body, contentType := formOf(t, helpParts(t))
	many := make([]part, 40)
	for i := range many {
		many[i] = part{"name", "", []byte("x")}
	}
	crowd, crowdType := formOf(t, many)
	long, longType := formOf(t, []part{{"name", "", make([]byte, 1<<20)}})
	for name, c := range map[string]struct {
		contentType string
		body        []byte
	}{
		"cut off":           {contentType, body[:len(body)/2]},
		"no boundary":       {"multipart/form-data", body},
		"another type":      {"application/json", []byte(`{}`)},
		"a plain form":      {"application/x-www-form-urlencoded", []byte("why=second")},
		"forty fields":      {crowdType, crowd},
		"a text of one MiB": {longType, long},
		"nothing":           {contentType, nil},
	} {
		resp, err := w.browser().client.Post(w.http.URL+"/help", c.contentType, bytes.NewReader(c.body))
		got := read(t, resp, err)
		if got.status != http.StatusBadRequest && got.status != http.StatusUnprocessableEntity && got.status != http.StatusUnsupportedMediaType || !strings.Contains(string(got.body), "<h1>") {
			t.Errorf("%s: status %d: %s", name, got.status, got.body)
		}
	}
	if files := w.helpFiles(); len(files) > 0 {
		t.Errorf("files are left behind: %q", files)
	}
}

func TestOneNetworkSendsTwoFormsWithFilesAtOnce(t *testing.T) {
	w := newWorld(t, Options{})
	w.s.SetPlace(Place{IP: "2001:db8:1:2::1"})
	for range uploadsFrom {
		if !w.s.uploads.begin("2001:db8:1:2::/64") {
			t.Fatal("refused")
		}
	}
	body, contentType := formOf(t, helpParts(t))
	resp, err := w.browser().client.Post(w.http.URL+"/help", contentType, bytes.NewReader(body))
	got := read(t, resp, err)
	if got.status != http.StatusServiceUnavailable || got.header.Get("Retry-After") == "" {
		t.Errorf("status %d, Retry-After %q", got.status, got.header.Get("Retry-After"))
	}
	w.s.SetPlace(Place{IP: "2001:db8:1:3::1"}) // others are not kept out
	w.reader().askHelp(helpParts(t)).wants("/help/case/.*")
	w.s.SetPlace(Place{IP: "2001:db8:1:2::2"})
	w.s.uploads.end("2001:db8:1:2::/64")
	w.reader().askHelp(helpParts(t)).wants("/help/case/.*")
}

func TestPlacesForFilesAreBounded(t *testing.T) {
	var u uploads
	for i := range maxUploads {
		if !u.begin(strconv.Itoa(i)) {
			t.Fatalf("%d are too many", i)
		}
	}
	if u.begin("another") {
		t.Fatal("more than may be")
	}
	for i := range maxUploads {
		u.end(strconv.Itoa(i))
	}
	if !u.begin("another") || len(u.from) != 1 {
		t.Fatalf("%v is not given back", u.from)
	}
}

// TestFormThatComesSlowlyIsAnswered: it takes longer than a reply may otherwise.
func TestFormThatComesSlowlyIsAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	w.ok(w.s.Close())
	s, err := New(Options{Data: w.o.Data, CheapHash: true})
	w.ok(err)
	w.s = s
	s.limits.reply, s.limits.request = 3500*time.Millisecond, 3*time.Second // as 3 min and 1 min
	w.ok(s.Listen("127.0.0.1:0", "", ""))
	body, contentType := formOf(t, helpParts(t))
	sent, send := io.Pipe()
	go func() {
		send.Write(body[:len(body)/2])
		<-time.After(4 * time.Second) // the line's time, not the server's
		send.Write(body[len(body)/2:])
		send.Close()
	}()
	req, err := http.NewRequest("POST", s.Origin()+"/help", sent)
	w.ok(err)
	req.ContentLength = int64(len(body))
	req.Header.Set("Content-Type", contentType)
	resp, err := http.DefaultTransport.RoundTrip(req)
	if got := read(t, resp, err); got.status != http.StatusSeeOther {
		t.Fatalf("status %d: %s", got.status, got.body)
	}
}

func TestOneNetworkIsOneAskerOfHelp(t *testing.T) {
	w := still(t, Options{})
	refused := func(what string, most int, ask func(v visitor) error) {
		for i := range most + 1 {
			err := ask(visitor{IP: "2001:db8::" + strconv.FormatInt(int64(i+1), 16)})
			if limited := codeOf(err) == api.CodeRateLimited; limited != (i == most) {
				t.Errorf("%s, time %d: %v", what, i+1, err)
			}
		}
	}
	refused("a way back", backsFrom, func(v visitor) error {
		_, _, err := w.s.forgotPassword(v, "en", annaUser)
		return err
	})
	n := 0
	refused("a case", casesFrom, func(v visitor) error {
		n++
		user := strconv.Itoa(n) + "@example.ch"
		_, _, err := w.s.askHelp(helpCase{Why: helpSecond, Name: "x", Reach: "x@example.org", User: user, Lang: "en", Visitor: v}, "", "")
		return err
	})
	refused("looking for a case", 20, func(v visitor) error {
		_, err := w.s.findCase(v, "7k3m-92qx", "x")
		return err
	})
	refused("a code", 20, func(v visitor) error {
		_, _, err := w.s.openDoor(v, "7k3m-92qx", "x")
		return err
	})
}

func TestKilledServerLeavesNoFiles(t *testing.T) {
	w := newWorld(t, Options{QA: true})
	r := w.reader().askHelp(helpParts(t)).wants("/help/case/.*")
	w.ok(os.WriteFile(filepath.Join(w.o.Data, "help", "half"), []byte("half a file"), 0o600))
	w.restart()
	if n := len(w.helpFiles()); n != 3 {
		t.Fatalf("%d files after a restart", n)
	}
	w.decide(map[string]string{"case": caseNumber.FindStringSubmatch(r.at)[1], "decision": "refuse", "reason": "unknown"}).want(204)
	w.pass(72 * time.Hour)
	w.restart() // may have been killed between the note and the removal
	w.ok(w.s.removeDoomed())
	if n := len(w.helpFiles()); n != 0 {
		t.Fatalf("%d files after 72 hours and a restart", n)
	}
}

func TestCaseThatNobodyDecidesEnds(t *testing.T) {
	w := newWorld(t, Options{})
	w.reader().askHelp(helpParts(t)).wants("/help/case/.*")
	w.pass(30 * 24 * time.Hour)
	if m := w.newest("anna@elsewhere.example.net"); m.Subject != "Your request for help was not decided" {
		t.Fatalf("%+v", m)
	}
	w.pass(31 * 24 * time.Hour)
	w.ok(w.s.removeDoomed())
	list, err := w.s.helpCases()
	w.ok(err)
	if len(list) != 0 || len(w.helpFiles()) != 0 {
		t.Fatalf("%d cases and %d files are kept for ever", len(list), len(w.helpFiles()))
	}
}

func TestWayInIsTypedFiveTimesAndSeventyTwoHours(t *testing.T) {
	w := newWorld(t, Options{QA: true})
	accepted := func() (number, code string) {
		r := w.reader().askHelp(helpParts(t)).wants("/help/case/.*")
		number = caseNumber.FindStringSubmatch(r.at)[1]
		w.decide(map[string]string{"case": number, "decision": "accept"}).want(204)
		return number, longCode.FindString(w.newest("anna@elsewhere.example.net").Text)
	}
	number, code := accepted()
	r := w.reader().get("/help/in")
	for range sentTries {
		r.send("/help/in", "number", number, "code", "0000-0000-0000-0000").wants(".*", "is wrong")
	}
	r.send("/help/in", "number", number, "code", code).wants(".*", "too many wrong ones")
	number, code = accepted()
	r.get("/help/in").send("/help/in", "number", number, "code", code).wants("/help/in/.*", "Now your password")
	for range sentTries {
		r.post("/help/in/"+number, "password", "guess")
	}
	r.post("/help/in/"+number, "password", annaPass).wants(".*", "This is over")
	number, code = accepted()
	w.pass(72 * time.Hour)
	r.get("/help/in").send("/help/in", "number", number, "code", code).wants(".*", "too old")
}

func TestDeskIsForThisMachineAlone(t *testing.T) {
	w := newWorld(t, Options{QA: true})
	r := w.reader().askHelp(helpParts(t, part{"name", "", []byte("<b>Anna</b>")})).wants("/help/case/.*")
	number := caseNumber.FindStringSubmatch(r.at)[1]
	desk := w.reader().get("/desk").wants("/desk", "&lt;b&gt;Anna&lt;/b&gt;", annaUser, "/desk/"+number+"/selfie")
	got := desk.do("GET", "/desk/"+number+"/front", nil).want(200)
	if got.header.Get("Content-Type") != "image/png" || got.header.Get("X-Content-Type-Options") != "nosniff" ||
		!strings.Contains(got.header.Get("Content-Security-Policy"), "sandbox") || !bytes.Equal(got.body, pngPaper(t)) {
		t.Errorf("%v", got.header)
	}
	desk.get("/desk/"+number+"/..%2f..%2fserver.db").wants(".*", "This page does not exist")
	desk.get("/desk").send("/desk/"+number, "decision", "refuse", "reason", "different").wants("/desk", "Refused")
	req := w.request(w.browser())
	req.URL.Path, req.RequestURI, req.Host, req.RemoteAddr = "/desk", "", "evil.example", "127.0.0.1:1"
	if resp, err := http.DefaultClient.Do(req); err != nil || resp.StatusCode != http.StatusNotFound {
		t.Errorf("another name for this machine: %v %v", resp, err)
	}
	newWorld(t, Options{}).reader().get("/desk").wants("/desk", "This page does not exist")
	newWorld(t, Options{}).browser().do("GET", "/qa/help", nil).want(404)
}
