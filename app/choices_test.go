package main

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"

	"kauth/app/drive"
)

func earlier() choices { return choices{drive.NewApp().Preferences()} }

func TestChoicesAreThereAfterARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app", "choices.json")
	before := earlier()
	before.SetString("language", "de")
	before.SetString("still", "on")
	c := readChoices(path, before)
	if c.String("language") != "de" {
		t.Fatal("what an earlier version kept is forgotten")
	}
	c.SetString("language", "fr")
	c.SetString("still", "") // taken back, and not what the earlier version has
	c = readChoices(path, before)
	if c.String("language") != "fr" || c.String("still") != "" || c.String("text_size") != "" {
		t.Fatalf("%q %q %q", c.String("language"), c.String("still"), c.String("text_size"))
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

// Whoever opened the file before a choice still reads all of it: it is never written over,
// so that an app which is ended at any moment leaves a whole one.
func TestChoicesAreReplacedAndNeverWrittenOver(t *testing.T) {
	path := filepath.Join(t.TempDir(), "choices.json")
	c := readChoices(path, earlier())
	c.SetString("language", "it")
	old, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	c.SetString("language", "es")
	data, err := io.ReadAll(old)
	kept := map[string]string{}
	if err != nil || json.Unmarshal(data, &kept) != nil || kept["language"] != "it" {
		t.Fatalf("%q, %v", data, err)
	}
}

func TestChoicesThatCannotBeReadAreNotChosen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "choices.json")
	for _, broken := range []string{"", "{", "null", "[]"} {
		if err := os.WriteFile(path, []byte(broken), 0o600); err != nil {
			t.Fatal(err)
		}
		c := readChoices(path, earlier())
		if got := c.String("language"); got != "" {
			t.Fatalf("%q: %q", broken, got)
		}
		c.SetString("language", "de")
		if got := readChoices(path, earlier()).String("language"); got != "de" {
			t.Fatalf("%q: %q", broken, got)
		}
	}
}
