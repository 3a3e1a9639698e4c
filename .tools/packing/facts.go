// Package packing is what the packers of the app have in common: what FyneApp.toml says,
// files of the sources with that filled in, and pictures of the logo.
package packing

import (
	"bufio"
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// Values fills what stands between @ signs: Name, ID, Version and Build are FyneApp.toml's,
// and more are names and values in turn.
func Values(more ...string) (*strings.Replacer, error) {
	f, err := os.Open("FyneApp.toml")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	found := map[string]string{}
	for s := bufio.NewScanner(f); s.Scan(); {
		if name, value, ok := strings.Cut(s.Text(), " = "); ok {
			found[name] = strings.Trim(value, `"`)
		}
	}
	for _, name := range []string{"Name", "ID", "Version", "Build"} {
		if found[name] == "" {
			return nil, errors.New("FyneApp.toml has no " + name)
		}
		more = append(more, name, found[name])
	}
	for i := 0; i < len(more); i += 2 {
		more[i] = "@" + more[i] + "@"
	}
	return strings.NewReplacer(more...), nil
}

// Place copies a file, and fills it in where fill is not nil.
func Place(from, to string, mode os.FileMode, fill *strings.Replacer) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if fill != nil {
		data = []byte(fill.Replace(string(data)))
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, data, mode)
}
