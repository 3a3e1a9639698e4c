// Command pack makes kAuth.app of the program, the property lists of platform/ios and the
// logo: an unsigned one, and beside it what signing and Xcode's actool need. The same input
// gives the same bytes.
//
// usage: pack [-team TEAM] [-release] PROGRAM OUT
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"kauth/tools/packing"
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
	if err := packing.Place(program, filepath.Join(app, "kAuth"), 0o755, nil); err != nil {
		return err
	}
	if err := lists(app, out, fill); err != nil {
		return err
	}
	return icons("assets/icon.png", app, filepath.Join(out, "Assets.xcassets"))
}

// values are FyneApp.toml's, and what signing wants.
func values(team string, release bool) (*strings.Replacer, error) {
	push, aps, debug := "sandbox", "development", "true"
	if release {
		push, aps, debug = "production", "production", "false"
	}
	return packing.Values("Push", push, "Aps", aps, "Debug", debug, "Team", team)
}

// lists are the property lists; the entitlements go beside the app, for codesign.
func lists(app, out string, fill *strings.Replacer) error {
	if err := packing.Place(sources+"/kAuth.entitlements", filepath.Join(out, "kAuth.entitlements"), 0o644, fill); err != nil {
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
		if err := packing.Place(from, filepath.Join(app, name), 0o644, fill); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(app, "PkgInfo"), []byte("APPL????"), 0o644)
}
