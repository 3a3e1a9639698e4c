//go:build oracle

package qr

import (
	"bytes"
	"math/rand/v2"
	"os/exec"
	"testing"
)

// zbarimg (zbar-tools) is an independent reader; -tags oracle needs it.
func TestOwnCodesAreReadByZbar(t *testing.T) {
	r := rand.New(rand.NewPCG(18004, 2))
	for _, length := range []int{1, 60, 143, 200, 250, 251, 600, 1200} {
		for _, module := range []int{2, 4, 8} {
			text := ascii(r, length)
			cmd := exec.Command("zbarimg", "--raw", "-q", "-Sdisable", "-Sqrcode.enable", "-Sbinary", "-")
			cmd.Stdin = bytes.NewReader(mustPNG(t, text, module))
			out, err := cmd.Output()
			if err != nil || string(out) != text {
				t.Errorf("%d bytes at %d pixels: %q %v", length, module, out, err)
			}
		}
	}
}
