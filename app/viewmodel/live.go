package viewmodel

import (
	"slices"
	"time"

	"kauth/core"
)

// Live is how far the camera is.
type Live string

// How far it is. The empty one is a device without any camera code.
const (
	LiveNone     Live = ""
	LiveOff      Live = "off"      // it may be started
	LiveStarting Live = "starting" // it is looked for, or a person is asked
	LiveOn       Live = "on"
	LiveFound    Live = "found"    // a code is outlined for a moment
	LiveChoosing Live = "choosing" // one of several is to be chosen
	LiveMissing  Live = "missing"  // there is none
)

// Hint is what would help, from what the camera sees.
type Hint string

// The hints.
const (
	HintNone    Hint = ""
	HintHold    Hint = "hold"    // nothing special: still, whole, straight
	HintDark    Hint = "dark"    // there is too little light
	HintFar     Hint = "far"     // the code is too small in the picture
	HintGlare   Hint = "glare"   // a light is mirrored in the middle
	HintForeign Hint = "foreign" // the code that is seen adds no account
)

const (
	foundTime = 700 * time.Millisecond // a code is outlined, and others that are there are found too
	hintTime  = 5 * time.Second
	lateTime  = 15 * time.Second
	awayTime  = 4 * time.Second // a code that was gone back from is not taken again at once
	keyCamera = "camera"
)

// live is the camera's part of the page.
type live struct {
	state   Live
	devices []CameraDevice
	device  string
	torch   bool
	lit     bool
	hint    Hint
	late    bool
	caught  []string
	last    string    // taken last
	back    time.Time // when the camera came back after that
	spurned []string  // of our kind, but of no use, or parts of an export: taken once
}

// looks keeps the camera running while its page is in front of a person, and at no
// other time. It is called after everything that happens.
func (a *App) looks() {
	s, _ := a.top().(*Scan)
	if a.eye != nil && (a.eye.scan != s || !s.wanted()) {
		a.eye.end()
		a.eye = nil
	}
	if s != nil && a.eye == nil && s.wanted() {
		s.look()
	}
}

// wanted tells whether the camera is to run.
func (s *Scan) wanted() bool {
	a := s.app
	if s.busy || a.p.Cameras == nil || a.phone == nil || a.isLocked() || a.hidden() || !a.front {
		return false
	}
	switch s.live.state {
	case LiveOff, LiveChoosing, LiveMissing:
		return false
	}
	return true
}

// look starts the camera.
func (s *Scan) look() {
	s.live.state, s.live.back = LiveStarting, s.app.p.Now()
	s.live.caught, s.live.hint, s.live.late, s.live.lit, s.live.torch = nil, "", false, false, false
	id := s.live.device
	if id == "" {
		id = s.app.p.Settings.String(keyCamera)
	}
	s.app.eye = newEye(s, id)
}

// StartCamera tries the camera, again.
func (s *Scan) StartCamera() {
	s.app.do(func() {
		if e := s.app.eye; e != nil && e.scan == s { // a second tap: it runs, or is about to
			return
		}
		s.problem, s.live.state, s.sent = nil, LiveStarting, false
	})
}

// OtherCamera asks which one to use.
func (s *Scan) OtherCamera() {
	s.app.do(func() {
		if len(s.live.devices) > 1 {
			s.live.state = LiveChoosing
		}
	})
}

// Camera uses one of the Devices, and does so the next time.
func (s *Scan) Camera(id string) {
	s.app.do(func() {
		if s.live.state != LiveChoosing { // a second tap
			return
		}
		s.app.p.Settings.SetString(keyCamera, id)
		s.problem, s.live.device, s.live.state = nil, id, LiveStarting
	})
}

// Light switches the camera's light.
func (s *Scan) Light() {
	s.app.do(func() {
		if e := s.app.eye; e != nil && e.scan == s && s.live.torch {
			s.live.lit = !s.live.lit
			e.light.Store(s.live.lit)
		}
	})
}

// Watch has f called with what the camera sees, on another goroutine; an empty
// Viewfinder is darkness. f tells by done that the pixels are no longer needed.
func (s *Scan) Watch(f func(v Viewfinder, done func())) { s.watcher.Store(&f) }

// stopped takes how the camera ended.
func (s *Scan) stopped(err error) {
	kind := core.KindOf(err)
	s.live.state = LiveOff
	if kind == core.Cancelled {
		return
	}
	s.live.lit, s.live.torch, s.live.hint = false, false, ""
	if kind == core.NoCamera || kind == core.Unsupported && len(s.live.devices) == 0 {
		s.live.state, s.live.devices = LiveMissing, nil
		return
	}
	s.problem = problem(err)
	if kind == core.CameraGone {
		s.live.device = ""
		s.app.p.Settings.SetString(keyCamera, "")
		s.choose()
	}
}

// choose lists the cameras that are left, for the person to choose from.
func (s *Scan) choose() {
	work(s.app, s.app.p.Cameras.Devices, func(all []CameraDevice, err error) {
		switch {
		case s.live.state != LiveOff:
		case err != nil:
			s.live.state, s.live.devices = LiveMissing, nil
		default:
			s.live.state, s.live.devices = LiveChoosing, all
		}
	})
}

// saw takes the codes of a frame.
func (s *Scan) saw(texts []string) {
	l := &s.live
	for _, t := range texts {
		again := t == l.last && s.app.p.Now().Sub(l.back) < awayTime
		if !again && ours(t) && !slices.Contains(l.caught, t) && !slices.Contains(l.spurned, t) {
			l.caught = append(l.caught, t)
		}
	}
	if len(l.caught) == 0 || l.state != LiveOn {
		return
	}
	l.state, l.hint, s.problem = LiveFound, "", nil
	e := s.app.eye
	s.app.later(foundTime, func() {
		if s.app.eye == e && s.app.top() == page(s) {
			s.settle(e)
		}
	})
}

// settle goes on with what was caught.
func (s *Scan) settle(e *eye) {
	l := &s.live
	texts := l.caught
	l.state, l.caught, l.last = LiveOn, nil, bestOf(texts)[0]
	if s.problem = s.app.pick(texts, e.still()); s.problem != nil || s.app.gathering() != nil {
		l.spurned = append(l.spurned, texts...)
	}
}
