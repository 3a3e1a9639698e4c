package stub

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"kauth/core/api"
)

// hasty is a server as it listens for the world, with little patience.
func hasty(t *testing.T) (*world, string) {
	t.Helper()
	w := still(t, Options{})
	w.s.limits = timeLimits{header: 150 * time.Millisecond, request: 300 * time.Millisecond, reply: time.Second, idle: 150 * time.Millisecond, last: usualLast}
	w.s.SetOrigin("")
	w.ok(w.s.Listen("127.0.0.1:0", "", ""))
	return w, strings.TrimPrefix(w.s.Origin(), "http://")
}

// dial gives a connection whose far end has to end it, long before the test does.
func dial(t *testing.T, addr string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.SetDeadline(time.Now().Add(within)); err != nil {
		t.Fatal(err)
	}
	return c
}

// ended wants the server to end the connection, and gives what it said before.
func ended(t *testing.T, what string, c net.Conn) string {
	t.Helper()
	said, err := io.ReadAll(c)
	var late net.Error
	if ne, ok := err.(net.Error); ok {
		late = ne
	}
	if late != nil && late.Timeout() {
		t.Errorf("%s: the server keeps the connection; it said %q", what, said)
	}
	return string(said)
}

// TestSlowSendersAreCutOff: slowloris in all its forms. The server ends each of these
// connections by itself; the sender would keep it for ever.
func TestSlowSendersAreCutOff(t *testing.T) {
	w, addr := hasty(t)
	post := "POST /v1/logins HTTP/1.1\r\nHost: " + addr + "\r\nContent-Type: application/json\r\n"
	before := w.dump()
	for what, sent := range map[string]string{
		"nothing":              "",
		"half a line":          "GET /lo",
		"headers without end":  "GET /login HTTP/1.1\r\nHost: x\r\nX-A: b\r\n",
		"a body that waits":    post + "Content-Length: 100\r\n\r\n{\"user\":",
		"a body of no bytes":   post + "Content-Length: 100\r\n\r\n",
		"chunks without end":   post + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"use\r\n",
		"a chunk of no size":   post + "Transfer-Encoding: chunked\r\n\r\n",
		"a form that waits":    "POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 50\r\n\r\nuser=a",
		"an answer that waits": "POST " + api.Path(api.PathAnswer, api.NewID("chl_")) + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/jose\r\nContent-Length: 50\r\n\r\na.b",
		"a proof that waits":   "POST /v1/devices/self/recovery-codes HTTP/1.1\r\nHost: x\r\nAuthorization: KA a.b.c\r\nContent-Length: 50\r\n\r\n",
		"expect, and no body":  post + "Expect: 100-continue\r\nContent-Length: 100\r\n\r\n",
		"TLS to a plain port":  "\x16\x03\x01\x02\x00\x01\x00\x01\xfc",
		"HTTP/2 without TLS":   "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
		"a kept connection":    "GET /login HTTP/1.1\r\nHost: x\r\n\r\n",
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			c := dial(t, addr)
			io.WriteString(c, sent)
			said := ended(t, what, c)
			if strings.HasPrefix(said, "HTTP/1.1 5") || strings.Contains(said, "goroutine ") {
				t.Errorf("%s: %s", what, said)
			}
		})
	}
	t.Cleanup(func() { w.same("slow senders", before, w.dump()) })
}

// TestDrippingSendersAreCutOff: a byte now and then does not earn more time.
func TestDrippingSendersAreCutOff(t *testing.T) {
	_, addr := hasty(t)
	for what, begin := range map[string]string{
		"headers": "GET /login HTTP/1.1\r\nHost: x\r\nX-A: ",
		"a body":  "POST /v1/logins HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 16000\r\n\r\n",
		"chunks":  "POST /v1/logins HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n3e80\r\n",
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			c := dial(t, addr)
			io.WriteString(c, begin)
			over := make(chan struct{})
			go func() { // drips until the connection is gone
				tick := time.NewTicker(10 * time.Millisecond)
				defer tick.Stop()
				for {
					select {
					case <-over:
						return
					case <-tick.C:
						io.WriteString(c, "a")
					}
				}
			}()
			ended(t, what, c)
			close(over)
		})
	}
}

// TestSlowReadersAreCutOff: whoever asks and does not read the replies.
func TestSlowReadersAreCutOff(t *testing.T) {
	_, addr := hasty(t)
	c := dial(t, addr)
	if err := c.(*net.TCPConn).SetReadBuffer(1024); err != nil {
		t.Fatal(err)
	}
	request := []byte("GET /assets/pages.css HTTP/1.1\r\nHost: x\r\n\r\n")
	for { // until neither side's buffers hold any more, and the server has had enough
		if _, err := c.Write(bytes.Repeat(request, 100)); err != nil {
			if late, ok := err.(net.Error); ok && late.Timeout() {
				t.Fatal("the server waits for a reader that does not read")
			}
			return
		}
	}
}

// TestOversizedHeadersAreRefused: 10 MB of user agent, cookies, one header, many.
func TestOversizedHeadersAreRefused(t *testing.T) {
	_, addr := hasty(t)
	big := strings.Repeat("A", 10<<20)
	for what, headers := range map[string]string{
		"a user agent": "User-Agent: " + big,
		"cookies":      "Cookie: " + strings.Repeat("ka_login_x=y; ", 1<<20),
		"many headers": strings.Repeat("X-A: b\r\n", 1<<20) + "X-A: b",
		"a proof":      "Authorization: KA " + big,
		"a language":   "Accept-Language: " + big,
	} {
		c := dial(t, addr)
		go fmt.Fprintf(c, "GET /login HTTP/1.1\r\nHost: x\r\n%s\r\n\r\n", headers)
		said := make([]byte, 12)
		if _, err := io.ReadFull(c, said); err == nil && string(said) != "HTTP/1.1 431" {
			t.Errorf("%s: %s", what, said)
		}
		c.Close()
	}
	c := dial(t, addr)
	go fmt.Fprintf(c, "GET /login?next=%s HTTP/1.1\r\nHost: x\r\n\r\n", big)
	if said := ended(t, "an address", c); said != "" && !strings.HasPrefix(said, "HTTP/1.1 4") {
		t.Errorf("an address: %.40s", said)
	}
}

// bodies are what no route should read: each with how it calls itself.
func bodies() map[string][2]string {
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	z.Write(bytes.Repeat([]byte(`{"user":"`+strings.Repeat("a", 1000)), 1000))
	z.Close()
	deep := strings.Repeat(`{"a":`, 3000) + "1" + strings.Repeat("}", 3000)
	return map[string][2]string{
		"empty":               {api.TypeJSON, ""},
		"blank":               {api.TypeJSON, "  \n"},
		"null":                {api.TypeJSON, "null"},
		"a list":              {api.TypeJSON, `[{"user":"a"}]`},
		"a text":              {api.TypeJSON, `"user"`},
		"a number":            {api.TypeJSON, "1e999999"},
		"cut off":             {api.TypeJSON, `{"user":"anna@example.ch","password":"correct h`},
		"more after it":       {api.TypeJSON, `{"user":"a"}{"user":"b"}`},
		"wrong types":         {api.TypeJSON, `{"user":{"$ne":null},"password":["a"],"code":1,"link":true,"reg":1}`},
		"members twice":       {api.TypeJSON, `{"user":"a","user":"anna@example.ch","password":"correct horse","code":"1","code":"2"}`},
		"members twice, case": {api.TypeJSON, `{"USER":"a","user":"anna@example.ch","password":"correct horse","Code":"1","code":"2"}`},
		"deep":                {api.TypeJSON, deep},
		"deep lists":          {api.TypeJSON, strings.Repeat("[", 8000)},
		"not UTF-8":           {api.TypeJSON, "{\"user\":\"\xff\"}"},
		"UTF-16":              {api.TypeJSON, "\xfe\xff\x00{\x00}"},
		"a byte order mark":   {api.TypeJSON, "\xef\xbb\xbf{}"},
		"over 16 KiB":         {api.TypeJSON, `{"user":"` + strings.Repeat("a", 17<<10) + `"}`},
		"10 MB":               {api.TypeJSON, `{"user":"` + strings.Repeat("a", 10<<20) + `"}`},
		"many members":        {api.TypeJSON, "{" + strings.Repeat(`"a":1,`, 2500) + `"b":1}`},
		"a gzip bomb":         {api.TypeJSON, bomb.String()},
		"no type":             {"", `{"user":"a","password":"b"}`},
		"text":                {"text/plain", `{"user":"a","password":"b"}`},
		"a type that lies":    {"application/json; charset=utf-16", `{"user":`},
		"a type with junk":    {"application/json;;;=\"", `{"user":"a"}`},
		"multipart":           {"multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"user\"\r\n\r\na\r\n--x--\r\n"},
		"multipart, no end":   {"multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"user\"\r\n\r\n" + strings.Repeat("a", 20<<10)},
		"a bad form":          {"application/x-www-form-urlencoded", "user=%zz&password=%&;;=&="},
		"a big form":          {"application/x-www-form-urlencoded", "user=" + strings.Repeat("a", 20<<10)},
		"many fields":         {"application/x-www-form-urlencoded", strings.Repeat("a=b&", 4000)},
		"a JWS of dots":       {api.TypeJOSE, strings.Repeat(".", 16<<10)},
		"a big JWS":           {api.TypeJOSE, strings.Repeat("a", 1<<20)},
	}
}

// TestBodiesThatAreNoneAreRefused sends all of them to each route that reads one, of
// somebody signed in: each is refused, and nothing is written.
func TestBodiesThatAreNoneAreRefused(t *testing.T) {
	w := still(t, Options{QA: true})
	g := newTarget(w)
	open := g.b.begin().ID
	cookies := g.cookies + "; " + loginCookieName(open) + "=" + w.cookieOf(g.b, loginCookieName(open))
	login := api.Path(api.PathLogin, open)
	for what, b := range bodies() {
		for _, path := range []string{api.PathLogins, login + "/totp", login + "/recovery", api.PathDevices, api.Path(api.PathAnswer, g.fill("challenges")), api.PathToken, "/authorize", "/qa/fault"} {
			w.unchanged(what+" to "+path, func() {
				headers := []string{cookies, "Content-Type: " + b[0]}
				if what == "a gzip bomb" {
					headers = append(headers, "Content-Encoding: gzip")
				}
				if got := w.raw("POST", path, b[1], headers...); got.status < 400 || got.status >= 500 {
					t.Errorf("%s to %s: status %d: %.300s", what, path, got.status, got.body)
				}
			}, inEvents, inUsedCodes, inPeople) // a wrong password or code is counted
		}
	}
}

// TestNoBodyIsTheServersDefect sends all of them to every route there is.
func TestNoBodyIsTheServersDefect(t *testing.T) {
	w := still(t, Options{QA: true})
	g := newTarget(w)
	all := bodies()
	delete(all, "10 MB") // time is better spent elsewhere
	for what, b := range all {
		for _, r := range w.attacked(changing, g.fill) {
			got := w.raw(r.method, r.path, b[1], g.cookies, "Content-Type: "+b[0])
			if got.status >= 500 || bytes.Contains(got.body, []byte("goroutine ")) || bytes.Contains(got.body, []byte(".go:")) {
				t.Errorf("%s to %s %s: status %d: %.300s", what, r.method, r.path, got.status, got.body)
			}
		}
	}
	w.browser().do("GET", "/login", nil).want(200)
}
