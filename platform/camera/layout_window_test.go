//go:build window && linux && amd64

package camera

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unsafe"
)

// TestTheLayoutIsTheKernels asks a C compiler for the header's numbers.
func TestTheLayoutIsTheKernels(t *testing.T) {
	var f format
	var b buffer
	var q queryControl
	ours := map[string]uintptr{
		"VIDIOC_QUERYCAP": queryCap, "VIDIOC_ENUM_FMT": enumFmt, "VIDIOC_S_FMT": setFmt, "VIDIOC_REQBUFS": reqBufs,
		"VIDIOC_QUERYBUF": queryBuf, "VIDIOC_QBUF": qBuf, "VIDIOC_DQBUF": dqBuf, "VIDIOC_STREAMON": streamOn, "VIDIOC_STREAMOFF": streamOff,
		"VIDIOC_S_CTRL": setCtrl, "VIDIOC_QUERYCTRL": queryCtrl, "VIDIOC_ENUM_FRAMESIZES": enumFrameSizes, "VIDIOC_ENUM_FRAMEINTERVALS": enumFrameIntervals,
		"V4L2_CID_FLASH_LED_MODE": flashLEDMode, "V4L2_FLASH_LED_MODE_TORCH": flashTorch, "V4L2_BUF_FLAG_ERROR": bufFlagError,
		"V4L2_PIX_FMT_YVU420": uintptr(cc("YV12")), "V4L2_PIX_FMT_YUV420": uintptr(cc("YU12")), "V4L2_PIX_FMT_MJPEG": uintptr(cc("MJPG")),
		"offsetof(struct v4l2_capability, card)": unsafe.Offsetof(capability{}.card), "offsetof(struct v4l2_capability, device_caps)": unsafe.Offsetof(capability{}.deviceCaps),
		"offsetof(struct v4l2_format, fmt.pix.width)": unsafe.Offsetof(f.width), "offsetof(struct v4l2_format, fmt.pix.bytesperline)": unsafe.Offsetof(f.bytesPerLine),
		"offsetof(struct v4l2_fmtdesc, pixelformat)": unsafe.Offsetof(fmtDesc{}.pixelFormat), "offsetof(struct v4l2_frmsizeenum, discrete)": unsafe.Offsetof(frameSize{}.union),
		"offsetof(struct v4l2_frmivalenum, discrete)": unsafe.Offsetof(frameInterval{}.num), "offsetof(struct v4l2_queryctrl, maximum)": unsafe.Offsetof(q.maximum),
		"offsetof(struct v4l2_buffer, bytesused)": unsafe.Offsetof(b.bytesUsed), "offsetof(struct v4l2_buffer, memory)": unsafe.Offsetof(b.memory),
		"offsetof(struct v4l2_buffer, m)": unsafe.Offsetof(b.offset), "offsetof(struct v4l2_buffer, length)": unsafe.Offsetof(b.length),
		"offsetof(struct v4l2_queryctrl, flags)": unsafe.Offsetof(q.flags),
	}
	var lines []string
	for name, n := range ours {
		lines = append(lines, fmt.Sprintf("if ((unsigned long)(%s) != %dul) printf(\"%s is %%lu, not %d\\n\", (unsigned long)(%s));", name, n, name, n, name))
	}
	program := filepath.Join(t.TempDir(), "layout")
	source := "#include <stdio.h>\n#include <stddef.h>\n#include <linux/videodev2.h>\nint main(void) {\n" + strings.Join(lines, "\n") + "\nreturn 0; }\n"
	if err := os.WriteFile(program+".c", []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("gcc", "-o", program, program+".c").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := exec.Command(program).CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Errorf("%v\n%s", err, out)
	}
}
