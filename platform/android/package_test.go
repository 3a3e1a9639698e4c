//go:build apk

package android

import (
	"archive/zip"
	"cmp"
	"debug/elf"
	"encoding/binary"
	"flag"
	"hash/crc32"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What .tools/android/build has made of the app, looked at with tools that others wrote.

var update = flag.Bool("update", false, "write the manifest as it is now: read it as a diff")

const (
	made  = "../../.cache/android"
	apk   = made + "/kauth-arm64.apk"
	page  = 16 << 10
	large = 25e6 // bytes on the phone
)

func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

func TestPackageIsSignedAsAndroidWantsIt(t *testing.T) {
	said := output(t, "apksigner", "verify", "-v", apk)
	for _, want := range []string{"(APK Signature Scheme v2): true", "(APK Signature Scheme v3): true"} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in\n%s", want, said)
		}
	}
}

// TestManifestIsTheOneThatWasRead holds permissions, exported parts and links: whoever
// changes one sees it in the change.
func TestManifestIsTheOneThatWasRead(t *testing.T) {
	moves := regexp.MustCompile(`(@)0x[0-9a-f]+| \(line=\d+\)`) // numbers of resources and of lines
	got := moves.ReplaceAllString(output(t, "aapt", "dump", "xmltree", apk, "AndroidManifest.xml"), "$1")
	file := "testdata/manifest.txt"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || string(want) != got {
		t.Errorf("%v: read the difference, and then -update:\n%s", err, got)
	}
}

func TestPackageIsSmallAndItsLibraryIsMappedInPlace(t *testing.T) {
	info, err := os.Stat(apk)
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() > large {
		t.Errorf("%d bytes", info.Size())
	}
	r, err := zip.OpenReader(apk)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	libraries := 0
	for _, f := range r.File {
		if filepath.Ext(f.Name) != ".so" {
			continue
		}
		libraries++
		at, err := f.DataOffset()
		if err != nil || f.Method != zip.Store || at%page != 0 {
			t.Errorf("%s is at %d, by method %d (%v)", f.Name, at, f.Method, err)
		}
	}
	if libraries != 1 {
		t.Errorf("%d libraries", libraries)
	}
}

// TestPackageHoldsWhatTheSystemLooksForByName: under another name, or packed where it is
// read in place, the system installs nothing, or starts nothing.
func TestPackageHoldsWhatTheSystemLooksForByName(t *testing.T) {
	for of, abi := range map[string]string{apk: "arm64-v8a", debugAPK: "x86_64"} {
		r, err := zip.OpenReader(of)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		all := map[string]*zip.File{}
		for _, f := range r.File {
			if all[f.Name] != nil {
				t.Errorf("%s: two of %s", of, f.Name)
			}
			all[f.Name] = f
			if strings.HasPrefix(f.Name, "lib/") && f.Name != "lib/"+abi+"/libkauth.so" || filepath.Ext(f.Name) == ".dex" && f.Name != "classes.dex" {
				t.Errorf("%s: nobody looks for %s", of, f.Name)
			}
		}
		for name, from := range map[string]string{"classes.dex": "classes.dex", "lib/" + abi + "/libkauth.so": "lib/" + abi + "/libkauth.so"} {
			want, err := os.ReadFile(made + "/" + from)
			if err != nil || all[name] == nil || all[name].CRC32 != crc32.ChecksumIEEE(want) {
				t.Errorf("%s: %s is another, or not there (%v)", of, name, err)
			}
		}
		if lib := tree(t, of, "AndroidManifest.xml").all("meta-data"); len(lib) != 1 || lib[0].has["name"] != "android.app.lib_name" || lib[0].has["value"] != "kauth" {
			t.Errorf("%s: the library to load is %v", of, lib)
		}
		table := all["resources.arsc"] // since Android 11, for who means it
		if at, err := table.DataOffset(); err != nil || table.Method != zip.Store || at%4 != 0 {
			t.Errorf("%s: resources at %d, by method %d (%v)", of, at, table.Method, err)
		}
	}
}

// library is the app's of one architecture.
func library(t *testing.T, abi string) *elf.File {
	t.Helper()
	f, err := elf.Open(filepath.Join(made, "lib", abi, "libkauth.so"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

var abis = []string{"arm64-v8a", "x86_64"}

func TestLibraryLoadsOnPagesOf16KiBWithoutWritingToItsCode(t *testing.T) {
	for _, abi := range abis {
		f := library(t, abi)
		for _, p := range f.Progs {
			if p.Type == elf.PT_LOAD && p.Align%page != 0 {
				t.Errorf("%s: a segment aligned to %d", abi, p.Align)
			}
			if p.Type == elf.PT_LOAD && p.Flags&(elf.PF_W|elf.PF_X) == elf.PF_W|elf.PF_X {
				t.Errorf("%s: a segment to write and to run", abi)
			}
		}
		if v, _ := f.DynValue(elf.DT_TEXTREL); len(v) > 0 {
			t.Errorf("%s: relocations in its code", abi)
		}
		if v, _ := f.DynValue(elf.DT_FLAGS); len(v) == 0 || v[0]&uint64(elf.DF_BIND_NOW) == 0 {
			t.Errorf("%s: addresses can be changed after the start", abi)
		}
		if f.Section(".note.android.ident") == nil {
			t.Errorf("%s: it does not say for which Android it is", abi)
		}
		if n := f.Section(".note.android.ident"); n != nil {
			if data, err := n.Data(); err != nil || binary.LittleEndian.Uint32(data[len(data)-4:]) != 24 {
				t.Errorf("%s: %x, %v", abi, data, err)
			}
		}
	}
}

// TestLibraryNeedsNothingThatAPhoneHasNot: one wrong name, and the app does not start.
func TestLibraryNeedsNothingThatAPhoneHasNot(t *testing.T) {
	public := map[string]bool{}
	lists, _ := filepath.Glob("../../.tools/android/kit/symbols/*.txt")
	for _, l := range lists {
		data, err := os.ReadFile(l)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			if name, _, _ := strings.Cut(strings.TrimSpace(line), " "); name != "" && name[0] != '#' {
				public[name] = true
			}
		}
	}
	for _, abi := range abis {
		f := library(t, abi)
		needs, err := f.ImportedLibraries()
		slices.Sort(needs)
		if want := "libEGL.so libGLESv2.so libandroid.so libc.so libdl.so liblog.so libm.so"; err != nil || strings.Join(needs, " ") != want {
			t.Errorf("%s needs %v, %v", abi, needs, err)
		}
		all, err := f.ImportedSymbols()
		if err != nil || len(all) < 100 {
			t.Fatalf("%s: %d symbols, %v", abi, len(all), err)
		}
		for _, s := range all {
			if !public[s.Name] {
				t.Errorf("%s needs %s", abi, s.Name)
			}
		}
	}
}

var native = regexp.MustCompile(`(?m)^\s*(?:private |public |protected |static )*native \w+ (\w+)\(`)

// TestEveryNativeMethodOfJavaIsInTheLibrary: a name that is spelled otherwise on one side
// is found by the first call, on a phone.
func TestEveryNativeMethodOfJavaIsInTheLibrary(t *testing.T) {
	fyne := strings.TrimSpace(output(t, "go", "list", "-m", "-f", "{{.Dir}}", "fyne.io/fyne/v2"))
	files, _ := filepath.Glob("java/kauth/app/*.java")
	files = append(files, fyne+"/internal/driver/mobile/app/GoNativeActivity.java")
	for _, abi := range abis {
		has := map[string]bool{}
		symbols, err := library(t, abi).DynamicSymbols()
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range symbols {
			has[s.Name] = s.Section != elf.SHN_UNDEF
		}
		found := 0
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			room := regexp.MustCompile(`package ([\w.]+);`).FindSubmatch(data)
			for _, m := range native.FindAllSubmatch(data, -1) {
				found++
				class := strings.TrimSuffix(filepath.Base(file), ".java")
				name := "Java_" + strings.ReplaceAll(string(room[1]), ".", "_") + "_" + class + "_" + string(m[1])
				if !has[name] {
					t.Errorf("%s has no %s", abi, name)
				}
			}
		}
		if found < 7 || !has["ANativeActivity_onCreate"] || !has["main.main"] {
			t.Errorf("%s: %d native methods", abi, found)
		}
	}
}

func TestEveryClassOfOursAndOfTheManifestIsInThePackage(t *testing.T) {
	said := output(t, "dexdump", made+"/classes.dex")
	files, _ := filepath.Glob("java/kauth/app/*.java")
	manifest, err := os.ReadFile("AndroidManifest.xml")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, f := range files {
		want = append(want, "kauth/app/"+strings.TrimSuffix(filepath.Base(f), ".java"))
	}
	classes := regexp.MustCompile(`<(?:application|activity|activity-alias|receiver|service|provider)\s[^>]*?android:name="([\w.]+)"`)
	named := classes.FindAllStringSubmatch(string(manifest), -1)
	if len(named) != 4 {
		t.Errorf("the manifest names %d classes", len(named))
	}
	for _, m := range named {
		want = append(want, strings.ReplaceAll(m[1], ".", "/"))
	}
	for _, name := range append(want, "org/golang/app/GoNativeActivity") {
		if !strings.Contains(said, "Class descriptor  : 'L"+name+";'") {
			t.Errorf("no class %s", name)
		}
	}
}

// TestTheSamePackageTwice makes it again in another folder, of files of another time: who
// compares what they have built with what they were given finds no difference that nobody
// has made. The library is made twice by `make reproducible`.
func TestTheSamePackageTwice(t *testing.T) {
	t.Parallel()
	work := project(t)
	there := work + "/.cache/android"
	put(t, there+"/made", "", 0o644)
	output(t, "cp", "-R", made+"/test.jks", made+"/lib", there)
	shared, err := filepath.Abs(made) // with dx, which would be fetched again
	if err != nil {
		t.Fatal(err)
	}
	kits := "KAUTH_KITS=" + cmp.Or(os.Getenv("KAUTH_KITS"), shared)
	output(t, "find", work+"/platform", work+"/.tools", "-exec", "touch", "-d", "2001-02-03", "{}", "+")
	output(t, "env", kits, work+"/.tools/android/build", "classes")
	output(t, "env", kits, work+"/.tools/android/build", "package", "arm64")
	for _, name := range []string{"classes.dex", "apk/arm64/unsigned.apk"} {
		first, err := os.ReadFile(made + "/" + name)
		if err != nil {
			t.Fatal(err)
		}
		second, err := os.ReadFile(there + "/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if string(first) != string(second) {
			t.Errorf("other bytes of %s", name)
		}
	}
}
