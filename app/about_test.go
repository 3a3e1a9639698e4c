package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestTheVersionIsThatOfThePackage(t *testing.T) {
	data, err := os.ReadFile("../FyneApp.toml")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), `Version = "`+version+`"`) {
		t.Errorf("FyneApp.toml has another version than %s", version)
	}
}

// telltale are words that only the terms of one license have.
var telltale = []struct {
	terms string
	words *regexp.Regexp
}{
	{"Unlicense or BSD-3-Clause", regexp.MustCompile(`under the terms of the UNLICENSE or`)},
	{"MIT and Apache-2.0", regexp.MustCompile(`free of charge.*Apache License Version 2\.0`)},
	{"Apache-2.0", regexp.MustCompile(`Apache License Version 2\.0`)},
	{"MIT", regexp.MustCompile(`Permission is hereby granted, free of charge`)},
	{"ISC", regexp.MustCompile(`Permission to use, copy, modify, and/or distribute`)},
	{"BSD-3-Clause", regexp.MustCompile(`(?i)Redistribution and use.*(Neither the name|names of (its )?contributors)`)},
	{"BSD-2-Clause", regexp.MustCompile(`(?i)Redistribution and use`)},
}

// TestEveryModuleThatIsLinkedIsNamedWithItsLicense reads the licenses themselves.
func TestEveryModuleThatIsLinkedIsNamedWithItsLicense(t *testing.T) {
	named := map[string]string{}
	for _, l := range licenses {
		named[l.Name] = l.Terms
	}
	list := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}\t{{.Dir}}{{end}}", ".")
	list.Env = append(os.Environ(), "CGO_ENABLED=1") // as the window is built; nothing is compiled
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{"kauth": true}
	for line := range strings.Lines(string(out)) {
		path, dir, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if path == "" || seen[path] {
			continue
		}
		seen[path] = true
		if got := termsIn(t, dir); named[path] != got {
			t.Errorf("%s is under %s, About says %q", path, got, named[path])
		}
	}
	if len(seen) < 20 {
		t.Errorf("only %d modules were looked at", len(seen))
	}
}

func termsIn(t *testing.T, dir string) string {
	t.Helper()
	for _, name := range []string{"LICENSE", "COPYING", "COPYING.txt", "LICENSE.txt", "LICENSE.md"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			continue
		}
		text := strings.Join(strings.Fields(strings.ReplaceAll(string(data), "//", "")), " ")
		for _, tell := range telltale {
			if tell.words.MatchString(text) {
				return tell.terms
			}
		}
	}
	return "no license"
}
