package viewmodel

import (
	"bytes"
	"context"
	"strings"
	"sync/atomic"

	"kauth/core"
)

// Scan takes a QR code: by the camera, from the screen, from pictures that are chosen,
// dropped or pasted, or as text.
type Scan struct {
	app     *App
	busy    bool
	problem *Problem
	live    live
	sent    bool // the person is in the system's settings
	watcher atomic.Pointer[func(Viewfinder, func())]
}

// ScanState shows it.
type ScanState struct {
	Busy    bool     // a picture is being read
	Problem *Problem // with that, or with the camera
	Live    Live
	Devices []CameraDevice // to choose from: all that there are
	Device  string         // the one that runs, or was chosen last
	Torch   bool           // it has a light
	Lit     bool
	Hint    Hint
	Late    bool          // nothing was found for long: there are other ways
	Desktop bool          // the screen can be read
	Barred  bool          // the system's settings can let the app film
	Parts   PartsProgress // of an export, while its next code is looked for
}

// Screen names it.
func (ScanState) Screen() string { return "scan" }

func (s *Scan) state() State {
	var parts PartsProgress
	if s.app != nil {
		parts = s.app.partsProgress()
	}
	return ScanState{
		Parts: parts, Busy: s.busy, Problem: s.problem, Live: s.live.state, Devices: s.live.devices, Device: s.live.device,
		Torch: s.live.torch, Lit: s.live.lit, Hint: s.live.hint, Late: s.live.late, Desktop: s.app != nil && s.app.p.Screen != nil,
		Barred: s.barred(),
	}
}

// begin reads something else than the camera's pictures, which rests meanwhile.
func (s *Scan) begin(read func(ctx context.Context) ([]string, error)) {
	if s.busy {
		return
	}
	s.busy, s.problem = true, nil
	work(s.app, read, s.read)
}

func (s *Scan) read(texts []string, err error) {
	s.busy = false
	switch {
	case !s.app.on(s):
	case err != nil:
		s.problem = problem(err)
	default:
		s.problem = s.app.pick(texts, nil)
	}
}

// Paste takes what the clipboard holds: a picture, or the text of a code.
func (s *Scan) Paste() {
	s.app.do(func() {
		text := strings.TrimSpace(s.app.p.Clipboard.Text())
		if s.busy {
			return
		}
		if text != "" {
			s.problem = s.app.take(text)
			return
		}
		s.begin(func(ctx context.Context) ([]string, error) {
			data := s.app.p.Clipboard.Picture(ctx)
			if len(data) == 0 {
				return nil, core.E("viewmodel.Paste", core.NoCode, nil)
			}
			return s.app.p.Reader.Read(ctx, bytes.NewReader(data))
		})
	})
}

// FromScreen looks for codes on the screen.
func (s *Scan) FromScreen() {
	s.app.do(func() {
		if s.app.p.Screen == nil {
			return
		}
		s.begin(func(ctx context.Context) ([]string, error) {
			img, err := s.app.p.Screen(ctx)
			if err != nil {
				return nil, err
			}
			return s.app.p.Reader.ReadImage(ctx, img)
		})
	})
}

// ByHand goes to typing the code's text.
func (s *Scan) ByHand() { s.app.do(func() { s.app.push(&Manual{app: s.app}) }) }

// errand lets the person look for a picture in other windows, and into the settings.
func (s *Scan) errand() bool { return s.busy || s.sent }
