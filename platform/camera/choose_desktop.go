//go:build linux && !android

package camera

import (
	"unsafe"

	"kauth/core"
)

// offer is one way in which a camera gives pictures.
type offer struct {
	pixels        fourCC
	width, height int
	rate          float64 // pictures a second; 0: not said
}

// formats are the ones that are read, the cheapest first: a plane as it is, a plane
// among others, every second byte, and JPEG, which takes ten times as long.
var formats = []fourCC{cc("GREY"), cc("NV12"), cc("NV21"), cc("YU12"), cc("YV12"), cc("YUYV"), cc("YVYU"), cc("UYVY"), cc("VYUY"), cc("MJPG"), cc("JPEG")}

const (
	enough  = 10  // pictures a second, below which a person sees the picture stutter
	fallWid = 640 // the size that is tried where a driver names none
	fallHei = 480
	mostAsk = 256 // a driver that never says EINVAL must not keep us
)

// choose asks for the best offer, and takes what the driver makes of it: S_FMT may
// change everything that it is asked for.
func choose(k kernel, fd int) (format, error) {
	all := offers(k, fd)
	if len(all) == 0 {
		return format{}, core.E("camera.Open", core.Unsupported, nil)
	}
	best := all[0]
	for _, o := range all[1:] {
		if o.score() > best.score() {
			best = o
		}
	}
	f := format{
		kind: bufVideoCapture, width: uint32(best.width), height: uint32(best.height), pixelFormat: best.pixels, field: fieldNone,
	}
	if err := k.ioctl(fd, setFmt, unsafe.Pointer(&f)); err != nil {
		return f, trouble("Open", err)
	}
	if rank(f.pixelFormat) < 0 || !sane(f) {
		return f, core.Errorf("camera.Open", core.Unsupported, "%d x %d, format %#x", f.width, f.height, uint32(f.pixelFormat))
	}
	return f, nil
}

// sane keeps a driver's figures from becoming sizes of ours.
func sane(f format) bool {
	return f.width >= 16 && f.height >= 16 && f.width <= 8192 && f.height <= 8192 && f.bytesPerLine <= 8192*4
}

func rank(p fourCC) int {
	for i, f := range formats {
		if f == p {
			return i
		}
	}
	return -1
}

// score prefers a size that is near the wanted one, then a rate that does not stutter,
// then a format that costs little.
func (o offer) score() float64 {
	area, wanted := float64(o.width)*float64(o.height), float64(Width*Height)
	s := min(area/wanted, wanted/area) // 1 is the wanted size
	if o.rate > 0 && o.rate < enough {
		s *= 0.5
	}
	return s - 0.01*float64(rank(o.pixels))
}

// offers asks for all formats and sizes that the driver names and we can read.
func offers(k kernel, fd int) (all []offer) {
	for i := range uint32(mostAsk) {
		d := fmtDesc{index: i, kind: bufVideoCapture}
		if k.ioctl(fd, enumFmt, unsafe.Pointer(&d)) != nil {
			break
		}
		if rank(d.pixelFormat) >= 0 {
			all = append(all, sizes(k, fd, d.pixelFormat)...)
		}
	}
	return all
}

// sizes are a format's. Some drivers name none, and take what they are asked for.
func sizes(k kernel, fd int, p fourCC) (all []offer) {
	for i := range uint32(mostAsk) {
		s := frameSize{index: i, pixelFormat: p}
		if k.ioctl(fd, enumFrameSizes, unsafe.Pointer(&s)) != nil {
			break
		}
		o := offer{pixels: p, width: int(s.union[0]), height: int(s.union[1])}
		if s.kind != sizeDiscrete { // least, most and step of the width, then of the height
			o.width = step(Width, s.union[0], s.union[1], s.union[2])
			o.height = step(Height, s.union[3], s.union[4], s.union[5])
		}
		o.rate = rate(k, fd, o)
		if o.width > 0 && o.height > 0 {
			all = append(all, o)
		}
		if s.kind != sizeDiscrete {
			break
		}
	}
	if len(all) == 0 {
		return []offer{{pixels: p, width: fallWid, height: fallHei}}
	}
	return all
}

// step is the size nearest below the wanted one.
func step(wanted, least, most, by uint32) int {
	n := max(min(wanted, most), least)
	if by > 1 {
		n -= (n - least) % by
	}
	return int(n)
}

// rate is the fastest that the driver names for an offer.
func rate(k kernel, fd int, o offer) (best float64) {
	for i := range uint32(mostAsk) {
		v := frameInterval{index: i, pixelFormat: o.pixels, width: uint32(o.width), height: uint32(o.height)}
		if k.ioctl(fd, enumFrameIntervals, unsafe.Pointer(&v)) != nil {
			break
		}
		if v.num > 0 {
			best = max(best, float64(v.den)/float64(v.num))
		}
		if v.kind != sizeDiscrete {
			break
		}
	}
	return best
}
