//go:build linux && !android

package camera_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"
	"testing/synctest"

	"golang.org/x/sys/unix"

	"kauth/core"
	"kauth/platform/camera"
	"kauth/platform/camera/cameratest"
)

// node is a webcam of another make, alone on its machine.
func node(t *testing.T, change func(*camera.Node)) camera.Source {
	n := &camera.Node{Path: "/dev/video0", Card: "Cam", Caps: 0x84200001, NodeCaps: 0x04200001, Pixels: "GREY", Sizes: [][2]int{{64, 48}}}
	change(n)
	return camera.On(camera.NewDriver(t, n))
}

// ramp is a picture whose brightness grows from left to right and from top to bottom.
func ramp() *image.Gray {
	g := image.NewGray(image.Rect(0, 0, 64, 48))
	for i := range g.Pix {
		g.Pix[i] = byte(2*(i%64) + i/64)
	}
	return g
}

// spread writes a plane as a format has it.
func spread(first, every, gap, behind int) []byte {
	g := ramp()
	stride := 64*every + gap
	b := bytes.Repeat([]byte{0xEE}, stride*48+behind)
	for i, v := range g.Pix {
		b[i/64*stride+i%64*every+first] = v
	}
	return b
}

func TestTheBrightnessOfEachFormatIsFound(t *testing.T) {
	for name, x := range map[string]struct {
		pixels string
		gap    int
		data   []byte
	}{
		"grey":           {"GREY", 0, spread(0, 1, 0, 0)},
		"grey, gaps":     {"GREY", 64, spread(0, 1, 64, 0)},
		"NV12":           {"NV12", 32, spread(0, 1, 32, 96*24)},
		"YUYV":           {"YUYV", 0, spread(0, 2, 0, 0)},
		"YUYV, gaps":     {"YUYV", 128, spread(0, 2, 128, 0)},
		"UYVY":           {"UYVY", 0, spread(1, 2, 0, 0)},
		"not the format": {"XXXXGREY", 0, nil},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := node(t, func(n *camera.Node) {
					n.Pixels, n.Gap, n.Paint = x.pixels, x.gap, func(int) []byte { return x.data }
				})
				c, err := s.Open(t.Context(), "/dev/video0")
				if x.data == nil {
					cameratest.Want(t, core.Unsupported, err)
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				defer c.Close()
				isRamp(t, cameratest.Next(t, c), 0)
				c.Release()
			})
		})
	}
}

func isRamp(t *testing.T, f camera.Frame, off int) {
	t.Helper()
	g := ramp()
	for i, v := range g.Pix {
		if got := f.Y[i/64*f.Stride+i%64]; int(got) < int(v)-off || int(got) > int(v)+off {
			t.Fatalf("%d at %d, %d: it is %d", got, i%64, i/64, v)
		}
	}
}

func TestJPEGIsReadWithItsTablesAndWithout(t *testing.T) {
	img := image.NewYCbCr(image.Rect(0, 0, 64, 48), image.YCbCrSubsampleRatio422)
	copy(img.Y, ramp().Pix)
	for i := range img.Cb {
		img.Cb[i], img.Cr[i] = 100, 160
	}
	var whole bytes.Buffer
	if err := jpeg.Encode(&whole, img, &jpeg.Options{Quality: 100}); err != nil {
		t.Fatal(err)
	}
	bare := without(t, whole.Bytes(), 0xc4)
	if len(whole.Bytes())-len(bare) != 420 { // as AVI's MJPEG leaves out
		t.Fatalf("%d bytes of tables", len(whole.Bytes())-len(bare))
	}
	for name, data := range map[string][]byte{"with": whole.Bytes(), "without": bare, "and a tail": append(bare, make([]byte, 100)...)} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := node(t, func(n *camera.Node) { n.Pixels, n.Paint = "MJPG", func(int) []byte { return data } })
				c, err := s.Open(t.Context(), "/dev/video0")
				if err != nil {
					t.Fatal(err)
				}
				defer c.Close()
				isRamp(t, cameratest.Next(t, c), 4)
				c.Release()
			})
		})
	}
}

// without leaves a kind of marker segment out.
func without(t *testing.T, data []byte, marker byte) []byte {
	out := append([]byte(nil), data[:2]...)
	for i := 2; data[i+1] != 0xda; {
		n := 2 + int(data[i+2])<<8 + int(data[i+3])
		if data[i+1] != marker {
			out = append(out, data[i:i+n]...)
		}
		if i += n; data[i+1] == 0xda {
			out = append(out, data[i:]...)
		}
	}
	return out
}

func TestADriverMayAnswerAnything(t *testing.T) {
	large := even(1, 4000*3000)
	jpegs := func(n *camera.Node) { n.Pixels = "MJPG" }
	for name, x := range map[string]struct {
		change func(*camera.Node)
		opens  core.Kind // "" where it does
		gives  core.Kind
	}{
		"a smaller size":       {func(n *camera.Node) { n.Alter = func(int, int) (int, int) { return 64, 64 } }, "", ""},
		"no size":              {func(n *camera.Node) { n.Alter = func(int, int) (int, int) { return 0, 0 } }, core.Unsupported, ""},
		"an immense size":      {func(n *camera.Node) { n.Alter = func(int, int) (int, int) { return 1 << 20, 1 << 10 } }, core.Unsupported, ""},
		"no list of sizes":     {func(n *camera.Node) { n.Sizes = nil }, "", ""},
		"any size":             {func(n *camera.Node) { n.Stepwise, n.Sizes = true, [][2]int{{4000, 3000}} }, "", ""},
		"metadata alone":       {func(n *camera.Node) { n.NodeCaps = 0x04a00000 }, core.Unsupported, ""},
		"an old driver":        {func(n *camera.Node) { n.Caps, n.NodeCaps = 0x04000001, 0 }, "", ""},
		"damaged pictures":     {func(n *camera.Node) { n.Flag = 0x40 }, "", core.CameraSilent},
		"lost signal":          {func(n *camera.Node) { n.Errno = unix.EIO }, "", core.CameraSilent},
		"it went":              {func(n *camera.Node) { n.Errno = unix.ENODEV }, "", core.CameraGone},
		"empty pictures":       {func(n *camera.Node) { n.Paint = func(int) []byte { return nil } }, "", core.CameraSilent},
		"noise for JPEG":       {jpegs, "", core.CameraSilent},
		"open only once":       {func(n *camera.Node) { n.Refuse = unix.EBUSY }, core.CameraBusy, ""},
		"not ours to open":     {func(n *camera.Node) { n.Refuse = unix.EPERM }, core.CameraBarred, ""},
		"no such hardware":     {func(n *camera.Node) { n.Refuse = unix.ENXIO }, core.CameraGone, ""},
		"trouble with its bus": {func(n *camera.Node) { n.Refuse = unix.EIO }, core.CameraSilent, ""},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := node(t, func(n *camera.Node) {
					n.Paint = func(int) []byte { return large }
					x.change(n)
				})
				c, err := s.Open(t.Context(), "/dev/video0")
				cameratest.Want(t, x.opens, err)
				if err != nil {
					return
				}
				defer c.Close()
				_, err = c.Next(t.Context())
				c.Release()
				cameratest.Want(t, x.gives, err)
			})
		})
	}
}

func TestACameraIsCalledWhatItsDriverSays(t *testing.T) {
	for card, name := range map[string]string{
		"HD Webcam: HD Webcam":            "HD Webcam",
		"Integrated Camera: Integrated C": "Integrated Camera",
		"  ":                              "/dev/video0", "\xff\xfeCam\n": "Cam", "Cam: rear": "Cam: rear",
	} {
		s := node(t, func(n *camera.Node) { n.Card = card })
		if all, err := s.Devices(t.Context()); err != nil || all[0].Name != name {
			t.Errorf("%q is called %+v, %v", card, all, err)
		}
	}
}
