//go:build harness

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// What somebody could get wrong in Java, C or Go without another journey noticing:
// .tools/android/mutate gets each of it wrong.

// TestAndroidLooksForExceptionsAfterEveryCall reads what the JVM's own checks say
// (-Xcheck:jni): each warning comes with the C functions that led to it.
func TestAndroidLooksForExceptionsAfterEveryCall(t *testing.T) {
	a := welcomed(t)
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, line := range a.lines {
		if strings.Contains(line, "+0x") && (strings.Contains(line, "kauth_call") || strings.Contains(line, "Java_kauth_app")) {
			t.Errorf("an exception that nobody looks for, below %s", line)
		}
	}
}

func TestAndroidPutsKeysIntoAChipOfTheirOwn(t *testing.T) {
	t.Parallel()
	for chip, want := range map[string]int{"yes": 1, "no": 2, "breaks": 2} {
		a := newAndroid(t)
		a.start()
		a.act("strongbox %s", chip)
		a.act("create")
		a.find("Log in from a computer")
		made := a.said("! keystore makes ")
		if len(made) != want || !strings.HasSuffix(made[0], " in StrongBox") || strings.HasSuffix(made[want-1], " in StrongBox") != (chip == "yes") {
			t.Errorf("a chip, %s: %q", chip, made)
		}
	}
}

// A chip of its own takes seconds to make a key: whoever does not wait asks for a passphrase.
func TestAndroidWaitsForASlowChip(t *testing.T) {
	a := welcomed(t, "strongbox slow")
	if made := a.said("! keystore makes "); len(made) != 1 {
		t.Errorf("%q", made)
	}
}

func TestAndroidOpensAVerifiedLink(t *testing.T) {
	t.Parallel()
	_, _, c := demo(t)
	a := newAndroid(t)
	a.start()
	a.act("first %s", strings.Replace(c.Offer().Link, "kauth://link?", "https://id.example.org/kauth/link?", 1))
	a.act("create")
	a.find("Authorize")
}

func TestAndroidKnocksOnceAMinuteWhereItIsClosed(t *testing.T) {
	t.Parallel()
	a := newAndroid(t)
	a.start()
	a.act("grant android.permission.POST_NOTIFICATIONS")
	for range 3 {
		a.act("push MESSAGE somebody AAAA")
	}
	if got := a.said("! notice shown "); len(got) != 1 {
		t.Errorf("%q", got)
	}
	for i, last := range []time.Duration{-61 * time.Second, 24 * time.Hour} { // ago, and by a clock that was put back since
		at := time.Now().Add(last)
		if err := os.Chtimes(filepath.Join(a.home, "no_backup", "knocked"), at, at); err != nil {
			t.Fatal(err)
		}
		a.act("push MESSAGE somebody AAAA")
		if got := a.said("! notice shown "); len(got) != i+2 {
			t.Errorf("knocked %s before: %q", -last, got)
		}
	}
}

// A button of a notice finds a process without the app's code, where Android lets no
// receiver open an activity: a notice without any detail asks to open the app.
func TestAndroidKnocksWhereAnAnswerFindsItClosed(t *testing.T) {
	t.Parallel()
	a := newAndroid(t)
	a.start()
	for _, how := range []string{"runtime", "security", "error"} { // nobody else looks for what a receiver throws
		a.act("throw NotificationManager.notify %s", how)
		a.act("forge chl_AAAAAAAAAAAAAAAAAAAAAA no")
		a.act("push MESSAGE somebody AAAA")
	}
	a.act("throw")
	a.act("forge chl_AAAAAAAAAAAAAAAAAAAAAA away") // what was put away is not answered by another notice
	if got := a.said("! notice shown "); len(got) != 0 {
		t.Errorf("put away, and %q came", got)
	}
	a.act("forge chl_AAAAAAAAAAAAAAAAAAAAAA no")
	a.until("! notice shown ", 0)
	if got := a.said("! activity in front"); len(got) != 0 {
		t.Error("a receiver opened the app")
	}
	a.act("throw NotificationManager.cancel error") // the notice stays, and the app opens
	a.act("press 0 open")
	a.find("Log in from a computer")
	if got := a.said("! throws "); len(got) < 5 {
		t.Errorf("only %q were thrown", got)
	}
}
