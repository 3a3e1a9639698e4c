//go:build ipa

package ios

import (
	"encoding/json"
	"encoding/xml"
	"flag"
	"image/png"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what is compared as it is now: read it as a diff")

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || string(want) != got {
		t.Errorf("%s, %v: read the difference, and then -update:\n%s", file, err, got)
	}
}

// read is a property list as plistutil reads it, in XML. plistutil says what is wrong, and
// ends as if nothing were.
func read(t *testing.T, file string) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "list")
	if said := output(t, "plistutil", "-f", "bin", "-i", file, "-o", binary); strings.Contains(said, "ERROR") {
		t.Fatalf("%s: %s", file, said)
	}
	return output(t, "plistutil", "-f", "xml", "-i", binary)
}

// words are the texts of a list of texts, by key.
func words(t *testing.T, file string) map[string]string {
	t.Helper()
	d, out, key := xml.NewDecoder(strings.NewReader(read(t, file))), map[string]string{}, ""
	for {
		token, err := d.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "key" && start.Name.Local != "string" {
			continue
		}
		var s string
		if err := d.DecodeElement(&s, &start); err != nil {
			t.Fatal(err)
		}
		if start.Name.Local == "key" {
			key = s
		} else {
			out[key] = s
		}
	}
}

// TestPropertyListsAreTheOnesThatWereRead holds schemes, reasons, background modes (none),
// the network's rules and the entitlements.
func TestPropertyListsAreTheOnesThatWereRead(t *testing.T) {
	version := regexp.MustCompile(`(<key>CFBundle(?:Short)?Version(?:String)?</key>\s*<string>)[^<]*`)
	info := version.ReplaceAllString(read(t, app+"/Info.plist"), "${1}N")
	golden(t, "testdata/info.txt", info)
	golden(t, "testdata/entitlements.txt", read(t, made+"/kAuth.entitlements"))
	golden(t, "testdata/privacy.txt", read(t, app+"/PrivacyInfo.xcprivacy"))
	for _, no := range []string{"<key>UIBackgroundModes</key>", "@", "NSExceptionDomains"} {
		if strings.Contains(info, no) {
			t.Errorf("%q is in Info.plist", no)
		}
	}
}

// TestWhatIsAskedForHasItsReasonInEachLanguage: without one iOS ends the app at the moment
// that it asks.
func TestWhatIsAskedForHasItsReasonInEachLanguage(t *testing.T) {
	i := program(t)
	names, err := i.f.ImportedSymbols()
	if err != nil {
		t.Fatal(err)
	}
	info := words(t, app+"/Info.plist")
	needs := []string{"NSLocalNetworkUsageDescription"}
	for class, reason := range map[string]string{"AVCaptureDevice": "NSCameraUsageDescription", "LAContext": "NSFaceIDUsageDescription"} {
		if !slices.Contains(names, "_OBJC_CLASS_$_"+class) {
			t.Errorf("the app does not use %s", class)
		}
		needs = append(needs, reason)
	}
	for _, language := range []string{"en", "fr", "de", "it", "es"} {
		says := words(t, app+"/"+language+".lproj/InfoPlist.strings")
		for _, reason := range needs {
			if len(says[reason]) < 20 || info[reason] == "" {
				t.Errorf("%s: %s is %q", language, reason, says[reason])
			}
			if language == "en" && says[reason] != info[reason] {
				t.Errorf("%s is %q, and elsewhere %q", reason, info[reason], says[reason])
			}
		}
		if len(says) != len(needs) {
			t.Errorf("%s: %v", language, slices.Collect(maps.Keys(says)))
		}
		// What a server names by key: docs/protocol.md.
		wakes := words(t, app+"/"+language+".lproj/Localizable.strings")
		if len(wakes) != 2 || wakes["WAKE_TITLE"] == "" || wakes["WAKE_TEXT"] == "" {
			t.Errorf("%s: %v", language, wakes)
		}
	}
}

func TestEveryIconIsThereAndHidesWhatIsBehindIt(t *testing.T) {
	var set struct {
		Images []struct{ Filename, Size, Scale string }
	}
	folder := made + "/Assets.xcassets/AppIcon.appiconset/"
	data, err := os.ReadFile(folder + "Contents.json")
	if err != nil || json.Unmarshal(data, &set) != nil || len(set.Images) != 18 {
		t.Fatalf("%d icons, %v", len(set.Images), err)
	}
	sides := map[string]int{}
	for _, i := range set.Images {
		sides[folder+i.Filename] = pixels(i.Size, i.Scale)
	}
	for name, side := range map[string]int{"AppIcon60x60@2x.png": 120, "AppIcon60x60@3x.png": 180, "AppIcon76x76@2x~ipad.png": 152, "AppIcon83.5x83.5@2x~ipad.png": 167} {
		sides[app+"/"+name] = side
	}
	for file, side := range sides {
		f, err := os.Open(file)
		if err != nil {
			t.Error(err)
			continue
		}
		defer f.Close()
		img, err := png.Decode(f)
		if err != nil || img.Bounds().Dx() != side || img.Bounds().Dy() != side {
			t.Errorf("%s: %v instead of %d, %v", file, img.Bounds(), side, err)
			continue
		}
		if o, ok := img.(interface{ Opaque() bool }); !ok || !o.Opaque() {
			t.Errorf("one can see through %s", file)
		}
	}
}

// pixels of "83.5x83.5" at "2x".
func pixels(size, scale string) int {
	side, _, _ := strings.Cut(size, "x")
	var points float64
	var n int
	_ = json.Unmarshal([]byte(side), &points)
	_ = json.Unmarshal([]byte(strings.TrimSuffix(scale, "x")), &n)
	return int(points * float64(n))
}

// TestTheSamePackageTwice makes it again: what is compared with what others have built
// differs by nothing that nobody has made.
func TestTheSamePackageTwice(t *testing.T) {
	first := tree(t)
	output(t, "../../.tools/ios/build", "package")
	if second := tree(t); len(first) < 20 || !maps.Equal(first, second) {
		t.Errorf("other bytes, of %d files", len(first))
	}
}

func tree(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(made), "kAuth.app", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(made, p))
		out[p] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
