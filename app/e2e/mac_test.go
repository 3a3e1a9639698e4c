//go:build desks

package e2e

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// bundle has .tools/desk/pack make kAuth.app of a program that is none.
func bundle(t *testing.T) string {
	t.Helper()
	out := t.TempDir()
	pack := filepath.Join(out, "pack")
	build := exec.Command("go", "build", "-o", pack, "./desk/pack")
	build.Dir = "../../.tools"
	made := exec.Command(pack, "mac", "app/e2e/mac_test.go", out)
	made.Dir = "../.."
	for _, cmd := range []*exec.Cmd{build, made} {
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
	}
	return filepath.Join(out, "kAuth.app", "Contents")
}

// plist reads a property list's own strings and what is true, with the keys before them;
// nested keys stand alone.
func plist(t *testing.T, text []byte) map[string][]string {
	t.Helper()
	all, key := map[string][]string{}, ""
	for d := xml.NewDecoder(bytes.NewReader(text)); ; {
		part, err := d.Token()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		e, ok := part.(xml.StartElement)
		if !ok {
			continue
		}
		var value string
		switch e.Name.Local {
		case "key":
			err = d.DecodeElement(&key, &e)
		case "string":
			err = d.DecodeElement(&value, &e)
			all[key] = append(all[key], value)
		case "true":
			all[key] = append(all[key], "true")
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheMacsPackageOpensTheAppsLinksAndAsksForNothing(t *testing.T) {
	contents := bundle(t)
	// plistutil is somebody else's reader of property lists.
	out, err := exec.Command("plistutil", "-f", "xml", "-i", filepath.Join(contents, "Info.plist")).Output()
	if err != nil {
		t.Fatal(err)
	}
	got := plist(t, out)
	toml, err := os.ReadFile("../../FyneApp.toml")
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string][]string{
		"CFBundleIdentifier":         {"kauth.app"},
		"CFBundleName":               {"kAuth"},
		"CFBundleExecutable":         {"kauth"},
		"CFBundleIconFile":           {"kauth"},
		"CFBundlePackageType":        {"APPL"},
		"CFBundleURLSchemes":         {"kauth", "otpauth", "otpauth-migration"},
		"CFBundleLocalizations":      {"en", "fr", "de", "it", "es"},
		"CFBundleShortVersionString": {tomlValue(t, string(toml), "Version")},
		"LSMinimumSystemVersion":     {"12.0"},
		"NSHighResolutionCapable":    {"true"},
	} {
		if !slices.Equal(got[key], want) {
			t.Errorf("%s is %q, not %q", key, got[key], want)
		}
	}
	for key := range got {
		if strings.HasSuffix(key, "UsageDescription") && key != "NSLocalNetworkUsageDescription" || strings.HasPrefix(key, "NSAllows") {
			t.Errorf("it asks for %s", key)
		}
	}
	if info, err := os.Stat(filepath.Join(contents, "MacOS", "kauth")); err != nil || info.Mode().Perm()&0o111 != 0o111 {
		t.Errorf("no program: %v, %v", info, err)
	}
}

// TestTheMacsPackageGivesItsReasonInEveryLanguage as the iPhone's does.
func TestTheMacsPackageGivesItsReasonInEveryLanguage(t *testing.T) {
	const reason = "NSLocalNetworkUsageDescription"
	contents := bundle(t)
	read := func(file string) map[string][]string {
		out, err := exec.Command("plistutil", "-f", "xml", "-i", file).Output()
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		return plist(t, out)
	}
	all := read(filepath.Join(contents, "Info.plist"))
	for _, language := range all["CFBundleLocalizations"] {
		place := language + ".lproj/InfoPlist.strings"
		got := read(filepath.Join(contents, "Resources", place))
		want := read(filepath.Join("../../platform/ios", place))[reason]
		if len(got) != 1 || len(want) != 1 || !slices.Equal(got[reason], want) {
			t.Errorf("%s: %q, not %q", language, got, want)
		}
		if language == "en" && !slices.Equal(got[reason], all[reason]) {
			t.Errorf("%q, and elsewhere %q", got, all[reason])
		}
	}
}

func tomlValue(t *testing.T, toml, name string) string {
	t.Helper()
	_, rest, ok := strings.Cut(toml, "\n"+name+` = "`)
	if !ok {
		t.Fatalf("no %s", name)
	}
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

func TestTheMacsIconHasAllSizesAndAMargin(t *testing.T) {
	file := filepath.Join(bundle(t), "Resources", "kauth.icns")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(data[:4]) != "icns" || int(binary.BigEndian.Uint32(data[4:])) != len(data) {
		t.Fatalf("%d bytes that begin with % x", len(data), data[:8])
	}
	sides := map[string]int{"ic07": 128, "ic08": 256, "ic09": 512, "ic10": 1024, "ic11": 32, "ic12": 64, "ic13": 256, "ic14": 512}
	for at := 8; at < len(data); {
		name, size := string(data[at:at+4]), int(binary.BigEndian.Uint32(data[at+4:]))
		img, err := png.Decode(bytes.NewReader(data[at+8 : at+size]))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		side := img.Bounds().Dx()
		if side != sides[name] {
			t.Errorf("%s has %d pixels, not %d", name, side, sides[name])
		}
		if _, _, _, a := img.At(side/20, side/2).RGBA(); a != 0 {
			t.Errorf("%s has no margin", name)
		}
		if _, _, b, a := img.At(side/8, side/2).RGBA(); a != 0xFFFF || b < 0xC000 {
			t.Errorf("%s has no logo", name)
		}
		delete(sides, name)
		at += size
	}
	if len(sides) > 0 {
		t.Errorf("missing: %v", sides)
	}
	// icns2png is somebody else's reader of such files; it knows the three largest.
	out := t.TempDir()
	if said, err := exec.Command("icns2png", "-x", "-o", out, file).CombinedOutput(); err != nil || !strings.Contains(string(said), "Extracted 3 images") {
		t.Errorf("%v\n%s", err, said)
	}
}

// TestTheMacsBuildCompilesPacksAndSigns with doubles of Apple's tools, which note what
// they are told.
func TestTheMacsBuildCompilesPacksAndSigns(t *testing.T) {
	m, work := newMachine(t, "", ""), t.TempDir()
	if out, err := exec.Command("cp", "-R", "../../.tools/desk", work+"/").CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	for link, to := range map[string]string{m.folder + "/cp": "/bin/cp", m.folder + "/rm": "/bin/rm", m.folder + "/mkdir": "/bin/mkdir", work + "/.tools": "."} {
		if err := os.Symlink(to, link); err != nil {
			t.Fatal(err)
		}
	}
	m.tool("uname", `echo "${SYSTEM:-Darwin}"`)
	m.tool("xcrun", `echo "xcrun $*" >>"$M/did"
case "$*" in "--find clang") echo /xcode/clang ;; lipo*) echo program >out/mac/kauth ;; esac`)
	m.tool("go", `echo "$GOOS $GOARCH $CGO_ENABLED $CC: $*" >>"$M/did"
case "$*" in *./desk/pack) cp "$M/pack" "$W/out/mac/pack" ;; esac`)
	m.tool("pack", `echo "pack $*" >>"$M/did"; mkdir -p "$3/kAuth.app"`)
	m.tool("ditto", `[ "$1" = -c ] || cp -R "$1" "$2"`)
	for _, name := range []string{"plutil", "codesign"} {
		m.tool(name, `echo "`+name+` $*" >>"$M/did"`)
	}
	build := func(env ...string) string {
		cmd := exec.Command("/bin/sh", work+"/.tools/desk/mac")
		cmd.Env = append(append(m.env, "W="+work), env...)
		out, _ := cmd.CombinedOutput()
		return string(out)
	}
	hasAll(t, build("SYSTEM=Linux"), "on a Mac with Xcode's command line tools")
	said := build("KAUTH_IDENTITY=Developer ID Application: X", "KAUTH_NOTARY=mine")
	hasAll(t, said, "bin/kAuth.app")
	did, err := os.ReadFile(filepath.Join(m.folder, "did"))
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	hasAll(t, strings.ReplaceAll(string(did), work, "."),
		"darwin arm64 1 /xcode/clang -arch arm64 -mmacosx-version-min=12.0: build -trimpath -buildvcs=false -tags migrated_fynedo,accessibility",
		"darwin amd64 1 /xcode/clang -arch x86_64", "xcrun lipo -create", "pack mac ./out/mac/kauth ./out/mac",
		"codesign --force --options runtime --timestamp --sign Developer ID Application: X", "codesign --verify --strict",
		"xcrun notarytool submit ./out/mac/kAuth.zip --keychain-profile mine --wait", "xcrun stapler staple")
	if _, err := os.Stat(work + "/bin/kAuth.app"); err != nil {
		t.Error(err)
	}
}

// TestTheMacsObjectiveCIsRead by clang, against our own declarations of AppKit.
func TestTheMacsObjectiveCIsRead(t *testing.T) {
	clang := ""
	for _, v := range []string{"18", "19", "20", "21"} {
		if at, err := exec.LookPath("clang-" + v); err == nil {
			clang = at
		}
	}
	cmd := exec.Command(clang, "-target", "arm64-apple-macos12", "-fsyntax-only", "-fobjc-arc", "-Wall", "-Wextra", "-Wno-unused-parameter", "-Wundeclared-selector",
		"-Werror", "-nostdlibinc", "-isystem", ".tools/ios/kit/include", "-iframework", ".tools/ios/kit/Frameworks", "-I", ".tools/desk/kit", "platform/instance/links_mac.m")
	cmd.Dir = "../.."
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
}
