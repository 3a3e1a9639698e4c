//go:build ipa

package ios

import (
	"debug/macho"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What .tools/ios/build has made of the app.

const (
	made  = "../../.cache/ios"
	app   = made + "/kAuth.app"
	large = 27e6 // bytes of the program
)

func program(t *testing.T) image {
	t.Helper()
	f, err := macho.Open(app + "/kAuth")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return image{t, f}
}

// TestProgramIsForAPhoneWithIOS15 reads struct build_version_command of mach-o/loader.h.
func TestProgramIsForAPhoneWithIOS15(t *testing.T) {
	f := program(t).f
	if f.Cpu != macho.CpuArm64 || f.Type != macho.TypeExec || f.Flags&macho.FlagPIE == 0 {
		t.Errorf("%v, %v, flags %x", f.Cpu, f.Type, f.Flags)
	}
	seen := false
	for _, l := range f.Loads {
		if raw := l.Raw(); binary.LittleEndian.Uint32(raw) == 0x32 { // LC_BUILD_VERSION
			seen = true
			if on, from := binary.LittleEndian.Uint32(raw[8:]), binary.LittleEndian.Uint32(raw[12:]); on != 2 || from != 15<<16 {
				t.Errorf("platform %d, from %x", on, from)
			}
		}
	}
	info, err := os.Stat(app + "/kAuth")
	if !seen || err != nil || info.Size() > large {
		t.Errorf("it says its version: %v; %v bytes, %v", seen, info.Size(), err)
	}
}

// TestProgramNeedsTheLibrariesThatWereRead: whoever adds one sees it in the change.
func TestProgramNeedsTheLibrariesThatWereRead(t *testing.T) {
	got, err := program(t).f.ImportedLibraries()
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(got)
	golden(t, "testdata/libraries.txt", strings.Join(got, "\n")+"\n")
}

// listed are the names of the lists that the pattern finds: what a library has.
func listed(t *testing.T, pattern string) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	lists, _ := filepath.Glob("../../.tools/ios/kit/symbols/" + pattern)
	for _, l := range lists {
		data, err := os.ReadFile(l)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			if line = strings.TrimSpace(line); line != "" && !strings.Contains(line, " ") {
				names[line] = true
			}
		}
	}
	return names
}

// TestEveryNameThatIsNeededIsOnAList holds what the linker saw, in the program that is in
// the package: a name that no phone has ends the app at its start.
func TestEveryNameThatIsNeededIsOnAList(t *testing.T) {
	known := listed(t, "*.txt")
	names, err := program(t).f.ImportedSymbols()
	if err != nil || len(names) < 300 {
		t.Fatalf("%d names, %v", len(names), err)
	}
	for _, n := range names {
		if !known[n] && n != "dyld_stub_binder" && !strings.HasPrefix(n, "_OBJC_CLASS_$_") && !strings.HasPrefix(n, "_OBJC_METACLASS_$_") {
			t.Errorf("%s is needed", n)
		}
	}
}

// TestEveryNameOnApplesListsIsNeeded: an attribute of a key, or a change that is listened
// to, leaves no other trace in a program that nobody here can run.
func TestEveryNameOnApplesListsIsNeeded(t *testing.T) {
	names, err := program(t).f.ImportedSymbols()
	if err != nil {
		t.Fatal(err)
	}
	for n := range listed(t, "[A-Z]*.txt") {
		if !slices.Contains(names, n) {
			t.Errorf("%s is on a list, and not needed any more", n)
		}
	}
}

// TestTheSystemFindsWhatItCalls: these are called by name, so that the compiler is content
// with any other. The types tell of a missing or another argument.
func TestTheSystemFindsWhatItCalls(t *testing.T) {
	i := program(t)
	added, own := i.categories()["Kauth of GoAppAppDelegate"], i.classes()
	for _, c := range []struct {
		who            map[string]string
		selector, want string
	}{
		{added, "application:openURL:options:", "B40@0:8@16@24@32"},
		{added, "application:didRegisterForRemoteNotificationsWithDeviceToken:", "v32@0:8@16@24"},
		{added, "application:didFailToRegisterForRemoteNotificationsWithError:", "v32@0:8@16@24"},
		{added, "userNotificationCenter:didReceiveNotificationResponse:withCompletionHandler:", "v40@0:8@16@24@?32"},
		{own["KauthCamera"], "captureOutput:didOutputSampleBuffer:fromConnection:", "v40@0:8@16^{opaqueCMSampleBuffer=}24@32"},
		{own["KauthSheet"], "presentationAnchorForWebAuthenticationSession:", "@24@0:8@16"},
	} {
		if got, ok := c.who[c.selector]; !ok || got != c.want {
			t.Errorf("%s is there: %v, of type %q instead of %q", c.selector, ok, got, c.want)
		}
	}
	if len(added) != 4 {
		t.Errorf("added to Fyne's delegate: %v", added)
	}
	if own["KauthCover"] == nil || len(i.list("__objc_nlclslist")) != 1 {
		t.Error("nothing covers the window before main")
	}
}

// TestNothingOfFynesIsReplaced: a method of a category takes the place of the class's own
// of that name, without a word.
func TestNothingOfFynesIsReplaced(t *testing.T) {
	i := program(t)
	fyne := i.classes()["GoAppAppDelegate"]
	if fyne["applicationDidBecomeActive:"] == "" {
		t.Fatalf("Fyne's delegate has %v", fyne)
	}
	for selector := range i.categories()["Kauth of GoAppAppDelegate"] {
		if fyne[selector] != "" {
			t.Errorf("Fyne has %s, too", selector)
		}
	}
	dir := strings.TrimSpace(output(t, "go", "list", "-m", "-f", "{{.Dir}}", "fyne.io/fyne/v2"))
	source, err := os.ReadFile(dir + "/internal/driver/mobile/app/darwin_ios.m")
	if err != nil || !strings.Contains(string(source), "center.delegate = (id) self;") {
		t.Errorf("Fyne's delegate is not that of the notices any more: %v", err)
	}
}

func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}
