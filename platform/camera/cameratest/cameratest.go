// Package cameratest holds every camera of package camera, and what stands in for one,
// against what their users rely on. It is for tests alone, and for the program that runs
// them inside a simulated phone.
package cameratest

import (
	"context"
	"testing"
	"time"

	"kauth/core"
	"kauth/platform/camera"
)

// Rig is a source with one camera that has a light, and what can happen to it. Each of
// its pictures is 64 x 48 or more, and all of one brightness: its number, modulo 256.
// They come 30 a second.
type Rig struct {
	camera.Source
	ID      string
	Unplug  func()
	Silence func() // no pictures any more
	Garble  func() // damaged ones alone
	Deny    func() // whoever rules the machine forbids it
	Lit     func() bool
	Pass    func()        // waits while 30 pictures are played
	Late    time.Duration // how late a machine that is under load may be
}

var promises = []struct {
	name string
	keep func(t *testing.T, r Rig)
}{
	{"TheCameraThatIsThereIsListed", theCameraThatIsThereIsListed},
	{"EachPictureIsNewerAndTheNewestThereIs", eachPictureIsNewerAndTheNewestThereIs},
	{"APictureStaysUntilItIsReleased", aPictureStaysUntilItIsReleased},
	{"ClosingEndsTheWait", closingEndsTheWait},
	{"TheEndOfAContextEndsTheWait", theEndOfAContextEndsTheWait},
	{"ACameraThatIsInUseIsBusyUntilItIsClosed", aCameraThatIsInUseIsBusyUntilItIsClosed},
	{"AnUnpluggedCameraIsGone", anUnpluggedCameraIsGone},
	{"ACameraThatSendsNothingOrGarbageIsSilent", aCameraThatSendsNothingOrGarbageIsSilent},
	{"ARefusedCameraSaysSo", aRefusedCameraSaysSo},
	{"TheLightGoesOutWithTheCamera", theLightGoesOutWithTheCamera},
}

// Suite plays each promise on a rig of its own; play may put it on a clock of its own.
func Suite(t *testing.T, play func(t *testing.T, keep func(t *testing.T, r Rig))) {
	for _, p := range promises {
		t.Run(p.name, func(t *testing.T) { play(t, p.keep) })
	}
}

func opened(t *testing.T, r Rig) camera.Camera {
	t.Helper()
	c, err := r.Open(t.Context(), r.ID)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func Want(t *testing.T, kind core.Kind, err error) {
	t.Helper()
	if core.KindOf(err) != kind {
		t.Fatalf("%v instead of %q", err, kind)
	}
}

func Next(t *testing.T, c camera.Camera) camera.Frame {
	t.Helper()
	f, err := c.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if f.Stride < f.Width || len(f.Y) < (f.Height-1)*f.Stride+f.Width || f.Rotation%90 != 0 || f.Width < 64 || f.Height < 48 {
		t.Fatalf("%d bytes for %+v", len(f.Y), camera.Frame{Stride: f.Stride, Width: f.Width, Height: f.Height})
	}
	return f
}

func theCameraThatIsThereIsListed(t *testing.T, r Rig) {
	all, err := r.Devices(t.Context())
	if err != nil || len(all) != 1 || all[0].ID != r.ID || all[0].Name == "" {
		t.Fatalf("%+v, %v", all, err)
	}
	r.Unplug()
	_, err = r.Devices(t.Context())
	Want(t, core.NoCamera, err)
	_, err = r.Open(t.Context(), r.ID)
	Want(t, core.CameraGone, err)
}

func eachPictureIsNewerAndTheNewestThereIs(t *testing.T, r Rig) {
	c := opened(t, r)
	defer c.Close()
	last := Next(t, c).Y[0]
	c.Release()
	for range 20 {
		f := Next(t, c)
		if now := f.Y[0]; newer(last, now) <= 0 || f.Y[f.Stride*(f.Height-1)+f.Width-1] != now {
			t.Fatalf("picture %d after %d", now, last)
		}
		last = f.Y[0]
		c.Release()
	}
	r.Pass()
	if first := Next(t, c).Y[0]; newer(last, first) <= 0 {
		t.Fatalf("picture %d after %d and 30 more", first, last)
	}
	c.Release()
	if second := Next(t, c).Y[0]; newer(last, second) < 25 {
		t.Fatalf("picture %d after %d and 30 more: what nobody looked at was kept", second, last)
	}
	c.Release()
}

// newer is how many pictures lie between two, whose numbers begin again at 256.
func newer(last, now byte) int { return int(int8(now - last)) }

func aPictureStaysUntilItIsReleased(t *testing.T, r Rig) {
	c := opened(t, r)
	f := Next(t, c)
	was := f.Y[0]
	c.Close()
	r.Pass()
	if f.Y[0] != was {
		t.Errorf("%d became %d", was, f.Y[0])
	}
	c.Release()
	c.Release()
}

// afterTheLast is what Next says to who waits for a picture of a camera that sends no more,
// and since when: pictures of before may be on their way.
func afterTheLast(ctx context.Context, c camera.Camera) (since time.Time, err error) {
	for range 3 {
		since = time.Now()
		if _, err = c.Next(ctx); err != nil {
			break
		}
		c.Release()
	}
	return since, err
}

func closingEndsTheWait(t *testing.T, r Rig) {
	c := opened(t, r)
	r.Silence()
	time.AfterFunc(time.Second, c.Close)
	began := time.Now()
	_, err := afterTheLast(t.Context(), c)
	Want(t, core.Cancelled, err)
	if waited := time.Since(began); waited > 1500*time.Millisecond+r.Late {
		t.Errorf("only after %v", waited)
	}
	c.Close()
	_, err = c.Next(t.Context())
	Want(t, core.Cancelled, err)
}

func theEndOfAContextEndsTheWait(t *testing.T, r Rig) {
	c := opened(t, r)
	defer c.Close()
	r.Silence()
	ctx, stop := context.WithTimeout(t.Context(), time.Second)
	defer stop()
	_, err := afterTheLast(ctx, c)
	Want(t, core.Cancelled, err)
	_, err = r.Open(ctx, r.ID)
	Want(t, core.Cancelled, err)
}

func aCameraThatIsInUseIsBusyUntilItIsClosed(t *testing.T, r Rig) {
	c := opened(t, r)
	_, err := r.Open(t.Context(), r.ID)
	Want(t, core.CameraBusy, err)
	Next(t, c)
	c.Release()
	c.Close()
	again := opened(t, r)
	Next(t, again)
	again.Release()
	again.Close()
}

func anUnpluggedCameraIsGone(t *testing.T, r Rig) {
	c := opened(t, r)
	defer c.Close()
	Next(t, c)
	r.Unplug()
	c.Release()
	_, err := c.Next(t.Context())
	Want(t, core.CameraGone, err)
}

func aCameraThatSendsNothingOrGarbageIsSilent(t *testing.T, r Rig) {
	for _, happens := range []func(){r.Garble, r.Silence} {
		c := opened(t, r)
		defer c.Close()
		happens()
		began, err := afterTheLast(t.Context(), c)
		Want(t, core.CameraSilent, err)
		if waited := time.Since(began); waited < camera.Patience || waited > camera.Patience+time.Second+r.Late {
			t.Errorf("after %v", waited)
		}
		c.Close()
	}
}

func aRefusedCameraSaysSo(t *testing.T, r Rig) {
	r.Deny()
	if _, err := r.Devices(t.Context()); err != nil { // some list what they do not open
		Want(t, core.CameraBarred, err)
	}
	_, err := r.Open(t.Context(), r.ID)
	Want(t, core.CameraBarred, err)
}

func theLightGoesOutWithTheCamera(t *testing.T, r Rig) {
	c := opened(t, r)
	if !c.Torch() || c.Light(true) != nil || !r.Lit() {
		t.Fatal("no light")
	}
	if c.Light(false) != nil || r.Lit() {
		t.Fatal("it stays on")
	}
	_ = c.Light(true)
	c.Close()
	if r.Lit() {
		t.Error("it is on after the end")
	}
}
