// Command pack makes kAuth.app of the program, the property lists of platform/ios and the
// logo: an unsigned one, and beside it what signing and Xcode's actool need. The same input
// gives the same bytes.
//
// usage: pack [-team TEAM] [-release] PROGRAM OUT
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const sources = "platform/ios"

func main() {
	team := flag.String("team", "TEAM", "the signing `team`'s ten letters and digits")
	release := flag.Bool("release", false, "for TestFlight and the App Store: the production environment of APNs")
	flag.Parse()
	if flag.NArg() != 2 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(flag.Arg(0), flag.Arg(1), *team, *release); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(program, out, team string, release bool) error {
	fill, err := values(team, release)
	if err != nil {
		return err
	}
	app := filepath.Join(out, "kAuth.app")
	if err := os.RemoveAll(app); err != nil {
		return err
	}
	if err := os.MkdirAll(app, 0o755); err != nil {
		return err
	}
	if err := place(program, filepath.Join(app, "kAuth"), 0o755, nil); err != nil {
		return err
	}
	if err := lists(app, out, fill); err != nil {
		return err
	}
	return icons("assets/icon.png", app, filepath.Join(out, "Assets.xcassets"))
}

// values are what FyneApp.toml says, which the other packages are made by as well.
func values(team string, release bool) (*strings.Replacer, error) {
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
	push, aps, debug := "sandbox", "development", "true"
	if release {
		push, aps, debug = "production", "production", "false"
	}
	pairs := []string{"@Push@", push, "@Aps@", aps, "@Debug@", debug, "@Team@", team}
	for _, name := range []string{"Name", "ID", "Version", "Build"} {
		if found[name] == "" {
			return nil, errors.New("FyneApp.toml has no " + name)
		}
		pairs = append(pairs, "@"+name+"@", found[name])
	}
	return strings.NewReplacer(pairs...), nil
}

// lists are the property lists; the entitlements go beside the app, for codesign.
func lists(app, out string, fill *strings.Replacer) error {
	if err := place(sources+"/kAuth.entitlements", filepath.Join(out, "kAuth.entitlements"), 0o644, fill); err != nil {
		return err
	}
	words, err := filepath.Glob(sources + "/*.lproj/*.strings")
	if err != nil || len(words) == 0 {
		return errors.Join(err, errors.New("no words in "+sources))
	}
	for _, from := range append(words, sources+"/Info.plist", sources+"/PrivacyInfo.xcprivacy") {
		name, err := filepath.Rel(sources, from)
		if err != nil {
			return err
		}
		if err := place(from, filepath.Join(app, name), 0o644, fill); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(app, "PkgInfo"), []byte("APPL????"), 0o644)
}

func place(from, to string, mode os.FileMode, fill *strings.Replacer) error {
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
