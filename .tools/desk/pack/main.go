// Command pack makes what Windows and macOS want beside a program: the icon, version and
// manifest that are linked into kauth.exe, and kAuth.app. The same input gives the same
// bytes.
//
// usage: pack windows OUT | pack mac PROGRAM OUT
package main

import (
	"errors"
	"fmt"
	"image"
	"image/draw"
	"os"
	"path/filepath"
	"strings"

	"kauth/tools/packing"
)

const logo = "assets/icon.png"

func main() {
	var err error
	switch a := os.Args[1:]; {
	case len(a) == 2 && a[0] == "windows":
		err = windows(a[1])
	case len(a) == 3 && a[0] == "mac":
		err = mac(a[1], a[2])
	default:
		fmt.Fprintln(os.Stderr, "usage: pack windows OUT | pack mac PROGRAM OUT")
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// windows writes what windres reads.
func windows(out string) error {
	plain, err := packing.Values()
	if err != nil {
		return err
	}
	number := strings.ReplaceAll(plain.Replace("@Version@.@Build@"), ".", ",")
	fill, err := packing.Values("Number", number)
	if err != nil {
		return err
	}
	for _, name := range []string{"kauth.rc", "kauth.manifest"} {
		if err := packing.Place("assets/windows/"+name, filepath.Join(out, name), 0o644, fill); err != nil {
			return err
		}
	}
	img, err := packing.Picture(logo)
	if err != nil {
		return err
	}
	// Lists and title bars at 100, 125, 150, 200 %, and the desktop.
	icon, err := packing.Ico(img, 16, 20, 24, 32, 48, 64, 256)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "kauth.ico"), icon, 0o644)
}

// mac writes kAuth.app into OUT.
func mac(program, out string) error {
	fill, err := packing.Values()
	if err != nil {
		return err
	}
	app := filepath.Join(out, "kAuth.app")
	if err := os.RemoveAll(app); err != nil {
		return err
	}
	inside := filepath.Join(app, "Contents")
	if err := packing.Place(program, filepath.Join(inside, "MacOS", "kauth"), 0o755, nil); err != nil {
		return err
	}
	if err := packing.Place("assets/mac/Info.plist", filepath.Join(inside, "Info.plist"), 0o644, fill); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(inside, "PkgInfo"), []byte("APPL????"), 0o644); err != nil {
		return err
	}
	img, err := packing.Picture(logo)
	if err != nil {
		return err
	}
	icon, err := packing.Icns(framed(img))
	if err != nil {
		return err
	}
	resources := filepath.Join(inside, "Resources")
	if err := os.MkdirAll(resources, 0o755); err != nil {
		return err
	}
	if err := words(resources, fill); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(resources, "kauth.icns"), icon, 0o644)
}

// words are the reasons that the system gives in a person's own language.
func words(resources string, fill *strings.Replacer) error {
	all, err := filepath.Glob("assets/mac/*.lproj/*.strings")
	if err != nil || len(all) == 0 {
		return errors.Join(err, errors.New("no words in assets/mac"))
	}
	for _, from := range all {
		to := filepath.Join(resources, filepath.Base(filepath.Dir(from)), filepath.Base(from))
		if err := packing.Place(from, to, 0o644, fill); err != nil {
			return err
		}
	}
	return nil
}

// framed leaves the margin of Apple's grid around the logo: 824 of 1024 pixels, so that it
// is no larger than its neighbors in the Dock.
func framed(img *image.NRGBA) *image.NRGBA {
	small := packing.Smaller(img, 824)
	out := image.NewNRGBA(image.Rect(0, 0, 1024, 1024))
	draw.Draw(out, image.Rect(100, 100, 924, 924), small, image.Point{}, draw.Src)
	return out
}
