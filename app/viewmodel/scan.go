package viewmodel

import (
	"bytes"
	"context"
	"encoding/base32"
	"io"
	"net/url"
	"strings"

	"kauth/core"
	"kauth/core/link"
)

// Scan takes a QR code: a picture that is chosen, dropped or pasted, or its text.
type Scan struct {
	app     *App
	busy    bool
	problem *Problem
}

// ScanState shows it.
type ScanState struct {
	Busy    bool
	Problem *Problem
	Parts   PartsProgress // of an export, while its next code is looked for
}

// Screen names it.
func (ScanState) Screen() string { return "scan" }

func (s *Scan) state() State {
	return ScanState{Busy: s.busy, Problem: s.problem, Parts: s.app.partsProgress()}
}

// maxPicture is more than any phone's photograph takes.
const maxPicture = 20 << 20

// Picture reads the QR code in a picture. open is called on another goroutine.
func (s *Scan) Picture(open func() (io.ReadCloser, error)) {
	s.app.do(func() {
		if s.busy {
			return
		}
		s.busy, s.problem = true, nil
		work(s.app, func(ctx context.Context) ([]string, error) { return s.app.readPicture(ctx, open) }, s.read)
	})
}

func (a *App) readPicture(ctx context.Context, open func() (io.ReadCloser, error)) ([]string, error) {
	f, err := open()
	if err != nil {
		return nil, core.E("viewmodel.readPicture", core.NotPicture, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxPicture+1))
	if err != nil || len(data) > maxPicture {
		return nil, core.E("viewmodel.readPicture", core.NotPicture, err)
	}
	return a.p.Reader.Read(ctx, bytes.NewReader(data))
}

func (s *Scan) read(texts []string, err error) {
	s.busy = false
	if !s.app.on(s) {
		return
	}
	if err != nil {
		s.problem = problem(err)
		return
	}
	if codes := exportsIn(texts); len(codes) > 0 {
		s.problem = s.app.gather(codes...)
		return
	}
	s.problem = s.app.take(best(texts))
}

// best prefers a code that we can use over one that only happens to be in the picture.
func best(texts []string) string {
	for _, t := range texts {
		if _, err := link.Parse(t); err == nil {
			return t
		}
	}
	return texts[0]
}

// Paste takes what the clipboard holds: a picture, a file's address, or the text of a code.
func (s *Scan) Paste() {
	s.app.do(func() {
		if s.busy {
			return
		}
		text := strings.TrimSpace(s.app.p.Clipboard.Text())
		if text != "" {
			s.problem = s.app.take(text)
			return
		}
		s.busy, s.problem = true, nil
		work(s.app, func(ctx context.Context) ([]string, error) {
			data := s.app.p.Clipboard.Picture(ctx)
			if len(data) == 0 {
				return nil, core.E("viewmodel.Paste", core.NoCode, nil)
			}
			return s.app.p.Reader.Read(ctx, bytes.NewReader(data))
		}, s.read)
	})
}

// ByHand goes to typing the code's text.
func (s *Scan) ByHand() { s.app.do(func() { s.app.push(&Manual{app: s.app}) }) }

// OpenLink takes a kauth:// or otpauth:// address that the system hands to the app.
// Where the app was started by it, the vault is opened first.
func (a *App) OpenLink(text string) {
	a.send(func() {
		a.link = text
		a.lockIfDue()
		a.follow()
	})
}

func (a *App) follow() {
	if a.phone == nil || a.link == "" || a.isLocked() {
		return
	}
	text := a.link
	a.link = ""
	if p := a.take(text); p != nil {
		a.push(&Scan{app: a, problem: p})
	}
}

// Drop takes files dropped on the window, whatever page is shown.
func (a *App) Drop(open func() (io.ReadCloser, error)) {
	a.do(func() {
		if a.phone == nil || a.isLocked() {
			return
		}
		s, ok := a.top().(*Scan)
		if !ok {
			s = &Scan{app: a}
			a.push(s)
		}
		s.Picture(open)
	})
}

// take goes on to the confirmation for a code's text, or says why not.
func (a *App) take(text string) *Problem {
	p, err := link.Parse(text)
	switch {
	case err != nil:
		return problem(err)
	case p.Offer != nil:
		a.push(&Add{app: a, offer: p.Offer})
	case p.Account != nil:
		a.push(&Add{app: a, account: p.Account})
	case p.Export != nil:
		return a.gather(p.Export)
	default:
		return &Problem{Kind: core.NotOurs}
	}
	return nil
}

// Manual takes a code's text, or the parts of a one-time code, by keyboard.
type Manual struct {
	app     *App
	problem *Problem
}

// ManualState shows it.
type ManualState struct{ Problem *Problem }

// Screen names it.
func (ManualState) Screen() string { return "manual" }

func (m *Manual) state() State { return ManualState{Problem: m.problem} }

// SubmitAddress takes a kauth:// or otpauth:// text.
func (m *Manual) SubmitAddress(text string) {
	m.app.do(func() { m.problem = m.app.take(strings.TrimSpace(text)) })
}

// SubmitKey takes a setup key, as other services show it beside their QR code.
func (m *Manual) SubmitKey(issuer, label, key string) {
	m.app.do(func() {
		u := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + label}
		if label == "" {
			u.Path = "/" + issuer
		}
		q := url.Values{"secret": {compactKey(key)}}
		if issuer != "" {
			q.Set("issuer", issuer)
		}
		u.RawQuery = q.Encode()
		m.problem = m.app.take(u.String())
	})
}

// compactKey drops the blanks and dashes that services print to make keys readable.
func compactKey(key string) string {
	key = strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(key))
	if _, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.TrimRight(key, "=")); err != nil {
		return key // the parser says what is wrong with it
	}
	return strings.TrimRight(key, "=")
}

// host is an origin without its scheme.
func host(origin string) string {
	_, h, ok := strings.Cut(origin, "://")
	if !ok {
		return origin
	}
	return h
}
