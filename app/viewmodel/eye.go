package viewmodel

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"kauth/core"
	"kauth/core/qr"
)

// frameTime bounds the search in one frame: three screens' frames, so that what is seen
// still follows the hand. All searches begin with the same steps, so where these take that
// long, on a slow phone or a busy one, it grows up to frameMost: what comes after them
// would be reached in no frame.
const (
	frameTime = 50 * time.Millisecond
	frameMost = 16 * frameTime
)

// frameLimit is what bounds the next search when one took so long of its limit. It stays
// while searches end within it that would not within frameTime: or every other one would
// be cut short again.
func frameLimit(limit, took time.Duration) time.Duration {
	switch {
	case took >= limit:
		return min(2*limit, frameMost)
	case took < frameTime:
		return frameTime
	}
	return limit
}

// frameGap is from one frame to the next at least: what is seen follows the hand, and
// half of a core is left to the rest.
const frameGap = time.Second / 15

// idleTime is how long the camera runs in front of nothing: somebody has left it on.
const idleTime = 3 * time.Minute

// eye runs one camera on a goroutine of its own: one frame at a time, the newest, and
// none is kept. It tells the owner only what changes.
type eye struct {
	scan    *Scan
	id      string
	stop    context.CancelFunc
	light   atomic.Bool
	scanner Scanner
	judge   judge
	limit   time.Duration // of the search in the next frame
	ended   chan struct{} // the camera is closed

	mu   sync.Mutex // over view, between the eye and the owner
	view finder
}

func newEye(s *Scan, id string) *eye {
	a := s.app
	ctx, stop := context.WithCancel(a.ctx)
	e := &eye{scan: s, id: id, stop: stop, scanner: a.p.Scanner(), limit: frameTime, ended: make(chan struct{})}
	before := a.blind
	a.blind = e.ended
	go func() {
		defer close(e.ended)
		if before != nil {
			<-before // a camera serves one at a time
		}
		err := e.run(ctx)
		e.dark()
		e.tell(func() {
			a.eye = nil
			s.stopped(err)
		})
	}()
	return e
}

// end stops the camera soon.
func (e *eye) end() { e.stop() }

// tell has the owner take what the eye found, unless it has turned away meanwhile.
func (e *eye) tell(f func()) {
	a := e.scan.app
	a.send(func() {
		if a.eye == e {
			f()
		}
	})
}

func (e *eye) run(ctx context.Context) error {
	cams := e.scan.app.p.Cameras
	all, err := cams.Devices(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return core.E("viewmodel.eye", core.NoCamera, nil)
	}
	at := max(slices.IndexFunc(all, func(d CameraDevice) bool { return d.ID == e.id }), 0)
	e.view.mirror = all[at].Mirror
	e.tell(func() { e.scan.live.devices, e.scan.live.device = all, all[at].ID })
	cam, err := cams.Open(ctx, all[at].ID)
	if err != nil {
		return err
	}
	defer cam.Close()
	return e.watch(ctx, cam)
}

// watch looks at one frame after the other.
func (e *eye) watch(ctx context.Context, cam Camera) error {
	torch, lit, first := cam.Torch(), false, true
	sight := time.Now() // of the last frame that could be used
	for {
		if on := e.light.Load(); on != lit && cam.Light(on) == nil {
			lit = on
		}
		l, err := cam.Next(ctx)
		if err != nil {
			return err
		}
		began := time.Now()
		switch {
		case !sound(l):
		case first:
			first = false
			e.judge.begin(began)
			e.tell(func() { e.scan.live.state, e.scan.live.torch = LiveOn, torch })
			fallthrough
		default:
			sight = began
			e.frame(l)
		}
		cam.Release()
		switch {
		case began.Sub(sight) > silentTime:
			return core.E("viewmodel.eye", core.CameraSilent, nil)
		case !first && began.Sub(e.judge.since) > idleTime:
			return core.E("viewmodel.eye", core.Cancelled, nil)
		}
		rest(ctx, began.Add(frameGap))
	}
}

func rest(ctx context.Context, until time.Time) {
	select {
	case <-time.After(time.Until(until)):
	case <-ctx.Done():
	}
}

// silentTime is how long frames may be of no use.
const silentTime = 6 * time.Second

// sound tells that a frame holds what its numbers promise: a driver may be wrong.
func sound(l qr.Luma) bool {
	return l.Width > 0 && l.Height > 0 && l.Stride >= l.Width && len(l.Pix) >= l.Width && (len(l.Pix)-l.Width)/l.Stride >= l.Height-1
}

func (e *eye) frame(l qr.Luma) {
	now := time.Now()
	codes := e.scanner.Frame(l, now.Add(e.limit))
	e.limit = frameLimit(e.limit, time.Since(now))
	e.show(l, codes, now)
	if len(codes) > 0 {
		var texts []string
		for _, c := range codes {
			texts = append(texts, c.Text)
		}
		e.tell(func() { e.scan.saw(texts) })
	}
	if hint, late, news := e.judge.look(l, codes, now); news {
		e.tell(func() {
			if e.scan.live.state == LiveOn {
				e.scan.live.hint, e.scan.live.late = hint, late
			}
		})
	}
}
