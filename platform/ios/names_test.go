package ios

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Names that Go and Objective-C share are texts, which no compiler compares.

func text(t *testing.T, pattern string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("nothing is %s: %v", pattern, err)
	}
	out := map[string]string{}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		out[f] = string(data)
	}
	return out
}

func all(t *testing.T, of *regexp.Regexp, patterns ...string) (found []string) {
	t.Helper()
	for _, p := range patterns {
		for _, s := range text(t, p) {
			for _, m := range of.FindAllStringSubmatch(s, -1) {
				found = append(found, m[1])
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

var goFiles = []string{"../*/*_ios.go", "../*/*_phone.go", "../../app/*_ios.go"}

// verbs are what the room of that name answers to.
func verbs(t *testing.T, room string) []string {
	t.Helper()
	is := regexp.MustCompile(`verb isEqualToString:@"(\w+)"`)
	for _, s := range text(t, "*_ios.m") {
		if _, body, ok := strings.Cut(s, "NSData *kauth_"+room+"(NSString *verb"); ok {
			var out []string
			for _, m := range is.FindAllStringSubmatch(body, -1) {
				out = append(out, m[1])
			}
			return out
		}
	}
	t.Errorf("no room %s", room)
	return nil
}

// TestEveryCallOfGoHasItsAnswerInObjectiveC: a name that is spelled otherwise on one side
// would be found by the first call, on a phone.
func TestEveryCallOfGoHasItsAnswerInObjectiveC(t *testing.T) {
	calls := all(t, regexp.MustCompile(`"((?:keys|signer|unlock|camera|notices|clipboard|network|push|browser|comfort|phone)\.[a-z]+)"`), goFiles...)
	heard := all(t, regexp.MustCompile(`(?i:listen\(|What: )"([a-z.]+)"`), goFiles...)
	rooms := all(t, regexp.MustCompile(`\{"(\w+)", kauth_\w+, (?:YES|NO)\}`), "bridge_ios.m")
	if len(calls) < 20 || len(rooms) < 10 {
		t.Fatalf("%d calls of %d rooms", len(calls), len(rooms))
	}
	for _, c := range calls {
		room, verb, _ := strings.Cut(c, ".")
		if slices.Contains(heard, c) {
			continue // an event
		}
		if !slices.Contains(rooms, room) || !slices.Contains(verbs(t, room), verb) {
			t.Errorf("nobody answers %s", c)
		}
	}
}

func TestEveryEventOfObjectiveCIsHeardByGo(t *testing.T) {
	told := all(t, regexp.MustCompile(`kauth_tell\(@"([a-z.]+)"`), "*_ios.m")
	heard := all(t, regexp.MustCompile(`(?i:listen)\("([a-z.]+)"`), goFiles...)
	if len(told) < 5 || !slices.Equal(told, heard) {
		t.Errorf("told %v, heard %v", told, heard)
	}
}

// TestEveryKindOfTroubleIsOneThatGoKnows: another one would be taken for a fault.
func TestEveryKindOfTroubleIsOneThatGoKnows(t *testing.T) {
	known := text(t, "../bridge/bridge.go")["../bridge/bridge.go"]
	_, known, _ = strings.Cut(known, "Kind  string // ")
	known, _, _ = strings.Cut(known, "\n")
	kinds := all(t, regexp.MustCompile(`(?:kauth_failed\(@|kind = @|\{errSec\w+, )"(\w+)"`), "*_ios.m")
	if len(kinds) < 8 {
		t.Fatal(kinds)
	}
	for _, k := range kinds {
		if !slices.Contains(strings.Split(known, ", "), k) {
			t.Errorf("kind %q", k)
		}
	}
}

// TestWhatIsRetainedByHandIsReleased holds the two rules of Core Foundation under ARC: what
// a function with Create or Copy in its name gives is released, or handed over.
func TestWhatIsRetainedByHandIsReleased(t *testing.T) {
	gives := regexp.MustCompile(`(\w+) = (?:Sec|CF)\w*(?:Create|Copy)\w*\(`)
	for file, s := range text(t, "*_ios.m") {
		for _, m := range gives.FindAllStringSubmatch(s, -1) {
			if m[1] == "status" {
				continue // it gives through a pointer
			}
			if !strings.Contains(s, "CFRelease("+m[1]+")") && !regexp.MustCompile(`__bridge_transfer \w+(?: \*)?\)`+m[1]+`\b`).MatchString(s) {
				t.Errorf("%s keeps %s for ever", file, m[1])
			}
		}
	}
}

// TestUIKitIsUsedOnTheMainQueueAlone: the rooms are called on threads of Go's.
func TestUIKitIsUsedOnTheMainQueueAlone(t *testing.T) {
	for file, s := range text(t, "*_ios.m") {
		if slices.Contains([]string{"delegate_ios.m", "privacy_ios.m"}, filepath.Base(file)) {
			continue // the system calls them there
		}
		uses := regexp.MustCompile(`sharedApplication|generalPasteboard|currentDevice|preferredFontForTextStyle|UIAccessibilityIs|initWithFrame`).MatchString(s)
		if uses && !strings.Contains(s, "kauth_on_main(^{") {
			t.Errorf("%s uses UIKit, and nothing runs on the main queue", file)
		}
	}
}

// TestTheBridgeOverwritesItsCopies: what crosses may be a key.
func TestTheBridgeOverwritesItsCopies(t *testing.T) {
	s := text(t, "bridge_ios.m")["bridge_ios.m"]
	_, call, _ := strings.Cut(s, "kauth_answer kauth_ios_call(")
	for _, m := range regexp.MustCompile(`NSMutableData \*(\w+) =`).FindAllStringSubmatch(call, -1) {
		if !strings.Contains(call, "wipe("+m[1]+");") {
			t.Errorf("%s stays as it was", m[1])
		}
	}
	if strings.Contains(call, "NSData dataWith") || !strings.Contains(call, "memset_s(a.data") {
		t.Error("a copy that cannot be overwritten, or is not")
	}
}

// TestALockedPhoneIsNoFingerThatWasNotKnown: "locked" makes the lock say that there were
// too many attempts (LAError's word), and the Keychain's status says nothing of the kind.
func TestALockedPhoneIsNoFingerThatWasNotKnown(t *testing.T) {
	for _, kind := range all(t, regexp.MustCompile(`\{errSec\w+, "(\w+)"`), "status_ios.m") {
		if kind == "locked" || kind == "barred" {
			t.Errorf("a status of the Keychain is %q", kind)
		}
	}
}

// TestChangesOfTextSizeAndMotionAreHeard: also the one that was made while the app was
// stopped, of which it is told nothing.
func TestChangesOfTextSizeAndMotionAreHeard(t *testing.T) {
	_, watch, _ := strings.Cut(text(t, "comfort_ios.m")["comfort_ios.m"], "static void watch(void) {")
	watch, _, _ = strings.Cut(watch, "\n}\n")
	for _, change := range []string{
		"UIContentSizeCategoryDidChangeNotification", "UIAccessibilityReduceMotionStatusDidChangeNotification",
		"UIApplicationDidBecomeActiveNotification",
	} {
		if !strings.Contains(watch, change) {
			t.Errorf("%s is not heard", change)
		}
	}
	if !strings.Contains(watch, "addObserverForName:change") || !strings.Contains(watch, `kauth_tell(@"comfort.changed", wishes()`) {
		t.Error("what is heard is not told")
	}
	if !strings.Contains(text(t, "comfort_ios.m")["comfort_ios.m"], `stringWithFormat:@"%gpt%@", points`) {
		t.Error("points are not said to be points")
	}
}
