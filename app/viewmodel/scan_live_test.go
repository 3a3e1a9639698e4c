//go:build !race

package viewmodel

import (
	"context"
	"slices"
	"testing"
	"time"

	"kauth/core"
	"kauth/core/qr"
	"kauth/platform/camera"
	"kauth/platform/camera/film"
)

// set is a scene with cameras, and with what is to be seen before them.
type set struct {
	*scene
	one, two *film.Device
	texts    []string                   // of the codes in every frame
	paint    func(w, h int, pix []byte) // nil: grey
	frames   int
	needs    time.Duration   // for each frame, to its end
	given    []time.Duration // to each frame
}

// Frame implements Scanner: what it reads it reads in its last step.
func (x *set) Frame(_ qr.Luma, until time.Time) (codes []qr.Code) {
	x.frames++
	x.given = append(x.given, time.Until(until))
	time.Sleep(min(x.needs, time.Until(until)))
	if !time.Now().Before(until) {
		return nil
	}
	for _, t := range x.texts {
		codes = append(codes, qr.Code{Text: t})
	}
	return codes
}

// lent makes film cameras the view-model's, as package main does.
type lent struct{ film.Source }

func (c lent) Devices(ctx context.Context) (all []CameraDevice, err error) {
	found, err := c.Source.Devices(ctx)
	for _, d := range found {
		all = append(all, CameraDevice{ID: d.ID, Name: d.Name})
	}
	return all, err
}

func (c lent) Open(ctx context.Context, id string) (Camera, error) {
	opened, err := c.Source.Open(ctx, id)
	if err != nil {
		return nil, err
	}
	return lentCamera{opened}, nil
}

type lentCamera struct{ camera.Camera }

func (c lentCamera) Next(ctx context.Context) (qr.Luma, error) {
	f, err := c.Camera.Next(ctx)
	return qr.Luma{Pix: f.Y, Stride: f.Stride, Width: f.Width, Height: f.Height, Rotation: f.Rotation}, err
}

const filmWidth, filmHeight = 320, 240

func (x *set) play(int) camera.Frame {
	pix := make([]byte, filmWidth*filmHeight)
	for i := range pix {
		pix[i] = 120
	}
	if x.paint != nil {
		x.paint(filmWidth, filmHeight, pix)
	}
	return camera.Frame{Y: pix, Stride: filmWidth, Width: filmWidth, Height: filmHeight}
}

// film opens the scan page before two cameras, of which the second is not plugged in.
func onSet(t *testing.T, f func(x *set)) {
	t.Helper()
	x := &set{}
	x.one = &film.Device{Device: camera.Device{ID: "one", Name: "One"}, Lamp: true, Play: x.play}
	x.two = &film.Device{Device: camera.Device{ID: "two", Name: "Two"}, Play: x.play}
	x.two.Fault(core.CameraGone)
	stage(t, linked(), func(_ *scene, p *Ports) {
		p.Cameras, p.Scanner = lent{film.Source{x.one, x.two}}, func() Scanner { return x }
	}, func(s *scene) {
		x.scene = s
		s.app.send(func() { s.app.push(&Scan{app: s.app}) })
		s.rest()
		f(x)
	})
}

func (x *set) now() ScanState {
	x.t.Helper()
	st, ok := x.shown.State.(ScanState)
	if !ok {
		x.t.Fatalf("the page is %q", x.shown.State.Screen())
	}
	return st
}

func (x *set) page() *Scan { return x.shown.Intents.(*Scan) }

func (x *set) is(live Live) ScanState {
	x.t.Helper()
	st := x.now()
	if st.Live != live {
		x.t.Fatalf("the camera is %q instead of %q: %+v", st.Live, live, st)
	}
	return st
}

const (
	offerText   = "kauth://link?v=1&o=https%3A%2F%2Fmanager.example.ch&c=ABCDEFGHJKMNPQRSTVWXYZ2345&k=AAAAAAAAAAAAAAAAAAAAAA&a=anna%40example.ch&i=Infomaniak"
	codeText    = "otpauth://totp/GitHub:anna?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=GitHub"
	otherText   = "otpauth://totp/Mail:bert?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Mail"
	foreignText = "https://example.ch/"
)

func TestTheCameraRunsWhileItsPageIsInFront(t *testing.T) {
	onSet(t, func(x *set) {
		x.pass(time.Second)
		x.is(LiveOn)
		if !x.one.Used() || x.frames < 10 {
			t.Fatalf("%d frames in a second", x.frames)
		}
		for name, c := range map[string][2]func(){
			"a page over it": {x.page().ByHand, x.app.Back},
			"the background": {x.app.Background, x.app.Foreground},
			"out of sight":   {x.app.Unseen, x.app.Seen},
			"a request":      {func() { x.ask(request("chl_1", core.Confirm)) }, func() { x.inbox.pending = nil; x.app.Back() }},
		} {
			c[0]()
			x.rest()
			if x.one.Used() {
				t.Fatalf("%s: the camera still runs", name)
			}
			n := x.frames
			x.pass(time.Second)
			if x.frames != n {
				t.Fatalf("%s: frames are still looked at", name)
			}
			c[1]()
			x.pass(time.Second)
			if !x.one.Used() || x.frames == n {
				t.Fatalf("%s: the camera does not come back", name)
			}
		}
		x.app.Back()
		x.rest()
		if x.one.Used() {
			t.Error("the camera outlives its page")
		}
	})
}

func TestALockedAppSeesNothing(t *testing.T) {
	onSet(t, func(x *set) {
		x.pass(time.Second)
		x.lock.facts.Kind = "pin"
		x.app.Lock()
		x.rest()
		if x.one.Used() {
			t.Error("the camera runs behind the lock")
		}
	})
}

func TestAFoundCodeIsOutlinedForAMomentThenTaken(t *testing.T) {
	onSet(t, func(x *set) {
		var marks []int
		x.page().Watch(func(v Viewfinder, done func()) { marks = append(marks, len(v.Marks)); done() })
		x.pass(time.Second)
		x.texts = []string{codeText}
		x.pass(100 * time.Millisecond)
		x.is(LiveFound)
		x.pass(foundTime)
		if st, ok := x.shown.State.(ConfirmState); !ok || st.Title != "anna" {
			t.Fatalf("%+v", x.shown.State)
		}
		if x.one.Used() || !slices.Contains(marks, 1) || marks[len(marks)-1] != 0 {
			t.Errorf("it was outlined %v", marks)
		}
	})
}

func TestTheBestOfSeveralCodesIsTaken(t *testing.T) {
	onSet(t, func(x *set) {
		x.texts = []string{foreignText, codeText}
		x.pass(100 * time.Millisecond)
		x.texts = []string{foreignText, otherText} // seen a moment later
		x.pass(time.Second)
		st, ok := x.shown.State.(PickState)
		if !ok || len(st.Rows) != 2 || st.Rows[0].Issuer != "GitHub" || st.Rows[1].Issuer != "Mail" {
			t.Fatalf("%+v", x.shown.State)
		}
		x.shown.Intents.(*Pick).Choose(1)
		x.rest()
		if st, ok := x.shown.State.(ConfirmState); !ok || st.Title != "bert" {
			t.Fatalf("%+v", x.shown.State)
		}
	})
}

func TestACodeThatWasGoneBackFromIsNotTakenAtOnce(t *testing.T) {
	onSet(t, func(x *set) {
		x.texts = []string{codeText}
		x.pass(time.Second)
		x.app.Back()
		x.pass(2 * time.Second)
		x.is(LiveOn)
		x.pass(4 * time.Second)
		if _, ok := x.shown.State.(ConfirmState); !ok {
			t.Errorf("it is never taken again: %+v", x.shown.State)
		}
	})
}

func TestACodeThatIsNotOursIsPassedOver(t *testing.T) {
	onSet(t, func(x *set) {
		x.texts = []string{foreignText}
		x.pass(time.Second)
		if st := x.is(LiveOn); st.Hint != HintForeign {
			t.Errorf("%+v", st)
		}
		x.texts = []string{codeText + "&digits=99"}
		x.pass(time.Second)
		if st := x.is(LiveOn); st.Problem == nil || st.Problem.Kind != core.Malformed {
			t.Errorf("%+v", st)
		}
		x.pass(4 * time.Second) // it is still there, and was told
		x.is(LiveOn)
		x.texts = []string{codeText}
		x.pass(time.Second)
		if _, ok := x.shown.State.(ConfirmState); !ok {
			t.Errorf("%+v", x.shown.State)
		}
	})
}

func TestALightGoesOnAndOff(t *testing.T) {
	onSet(t, func(x *set) {
		x.pass(time.Second)
		if st := x.is(LiveOn); !st.Torch || st.Lit {
			t.Fatalf("%+v", st)
		}
		x.page().Light()
		x.pass(time.Second)
		if !x.now().Lit || !x.one.Lit() {
			t.Error("it is dark")
		}
		x.page().Light()
		x.pass(time.Second)
		if x.now().Lit || x.one.Lit() {
			t.Error("it stays on")
		}
	})
}

func TestAnUnpluggedCameraGoesBackToChoosing(t *testing.T) {
	onSet(t, func(x *set) {
		x.pass(time.Second)
		x.two.Fault("")
		x.one.Fault(core.CameraGone)
		x.pass(time.Second)
		st := x.is(LiveChoosing)
		if st.Problem == nil || st.Problem.Kind != core.CameraGone || len(st.Devices) != 1 || st.Devices[0].ID != "two" {
			t.Fatalf("%+v", st)
		}
		x.page().Camera("two")
		x.pass(time.Second)
		if st := x.is(LiveOn); st.Problem != nil || !x.two.Used() || st.Torch {
			t.Errorf("%+v", st)
		}
		x.two.Fault(core.CameraGone)
		x.pass(time.Second)
		if st := x.is(LiveMissing); st.Problem.Kind != core.CameraGone {
			t.Errorf("%+v", st)
		}
	})
}

func TestWhatACameraRefusesIsTold(t *testing.T) {
	for _, k := range []core.Kind{core.CameraBarred, core.CameraBusy, core.CameraRefused, core.CameraSilent} {
		onSet(t, func(x *set) {
			x.one.Fault(k)
			x.pass(10 * time.Second)
			if st := x.is(LiveOff); st.Problem == nil || st.Problem.Kind != k {
				t.Fatalf("%s: %+v", k, st)
			}
			x.one.Fault("")
			x.page().StartCamera()
			x.pass(time.Second)
			if st := x.is(LiveOn); st.Problem != nil {
				t.Errorf("%s: %+v", k, st)
			}
		})
	}
}

func TestAChosenCameraIsUsedTheNextTime(t *testing.T) {
	onSet(t, func(x *set) {
		x.two.Fault("")
		x.app.Back()
		x.app.send(func() { x.app.push(&Scan{app: x.app}) })
		x.pass(time.Second)
		x.page().OtherCamera()
		x.rest()
		if st := x.is(LiveChoosing); len(st.Devices) != 2 || x.one.Used() {
			t.Fatalf("%+v", st)
		}
		x.page().Camera("two")
		x.pass(time.Second)
		x.app.Back()
		x.app.send(func() { x.app.push(&Scan{app: x.app}) })
		x.pass(time.Second)
		if !x.two.Used() || x.is(LiveOn).Device != "two" {
			t.Error("it is forgotten")
		}
	})
}

func TestWithoutACameraThePageSaysTheOtherWays(t *testing.T) {
	onSet(t, func(x *set) {
		x.one.Fault(core.CameraGone)
		x.app.Back()
		x.app.send(func() { x.app.push(&Scan{app: x.app}) })
		x.pass(time.Second)
		if st := x.is(LiveMissing); st.Problem != nil {
			t.Errorf("%+v", st)
		}
	})
}

func TestPartsOfAnExportAreReadOneAfterTheOther(t *testing.T) {
	onSet(t, func(x *set) {
		x.texts = []string{part(0, 3, 7, "a")}
		x.pass(time.Second)
		x.shown.Intents.(*Parts).Next()
		x.pass(3 * time.Second) // the first one is still in front of the camera
		if st := x.is(LiveOn); st.Parts.Of != 3 || len(st.Parts.Missing) != 2 {
			t.Fatalf("%+v", st)
		}
		x.texts = []string{part(2, 3, 7, "c")}
		x.pass(time.Second)
		if st := x.is(LiveOn); len(st.Parts.Missing) != 1 {
			t.Fatalf("%+v", st)
		}
		x.texts = []string{part(1, 3, 7, "b")}
		x.pass(time.Second)
		if st := is[PartsState](x.scene); len(st.Missing) > 0 || len(st.Rows) != 3 {
			t.Errorf("%+v", st)
		}
	})
}

func TestACameraThatWasLeftOnGoesOut(t *testing.T) {
	onSet(t, func(x *set) {
		x.pass(idleTime + time.Second)
		if st := x.is(LiveOff); st.Problem != nil || x.one.Used() {
			t.Errorf("%+v", st)
		}
		x.page().StartCamera()
		x.pass(time.Second)
		x.is(LiveOn)
	})
}

func TestFramesOfTheWrongSizeAreNoPicture(t *testing.T) {
	for name, f := range map[string]camera.Frame{
		"too short": {Y: make([]byte, 100), Stride: 320, Width: 320, Height: 240}, "no height": {Y: make([]byte, 100), Stride: 10, Width: 10},
		"rows that overlap": {Y: make([]byte, 100), Stride: 5, Width: 10, Height: 10}, "nonsense": {Y: make([]byte, 1), Stride: -1, Width: -1, Height: -1},
	} {
		onSet(t, func(x *set) {
			x.page().Watch(func(v Viewfinder, done func()) { done() })
			x.one.Play = func(int) camera.Frame { return f }
			x.pass(10 * time.Second)
			if st := x.is(LiveOff); st.Problem == nil || st.Problem.Kind != core.CameraSilent || x.one.Used() {
				t.Errorf("%s: %+v", name, st)
			}
		})
	}
}
