//go:build linux && (amd64 || arm64)

package main

import (
	"os"

	"kauth/core/vault/torture/disk"
)

// copyTo makes the home's twin.
func (h home) copyTo(twin home) error {
	i, err := disk.Read(string(h))
	if err != nil {
		return err
	}
	return i.Write(string(twin))
}

// on runs f with a twin of the home, which is gone afterwards.
func (h home) on(f func(twin home) error) error {
	dir, err := os.MkdirTemp(*fast, "twin-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	twin := home(dir)
	if err := h.copyTo(twin); err != nil {
		return err
	}
	return f(twin)
}
