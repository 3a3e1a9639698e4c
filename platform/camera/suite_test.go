//go:build linux && !android

package camera_test

import (
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sys/unix"

	"kauth/core"
	"kauth/platform/camera"
	"kauth/platform/camera/cameratest"
	"kauth/platform/camera/film"
)

func even(n, size int) []byte {
	b := make([]byte, size)
	for i := range b {
		b[i] = byte(n)
	}
	return b
}

func aSecond() { time.Sleep(time.Second) }

func filmRig(*testing.T) cameratest.Rig {
	d := &film.Device{Device: camera.Device{ID: "one", Name: "One"}, Lamp: true, Rate: time.Second / 30}
	damaged := false
	d.Play = func(n int) camera.Frame {
		if damaged {
			return camera.Frame{}
		}
		return camera.Frame{Y: even(n, 64*48), Stride: 64, Width: 64, Height: 48}
	}
	return cameratest.Rig{
		Source: film.Source{d}, ID: "one",
		Unplug: func() { d.Fault(core.CameraGone) }, Silence: func() { d.Fault(core.CameraSilent) },
		Garble: func() { damaged = true }, Deny: func() { d.Fault(core.CameraBarred) }, Lit: d.Lit, Pass: aSecond,
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

func v4l2Rig(t *testing.T) cameratest.Rig {
	d, n := webcam(t)
	return cameratest.Rig{
		Source: camera.On(d), ID: "/dev/video0",
		Unplug:  func() { d.Do(func() { n.Gone = true }) },
		Silence: func() { d.Do(func() { n.Silent = true }) },
		Garble:  func() { d.Do(func() { n.Paint = func(int) []byte { return make([]byte, 100) } }) },
		Deny:    func() { d.Do(func() { n.Refuse = unix.EACCES }) },
		Lit:     func() (lit bool) { d.Do(func() { lit = n.Lit }); return lit },
		Pass:    aSecond,
	}
}

// Each promise is played on a clock of its own.
func onAClockOfItsOwn(rig func(*testing.T) cameratest.Rig) func(*testing.T, func(*testing.T, cameratest.Rig)) {
	return func(t *testing.T, keep func(*testing.T, cameratest.Rig)) {
		synctest.Test(t, func(t *testing.T) { keep(t, rig(t)) })
	}
}

func TestTheFilmKeepsTheCamerasPromises(t *testing.T) {
	cameratest.Suite(t, onAClockOfItsOwn(filmRig))
}

func TestV4L2KeepsTheCamerasPromises(t *testing.T) {
	cameratest.Suite(t, onAClockOfItsOwn(v4l2Rig))
}
