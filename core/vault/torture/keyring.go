//go:build linux && (amd64 || arm64)

package main

import (
	"context"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"kauth/core"
)

// keyring is a folder that stands for the operating system's keyring. What Set has
// answered is on the disk, as Secret Service, Windows and phones promise.
type keyring string

func (k keyring) path(name string) string {
	return filepath.Join(string(k), hex.EncodeToString([]byte(name)))
}

// Get implements vault.Keyring.
func (k keyring) Get(_ context.Context, name string) ([]byte, error) {
	key, err := os.ReadFile(k.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, core.E("keyring", core.KeyGone, nil)
	}
	return key, err
}

// Set implements vault.Keyring.
func (k keyring) Set(_ context.Context, name string, key []byte) error {
	if err := k.make(); err != nil {
		return err
	}
	f, err := os.Create(k.path(name) + ".new")
	if err != nil {
		return err
	}
	_, err = f.Write(key)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Rename(k.path(name)+".new", k.path(name)); err != nil {
		return err
	}
	return syncFolder(string(k))
}

// make makes the folder, durably.
func (k keyring) make() error {
	if err := os.Mkdir(string(k), 0o700); errors.Is(err, fs.ErrExist) {
		return nil
	} else if err != nil {
		return err
	}
	return syncFolder(filepath.Dir(string(k)))
}

// Delete implements vault.Keyring.
func (k keyring) Delete(_ context.Context, name string) error {
	err := os.Remove(k.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return core.E("keyring", core.KeyGone, nil)
	}
	return errors.Join(err, syncFolder(string(k)))
}

func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
