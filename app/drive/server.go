package drive

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"mime"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/mobile"
	"fyne.io/fyne/v2/driver/software"
)

// Hooks are what the calls reach in the app besides its window.
type Hooks struct {
	Screen     func() string // the name of the page that is shown
	OpenLink   func(link string)
	Drop       func(files []File)
	Camera     func(sees image.Image, fault string)
	Desktop    func(shows image.Image)
	Finger     func(ctx context.Context, word string) error // what the person and the hardware do
	Background func()
	Foreground func()
	Quit       func()
	Rekey      func(ctx context.Context) error // a new device key for every account
}

// Phone is a window and the calls on it.
type Phone struct {
	w     fyne.Window
	hooks Hooks

	mu     sync.Mutex
	opened []string // addresses that the app gave to a browser
}

// New drives w.
func New(w fyne.Window, h Hooks) *Phone { return &Phone{w: w, hooks: h} }

// Opened takes the place of the system's browser: the address is kept for GET /opened.
func (p *Phone) Opened(address string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.opened = append(p.opened, address)
	return nil
}

// Listen opens addr, which must be a loopback address: whoever reaches it holds the phone.
func Listen(addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("--drive listens on this machine alone: %s is not a loopback address", host)
	}
	return net.Listen("tcp", addr)
}

// Handler serves the calls.
func (p *Phone) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /screen.png", p.screen)
	mux.HandleFunc("GET /tree", p.tree)
	mux.HandleFunc("GET /opened", p.listOpened)
	mux.HandleFunc("GET /clipboard", p.clipboard)
	mux.HandleFunc("POST /tap", p.tap)
	mux.HandleFunc("POST /type", p.typing)
	mux.HandleFunc("POST /key", p.key)
	mux.HandleFunc("POST /open", p.open)
	mux.HandleFunc("POST /drop", p.drop)
	mux.HandleFunc("POST /camera", p.camera)
	mux.HandleFunc("POST /desktop", p.desktop)
	mux.HandleFunc("POST /finger", p.finger)
	mux.HandleFunc("POST /background", p.call(p.hooks.Background))
	mux.HandleFunc("POST /foreground", p.call(p.hooks.Foreground))
	mux.HandleFunc("POST /quit", p.call(p.hooks.Quit))
	mux.HandleFunc("POST /rekey", func(w http.ResponseWriter, r *http.Request) { done(w, p.hooks.Rekey(r.Context())) })
	return local(http.NewCrossOriginProtection().Handler(mux))
}

// local refuses a name that a page on the web has pointed at this machine.
func local(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			fail(w, http.StatusForbidden, errors.New("not a loopback name"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// ui runs f on the window's goroutine, laid out anew: the test driver does not lay
// out again by itself when something grows.
func (p *Phone) ui(f func(c fyne.Canvas)) {
	fyne.DoAndWait(func() {
		c := p.w.Canvas()
		size := c.Size()
		p.w.Resize(size.AddWidthHeight(1, 1))
		p.w.Resize(size)
		f(c)
	})
}

func (p *Phone) screen(w http.ResponseWriter, r *http.Request) {
	scale := 1.0
	if s := r.URL.Query().Get("scale"); s != "" {
		var err error
		if scale, err = strconv.ParseFloat(s, 32); err != nil || !(scale >= 0.5 && scale <= 4) { // NaN is neither
			fail(w, http.StatusBadRequest, errors.New("scale is a number from 0.5 to 4"))
			return
		}
	}
	var buf bytes.Buffer
	var err error
	p.ui(func(c fyne.Canvas) {
		s := c.(software.WindowlessCanvas)
		before := c.Scale()
		s.SetScale(float32(scale))
		err = png.Encode(&buf, c.Capture())
		s.SetScale(before)
	})
	if err != nil {
		fail(w, http.StatusInternalServerError, err)
		return
	}
	w.Header().Set("Content-Type", "image/png")
	_, _ = w.Write(buf.Bytes())
}

type treeReply struct {
	Screen string  `json:"screen"`
	Width  float32 `json:"width"`
	Height float32 `json:"height"`
	Items  []Item  `json:"items"`
}

func (p *Phone) tree(w http.ResponseWriter, _ *http.Request) {
	reply := treeReply{Items: []Item{}}
	p.ui(func(c fyne.Canvas) {
		reply.Screen = p.hooks.Screen()
		reply.Width, reply.Height = c.Size().Width, c.Size().Height
		reply.Items = append(reply.Items, items(c)...)
	})
	answer(w, reply)
}

func (p *Phone) tap(w http.ResponseWriter, r *http.Request) {
	a, err := arguments(r)
	if err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	var it Item
	p.ui(func(c fyne.Canvas) {
		if text := a["text"]; text != "" {
			it, err = tapText(c, text)
			return
		}
		x, ex := strconv.ParseFloat(a["x"], 32)
		y, ey := strconv.ParseFloat(a["y"], 32)
		if err = errors.Join(ex, ey); err == nil {
			it, err = tapAt(c, float32(x), float32(y))
		}
	})
	if err != nil {
		fail(w, http.StatusNotFound, err)
		return
	}
	answer(w, map[string]any{"tapped": it})
}

func (p *Phone) typing(w http.ResponseWriter, r *http.Request) {
	a, err := arguments(r)
	if err == nil {
		p.ui(func(c fyne.Canvas) { err = typeText(c, a["text"]) })
	}
	done(w, err)
}

// keys are names that differ from the toolkit's own.
var keys = map[string]fyne.KeyName{"Enter": fyne.KeyReturn, "Esc": fyne.KeyEscape, "Back": mobile.KeyBack, "Delete": fyne.KeyDelete}

func (p *Phone) key(w http.ResponseWriter, r *http.Request) {
	a, err := arguments(r)
	if err == nil && a["key"] == "" && a["text"] == "" {
		err = errors.New("name a key")
	}
	if err == nil {
		name := fyne.KeyName(a["key"] + a["text"])
		if k, ok := keys[string(name)]; ok {
			name = k
		}
		p.ui(func(c fyne.Canvas) { pressKey(c, name) })
	}
	done(w, err)
}

func (p *Phone) open(w http.ResponseWriter, r *http.Request) {
	a, err := arguments(r)
	if link := a["link"] + a["text"]; err == nil && link != "" {
		p.hooks.OpenLink(link)
	} else if err == nil {
		err = errors.New("no link in the body")
	}
	done(w, err)
}

func (p *Phone) listOpened(w http.ResponseWriter, _ *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	answer(w, map[string]any{"opened": append([]string{}, p.opened...)})
}

func (p *Phone) clipboard(w http.ResponseWriter, _ *http.Request) {
	var text string
	p.ui(func(fyne.Canvas) { text = fyne.CurrentApp().Clipboard().Content() })
	answer(w, map[string]string{"text": text})
}

func (p *Phone) call(f func()) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		f()
		done(w, nil)
	}
}

// arguments takes a call's values from the address, a form, a JSON object, or the
// bare body as "text".
func arguments(r *http.Request) (map[string]string, error) {
	a := map[string]string{}
	for k, v := range r.URL.Query() {
		a[k] = v[0]
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	body, err := io.ReadAll(io.LimitReader(r.Body, 64<<10))
	if err != nil || len(body) == 0 {
		return a, err
	}
	if kind == "application/json" || body[0] == '{' {
		var object map[string]any
		if err := json.Unmarshal(body, &object); err != nil {
			return nil, err
		}
		for k, v := range object {
			a[k] = fmt.Sprint(v)
		}
		return a, nil
	}
	if kind == "application/x-www-form-urlencoded" {
		r.Body = io.NopCloser(bytes.NewReader(body))
		if err := r.ParseForm(); err == nil && formed(r) {
			for k, v := range r.PostForm {
				a[k] = v[0]
			}
			return a, nil
		}
	}
	a["text"] = string(body)
	return a, nil
}

// formed tells a real form from a bare text that curl sent with its usual type.
func formed(r *http.Request) bool {
	for k := range r.PostForm {
		if strings.Contains(k, "://") {
			return false // a bare address with a query of its own
		}
	}
	for _, k := range []string{"x", "y", "text", "key", "link"} {
		if r.PostForm.Has(k) {
			return true
		}
	}
	return false
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

func done(w http.ResponseWriter, err error) {
	if err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	answer(w, map[string]bool{"ok": true})
}

func fail(w http.ResponseWriter, status int, err error) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": err.Error()})
}
