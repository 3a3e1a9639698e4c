//go:build linux && !android

package camera

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"unsafe"

	"kauth/core"
)

// System has the cameras of this machine.
func System() Source { return v4l2{linux{}} }

type v4l2 struct{ k kernel }

// Devices implements Source. A node that cannot be opened counts as a camera that is
// refused or busy: only where nothing else is there is that the answer.
func (s v4l2) Devices(context.Context) ([]Device, error) {
	var found []Device
	var trouble error
	nodes := s.k.nodes()
	slices.SortFunc(nodes, func(a, b string) int { return cmpNode(a, b) })
	for _, path := range nodes {
		d, err := s.look(path)
		switch {
		case err == nil:
			found = append(found, d)
		case trouble == nil, core.KindOf(trouble) == core.Unsupported:
			trouble = err
		}
	}
	switch kind := core.KindOf(trouble); {
	case len(found) > 0:
		return found, nil
	case kind == core.CameraBarred, kind == core.CameraBusy:
		return nil, trouble
	}
	return nil, core.E("camera.Devices", core.NoCamera, trouble)
}

// cmpNode puts /dev/video2 before /dev/video10.
func cmpNode(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

func (s v4l2) look(path string) (Device, error) {
	fd, err := s.k.open(path)
	if err != nil {
		return Device{}, trouble("Devices", err)
	}
	defer func() { _ = s.k.close(fd) }()
	c, err := capable(s.k, fd)
	if err != nil {
		return Device{}, err
	}
	return Device{ID: path, Name: name(c.card[:], path)}, nil
}

// capable tells whether a node gives pictures. The capabilities of the hardware do not:
// a USB camera's second node has its metadata alone, and says so in deviceCaps.
func capable(k kernel, fd int) (capability, error) {
	var c capability
	if err := k.ioctl(fd, queryCap, unsafe.Pointer(&c)); err != nil {
		return c, trouble("Devices", err)
	}
	caps := c.capabilities
	if caps&capDeviceCaps != 0 {
		caps = c.deviceCaps
	}
	if caps&capVideoCapture == 0 || caps&capStreaming == 0 {
		return c, core.E("camera.Devices", core.Unsupported, nil)
	}
	return c, nil
}

// name is what the driver calls the camera. USB cameras say it twice: "Cam: Cam".
func name(card []byte, path string) string {
	if end := bytes.IndexByte(card, 0); end >= 0 {
		card = card[:end]
	}
	n := strings.TrimSpace(strings.ToValidUTF8(string(card), ""))
	if first, second, twice := strings.Cut(n, ": "); twice && strings.HasPrefix(first, second) {
		n = first
	}
	n = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, n)
	if n == "" {
		return path
	}
	return n
}
