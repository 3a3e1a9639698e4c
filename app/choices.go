package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"sync"

	"fyne.io/fyne/v2"
)

// choices keeps a person's choices in the toolkit's preferences.
type choices struct{ p fyne.Preferences }

func (c choices) String(key string) string    { return c.p.String(key) }
func (c choices) SetString(key, value string) { c.p.SetString(key, value) }

// choicesFile keeps them in a file of our own, which is replaced whole. The toolkit
// writes over its file, now and then and in the background: an app that was ended in that
// moment came back with none of them.
type choicesFile struct {
	path   string
	before choices // where earlier versions kept them

	mu   sync.Mutex
	kept map[string]string
}

// readChoices reads them. What cannot be read counts as not chosen.
func readChoices(path string, before choices) *choicesFile {
	c := &choicesFile{path: path, before: before}
	data, err := os.ReadFile(path)
	if err != nil || json.Unmarshal(data, &c.kept) != nil || c.kept == nil {
		c.kept = map[string]string{}
	}
	return c
}

func (c *choicesFile) String(key string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if v, ok := c.kept[key]; ok {
		return v
	}
	return c.before.String(key)
}

// SetString keeps a choice. Where it cannot be written it holds until the app ends.
func (c *choicesFile) SetString(key, value string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept[key] = value
	if data, err := json.MarshalIndent(c.kept, "", "\t"); err == nil {
		_ = replace(c.path, data)
	}
}

// replace puts data in the place of a file: at every moment all of the old is there, or
// all of the new.
func replace(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".choices-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // it is there only where something failed
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
