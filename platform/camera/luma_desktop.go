//go:build linux && !android

package camera

import (
	"bytes"
	"image"
	"image/jpeg"

	"kauth/core"
)

// luma makes planes of brightness of one camera's pictures. It serves one goroutine.
type luma struct {
	format
	stride int
	first  int // of the bytes of brightness
	every  int // bytes from one to the next; 0: JPEG
	own    []byte
}

// lumaFor knows where a format has its brightness: "Image Formats" in the guide.
func lumaFor(f format) (luma, error) {
	l := luma{format: f, every: 1, stride: int(f.bytesPerLine)}
	switch f.pixelFormat {
	case cc("GREY"), cc("NV12"), cc("NV21"), cc("YU12"), cc("YV12"):
	case cc("YUYV"), cc("YVYU"):
		l.every = 2
	case cc("UYVY"), cc("VYUY"):
		l.every, l.first = 2, 1
	case cc("MJPG"), cc("JPEG"):
		l.every = 0
		return l, nil
	default:
		return l, core.E("camera.Open", core.Unsupported, nil)
	}
	row := int(f.width) * l.every
	if l.stride == 0 { // older drivers say nothing where rows have no gap
		l.stride = row
	}
	if l.stride < row {
		return l, core.Errorf("camera.Open", core.Unsupported, "rows of %d bytes for %d pixels", l.stride, f.width)
	}
	return l, nil
}

// plane is false for a picture that is cut off or damaged.
func (l *luma) plane(data []byte) (Frame, bool) {
	w, h := int(l.width), int(l.height)
	if l.every == 0 {
		return l.decode(data)
	}
	if len(data) < (h-1)*l.stride+w*l.every {
		return Frame{}, false
	}
	if l.every == 1 {
		return Frame{Y: data, Stride: l.stride, Width: w, Height: h}, true
	}
	if l.own == nil {
		l.own = make([]byte, w*h)
	}
	for y := range h {
		row, to := data[y*l.stride+l.first:], l.own[y*w:(y+1)*w]
		row = row[:2*w-1]
		for x := range to {
			to[x] = row[2*x]
		}
	}
	return Frame{Y: l.own, Stride: w, Width: w, Height: h}, true
}

// decode takes the brightness of a JPEG picture. Its size is looked at first: a camera
// is a stranger too.
func (l *luma) decode(data []byte) (Frame, bool) {
	data = withTables(data)
	is, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil || is.Width*is.Height > 2*int(l.width)*int(l.height) {
		return Frame{}, false
	}
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return Frame{}, false
	}
	switch p := img.(type) {
	case *image.YCbCr:
		return Frame{Y: p.Y, Stride: p.YStride, Width: is.Width, Height: is.Height}, true
	case *image.Gray:
		return Frame{Y: p.Pix, Stride: p.Stride, Width: is.Width, Height: is.Height}, true
	}
	return Frame{}, false
}
