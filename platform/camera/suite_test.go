//go:build linux && !android

package camera_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sys/unix"

	"kauth/core"
	"kauth/platform/camera"
	"kauth/platform/camera/film"
)

// rig is a source with one camera that has a light, and what can happen to it. Each of
// its pictures is 64 x 48 or more, and all of one brightness: its number.
type rig struct {
	camera.Source
	id                            string
	unplug, silence, garble, deny func()
	lit                           func() bool
}

func even(n, size int) []byte {
	b := make([]byte, size)
	for i := range b {
		b[i] = byte(n)
	}
	return b
}

func filmRig(*testing.T) rig {
	d := &film.Device{Device: camera.Device{ID: "one", Name: "One"}, Lamp: true, Rate: time.Second / 30}
	damaged := false
	d.Play = func(n int) camera.Frame {
		if damaged {
			return camera.Frame{}
		}
		return camera.Frame{Y: even(n, 64*48), Stride: 64, Width: 64, Height: 48}
	}
	return rig{
		film.Source{d},
		"one", func() { d.Fault(core.CameraGone) }, func() { d.Fault(core.CameraSilent) },
		func() { damaged = true }, func() { d.Fault(core.CameraBarred) }, d.Lit,
	}
}

// webcam is a usual one: YUYV with a gap after each row, and a second node that has
// metadata alone.
func webcam(t *testing.T) (*camera.Driver, *camera.Node) {
	n := &camera.Node{
		Path: "/dev/video0", Card: "HD Webcam: HD Webcam", Caps: 0x84a00001, NodeCaps: 0x04200001,
		Pixels: "YUYV", Sizes: [][2]int{{320, 240}, {1280, 720}, {1920, 1080}}, Gap: 64, Torch: true,
		Alter: func(int, int) (int, int) { return 64, 48 },
		Paint: func(n int) []byte { return even(n, (64*2+64)*48) },
	}
	meta := &camera.Node{Path: "/dev/video1", Card: "HD Webcam: HD Webcam", Caps: 0x84a00001, NodeCaps: 0x04a00000}
	d := camera.NewDriver(t, meta, n)
	t.Cleanup(func() {
		if files, buffers := d.Open(); files+buffers > 0 {
			t.Errorf("%d files and %d buffers are left", files, buffers)
		}
	})
	return d, n
}

func v4l2Rig(t *testing.T) rig {
	d, n := webcam(t)
	return rig{
		camera.On(d), "/dev/video0",
		func() { d.Do(func() { n.Gone = true }) }, func() { d.Do(func() { n.Silent = true }) },
		func() { d.Do(func() { n.Paint = func(int) []byte { return make([]byte, 100) } }) },
		func() { d.Do(func() { n.Refuse = unix.EACCES }) },
		func() (lit bool) { d.Do(func() { lit = n.Lit }); return lit },
	}
}

// everyCamera plays a promise on each kind of camera, on a clock of its own.
func everyCamera(t *testing.T, f func(t *testing.T, r rig)) {
	for name, make := range map[string]func(*testing.T) rig{"film": filmRig, "V4L2": v4l2Rig} {
		t.Run(name, func(t *testing.T) { synctest.Test(t, func(t *testing.T) { f(t, make(t)) }) })
	}
}

func opened(t *testing.T, r rig) camera.Camera {
	t.Helper()
	c, err := r.Open(t.Context(), r.id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func want(t *testing.T, kind core.Kind, err error) {
	t.Helper()
	if core.KindOf(err) != kind {
		t.Fatalf("%v instead of %q", err, kind)
	}
}

func next(t *testing.T, c camera.Camera) camera.Frame {
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

func TestTheCameraThatIsThereIsListed(t *testing.T) {
	everyCamera(t, func(t *testing.T, r rig) {
		all, err := r.Devices(t.Context())
		if err != nil || len(all) != 1 || all[0].ID != r.id || all[0].Name == "" {
			t.Fatalf("%+v, %v", all, err)
		}
		r.unplug()
		_, err = r.Devices(t.Context())
		want(t, core.NoCamera, err)
		_, err = r.Open(t.Context(), r.id)
		want(t, core.CameraGone, err)
	})
}

func TestEachPictureIsNewerAndTheNewestThereIs(t *testing.T) {
	everyCamera(t, func(t *testing.T, r rig) {
		c := opened(t, r)
		defer c.Close()
		last := -1
		for range 40 {
			f := next(t, c)
			if now := int(f.Y[0]); now <= last || f.Y[f.Stride*(f.Height-1)+f.Width-1] != f.Y[0] {
				t.Fatalf("picture %d after %d", now, last)
			}
			last = int(f.Y[0])
			c.Release()
		}
		time.Sleep(time.Second)
		if first := int(next(t, c).Y[0]); first < last+1 {
			t.Fatalf("picture %d after %d and a second", first, last)
		}
		c.Release()
		if second := int(next(t, c).Y[0]); second < last+25 {
			t.Fatalf("picture %d, a second after %d: what nobody looked at was kept", second, last)
		}
		c.Release()
	})
}

func TestAPictureStaysUntilItIsReleased(t *testing.T) {
	everyCamera(t, func(t *testing.T, r rig) {
		c := opened(t, r)
		f := next(t, c)
		was := f.Y[0]
		c.Close()
		time.Sleep(time.Second)
		if f.Y[0] != was {
			t.Errorf("%d became %d", was, f.Y[0])
		}
		c.Release()
		c.Release()
	})
}

func TestClosingEndsTheWait(t *testing.T) {
	everyCamera(t, func(t *testing.T, r rig) {
		c := opened(t, r)
		r.silence()
		time.AfterFunc(time.Second, c.Close)
		began := time.Now()
		_, err := c.Next(t.Context())
		want(t, core.Cancelled, err)
		if waited := time.Since(began); waited > 1500*time.Millisecond {
			t.Errorf("only after %v", waited)
		}
		c.Close()
		_, err = c.Next(t.Context())
		want(t, core.Cancelled, err)
	})
}

func TestTheEndOfAContextEndsTheWait(t *testing.T) {
	everyCamera(t, func(t *testing.T, r rig) {
		c := opened(t, r)
		defer c.Close()
		r.silence()
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		_, err := c.Next(ctx)
		want(t, core.Cancelled, err)
		_, err = r.Open(ctx, r.id)
		want(t, core.Cancelled, err)
	})
}

func TestACameraThatIsInUseIsBusyUntilItIsClosed(t *testing.T) {
	everyCamera(t, func(t *testing.T, r rig) {
		c := opened(t, r)
		_, err := r.Open(t.Context(), r.id)
		want(t, core.CameraBusy, err)
		next(t, c)
		c.Release()
		c.Close()
		again := opened(t, r)
		next(t, again)
		again.Release()
		again.Close()
	})
}

func TestAnUnpluggedCameraIsGone(t *testing.T) {
	everyCamera(t, func(t *testing.T, r rig) {
		c := opened(t, r)
		defer c.Close()
		next(t, c)
		r.unplug()
		c.Release()
		_, err := c.Next(t.Context())
		want(t, core.CameraGone, err)
	})
}

func TestACameraThatSendsNothingOrGarbageIsSilent(t *testing.T) {
	everyCamera(t, func(t *testing.T, r rig) {
		for _, happens := range []func(){r.garble, r.silence} {
			c := opened(t, r)
			happens()
			began := time.Now()
			_, err := c.Next(t.Context())
			want(t, core.CameraSilent, err)
			if waited := time.Since(began); waited < camera.Patience || waited > camera.Patience+time.Second {
				t.Errorf("after %v", waited)
			}
			c.Close()
		}
	})
}

func TestARefusedCameraSaysSo(t *testing.T) {
	everyCamera(t, func(t *testing.T, r rig) {
		r.deny()
		_, err := r.Devices(t.Context())
		want(t, core.CameraBarred, err)
		_, err = r.Open(t.Context(), r.id)
		want(t, core.CameraBarred, err)
	})
}

func TestTheLightGoesOutWithTheCamera(t *testing.T) {
	everyCamera(t, func(t *testing.T, r rig) {
		c := opened(t, r)
		if !c.Torch() || c.Light(true) != nil || !r.lit() {
			t.Fatal("no light")
		}
		if c.Light(false) != nil || r.lit() {
			t.Fatal("it stays on")
		}
		_ = c.Light(true)
		c.Close()
		if r.lit() {
			t.Error("it is on after the end")
		}
	})
}
