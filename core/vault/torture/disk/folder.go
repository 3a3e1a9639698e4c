package disk

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Write makes the image a real folder.
func (i Image) Write(root string) error {
	if err := os.RemoveAll(root); err != nil {
		return err
	}
	if err := os.MkdirAll(root, 0o700); err != nil {
		return err
	}
	for name, data := range i {
		if data == nil {
			if err := os.MkdirAll(filepath.Join(root, name), 0o700); err != nil {
				return err
			}
		}
	}
	for name, data := range i {
		if data != nil {
			if err := os.WriteFile(filepath.Join(root, name), data, 0o600); err != nil {
				return err
			}
		}
	}
	return nil
}

// Read is the image of a real folder.
func Read(root string) (Image, error) {
	i := Image{}
	err := filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
		if err != nil || p == root {
			return err
		}
		name, err := filepath.Rel(root, p)
		if err != nil || e.IsDir() {
			i[name] = nil
			return err
		}
		data, err := os.ReadFile(p)
		i[name] = append([]byte{}, data...)
		return err
	})
	return i, err
}

// Differs names the first file in which two images differ; nil: none.
func (i Image) Differs(from Image) error {
	for name, data := range i {
		other, there := from[name]
		if !there || !bytes.Equal(data, other) || (data == nil) != (other == nil) {
			return fmt.Errorf("%s: %d bytes here, %d there (there: %v)", name, len(data), len(other), there)
		}
	}
	for name := range from {
		if _, there := i[name]; !there {
			return fmt.Errorf("%s is missing", name)
		}
	}
	return nil
}
