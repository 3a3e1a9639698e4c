//go:build linux && !android

package camera

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// What follows is include/uapi/linux/videodev2.h, as far as it is used. The names are
// the header's, without V4L2_ and VIDIOC_. TestTheLayoutIsTheKernels holds them
// against a C compiler's.

type capability struct {
	driver       [16]byte
	card         [32]byte
	bus          [32]byte
	version      uint32
	capabilities uint32 // of the whole piece of hardware
	deviceCaps   uint32 // of this node, where capDeviceCaps is set
	_            [3]uint32
}

type fmtDesc struct {
	index       uint32
	kind        uint32
	flags       uint32
	description [32]byte
	pixelFormat fourCC
	_           [4]uint32
}

type frameSize struct {
	index       uint32
	pixelFormat fourCC
	kind        uint32 // one of size*
	union       [6]uint32
	_           [2]uint32
}

type frameInterval struct {
	index         uint32
	pixelFormat   fourCC
	width, height uint32
	kind          uint32
	// the shortest time from one picture to the next: num/den seconds
	num, den uint32
	_        [4]uint32
	_        [2]uint32
}

type format struct {
	kind uint32
	// The union holds pointers in other formats: it is aligned as they are.
	_             [0]uintptr
	width, height uint32
	pixelFormat   fourCC
	field         uint32
	bytesPerLine  uint32
	sizeImage     uint32
	_             [200 - 24]byte
}

type requestBuffers struct {
	count  uint32
	kind   uint32
	memory uint32
	_      [2]uint32
}

type buffer struct {
	index     uint32
	kind      uint32
	bytesUsed uint32
	flags     uint32
	field     uint32
	_         unix.Timeval
	_         [16]byte // timecode
	sequence  uint32
	memory    uint32
	offset    uintptr // a union: for mmap it is 32 bits of it
	length    uint32
	_         [2]uint32
}

type queryControl struct {
	id               uint32
	kind             uint32
	name             [32]byte
	minimum, maximum int32
	step, standard   int32
	flags            uint32
	_                [2]uint32
}

type control struct {
	id    uint32
	value int32
}

const (
	capVideoCapture = 0x00000001
	capStreaming    = 0x04000000
	capDeviceCaps   = 0x80000000

	bufVideoCapture = 1
	memoryMmap      = 1
	bufFlagError    = 0x40 // the data may be damaged

	sizeDiscrete = 1

	flashLEDMode  = 0x009c0901
	flashTorch    = 2
	flashNone     = 0
	ctrlDisabled  = 1
	ctrlReadOnly  = 4
	ctrlKindMenu  = 3
	fieldNone     = 1 // progressive
	bufferCount   = 4
	leastBuffers  = 2
	mostBuffers   = 32 // VIDEO_MAX_FRAME
	largestBuffer = 64 << 20
)

// fourCC names a format of pixels.
type fourCC uint32

func cc(s string) fourCC {
	return fourCC(s[0]) | fourCC(s[1])<<8 | fourCC(s[2])<<16 | fourCC(s[3])<<24
}

// The numbers of the calls: direction, size of the argument, 'V', number
// (include/uapi/asm-generic/ioctl.h).
var (
	queryCap           = ior(0, unsafe.Sizeof(capability{}))
	enumFmt            = iowr(2, unsafe.Sizeof(fmtDesc{}))
	setFmt             = iowr(5, unsafe.Sizeof(format{}))
	reqBufs            = iowr(8, unsafe.Sizeof(requestBuffers{}))
	queryBuf           = iowr(9, unsafe.Sizeof(buffer{}))
	qBuf               = iowr(15, unsafe.Sizeof(buffer{}))
	dqBuf              = iowr(17, unsafe.Sizeof(buffer{}))
	streamOn           = iow(18, 4)
	streamOff          = iow(19, 4)
	setCtrl            = iowr(28, unsafe.Sizeof(control{}))
	queryCtrl          = iowr(36, unsafe.Sizeof(queryControl{}))
	enumFrameSizes     = iowr(74, unsafe.Sizeof(frameSize{}))
	enumFrameIntervals = iowr(75, unsafe.Sizeof(frameInterval{}))
)

func ior(n, size uintptr) uintptr  { return 2<<30 | size<<16 | 'V'<<8 | n }
func iow(n, size uintptr) uintptr  { return 1<<30 | size<<16 | 'V'<<8 | n }
func iowr(n, size uintptr) uintptr { return 3<<30 | size<<16 | 'V'<<8 | n }
