package film

import (
	"image"
	"image/color"
	_ "image/gif"  // what a folder may hold
	_ "image/jpeg" // likewise
	_ "image/png"  // likewise
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"kauth/core"
	"kauth/platform/camera"
)

// Frame shows a picture as a camera of 1280 x 720 would that fills its height with it.
func Frame(img image.Image) camera.Frame {
	const w, h = camera.Width, camera.Height
	f := camera.Frame{Y: make([]byte, w*h), Stride: w, Width: w, Height: h}
	b := img.Bounds()
	side := min(float64(w)/float64(b.Dx()), float64(h)/float64(b.Dy()))
	left, top := (w-int(side*float64(b.Dx())))/2, (h-int(side*float64(b.Dy())))/2
	for i := range f.Y {
		at := image.Pt(int(float64(i%w-left)/side), int(float64(i/w-top)/side)).Add(b.Min)
		f.Y[i] = 120
		if i%w >= left && i/w >= top && at.In(b) {
			f.Y[i] = color.GrayModel.Convert(img.At(at.X, at.Y)).(color.Gray).Y
		}
	}
	return f
}

// blank is nothing but grey.
var blank = sync.OnceValue(func() camera.Frame { return Frame(image.NewUniform(color.Gray{Y: 120})) })

// Slide is a camera in front of which one picture lies, that can be changed.
func Slide(id, name string) (d *Device, show func(camera.Frame)) {
	var mu sync.Mutex
	now := blank()
	d = &Device{Device: camera.Device{ID: id, Name: name}, Lamp: true}
	d.Play = func(int) camera.Frame { mu.Lock(); defer mu.Unlock(); return now }
	return d, func(f camera.Frame) { mu.Lock(); defer mu.Unlock(); now = f }
}

// Folder plays the pictures of a folder by their names, a second each. A file that is
// called as one of camera's kinds ("camera_gone") has that happen while it is there.
func Folder(dir string) Source {
	d := &Device{Device: camera.Device{ID: dir, Name: "Film"}, Lamp: true}
	r := reel{dir: dir, made: map[string]camera.Frame{}}
	d.Play, d.Mood = r.play, r.mood
	return Source{d}
}

type reel struct {
	dir  string
	mu   sync.Mutex
	made map[string]camera.Frame // by name and time
}

func (r *reel) mood() core.Kind {
	for _, k := range []core.Kind{core.NoCamera, core.CameraBarred, core.CameraRefused, core.CameraBusy, core.CameraGone, core.CameraSilent} {
		if _, err := os.Stat(filepath.Join(r.dir, string(k))); err == nil {
			return k
		}
	}
	return ""
}

func (r *reel) play(n int) camera.Frame {
	r.mu.Lock()
	defer r.mu.Unlock()
	names, _ := filepath.Glob(filepath.Join(r.dir, "*.*"))
	slices.Sort(names)
	if len(names) == 0 {
		return blank()
	}
	name := names[n/15%len(names)]
	is, err := os.Stat(name)
	if err != nil {
		return camera.Frame{}
	}
	key := name + is.ModTime().Format(time.RFC3339Nano)
	if _, ok := r.made[key]; !ok {
		r.made[key] = read(name)
	}
	return r.made[key]
}

// read gives a damaged frame where the file is no picture.
func read(name string) camera.Frame {
	f, err := os.Open(name)
	if err != nil {
		return camera.Frame{}
	}
	defer f.Close()
	img, _, err := image.Decode(f)
	if err != nil {
		return camera.Frame{}
	}
	return Frame(img)
}
