//go:build !linux || (!amd64 && !arm64)

package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "torture: needs Linux on amd64 or arm64, whose ptrace it uses")
	os.Exit(1)
}
