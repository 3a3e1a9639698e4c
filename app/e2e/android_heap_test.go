//go:build harness

package e2e

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// Three starts of some hundreds ended before the first picture, in glibc's words for a heap
// that was broken; the cause was not found, and hundreds since went well. So such a start,
// and no other, is taken again, and noted: with where it was found (last_words.c). Tests
// that pass say nothing, so make android-run prints these notes.
const mostRises = 3 // in a run

var rises atomic.Int32

// rises starts the app again where its heap broke before there was a picture, and has it do
// what it had done. The caller holds one, and met that error.
func (a *android) rises(met error) bool {
	a.t.Helper()
	if errors.Is(met, errGone) {
		_, _ = a.wait("! ended: ", 0, patience)
	}
	lines := a.said("")
	if !heapBroke(lines) || a.purpose == "" && rises.Add(1) > mostRises {
		return false
	}
	a.note(lines)
	a.mu.Lock()
	before := a.since
	a.mu.Unlock()
	a.kill()
	a.start()
	for _, line := range before {
		if _, err := a.tell(line); err != nil {
			return false
		}
		a.did(line)
	}
	return true
}

// note leaves what a process said of its heap.
func (a *android) note(lines []string) {
	a.t.Helper()
	words := strings.Join(ofHeap(lastWords(lines)), "\n")
	a.t.Logf("STARTED AGAIN: its heap was broken before the first picture\n%s", words)
	name := "started-again-" + filepath.Base(a.home) + "-" + strings.ReplaceAll(a.t.Name(), "/", "-") + ".txt"
	if a.purpose == "" {
		write(a.t, "android/"+name, []byte(words+"\n"))
	} else if err := os.WriteFile(filepath.Join(a.purpose, name), []byte(words+"\n"), 0o600); err != nil {
		a.t.Fatal(err)
	}
}

// lastWords are what went to standard error: what the process itself read of it, and what
// the one beside it found there afterwards (last_words.c).
func lastWords(lines []string) (all []string) {
	for _, l := range lines {
		for _, by := range []string{"# 6/Fyne: ", "! last words: "} {
			if words, ok := strings.CutPrefix(l, by); ok {
				all = append(all, words)
			}
		}
	}
	return all
}

// ofHeap is what glibc says of a broken heap and all that follows, which is where it was:
// before it Java may say at length that it finds Go's handlers of signals.
func ofHeap(words []string) []string {
	for i, w := range words {
		for _, start := range []string{"malloc", "free()", "realloc()", "corrupted ", "double free", "munmap_chunk()"} {
			if strings.HasPrefix(w, start) {
				return words[i:]
			}
		}
	}
	return nil
}

// heapBroke says whether glibc ended a process that had not drawn yet, and nobody else did.
func heapBroke(lines []string) bool {
	broke := false
	for _, l := range lines {
		words := strings.Join(lastWords([]string{l}), "")
		switch {
		case strings.HasPrefix(l, "! ended: "):
			return broke
		case strings.HasPrefix(l, "! drawn "), strings.HasPrefix(l, "! crash "),
			strings.HasPrefix(words, "panic: "), strings.HasPrefix(words, "fatal error: "), strings.Contains(words, "A fatal error"):
			return false
		default:
			broke = broke || ofHeap([]string{words}) != nil
		}
	}
	return false
}

func TestAndroidStartsAgainWhereTheHeapAloneBroke(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]bool{
		"# 6/Fyne: corrupted unsorted chunks\n! ended: signal: aborted":                                    true,
		"! last words: malloc(): invalid size (unsorted)\n! ended: signal: aborted":                        true,
		"! drawn 0.3\n# 6/Fyne: corrupted unsorted chunks\n! ended: signal: aborted":                       false,
		"! last words: panic: no screen\n# 6/Fyne: free(): invalid pointer\n! ended: signal: aborted":      false,
		"! last words: fatal error: found bad pointer\n# 6/Fyne: free(): invalid pointer\n! ended: signal": false,
		"! crash main java.lang.Error\n# 6/Fyne: free(): invalid pointer\n! ended: exit status 1":          false,
		"! ended: signal: aborted":            false,
		"# 6/Fyne: corrupted unsorted chunks": false, // it lives
	} {
		if got := heapBroke(strings.Split(words, "\n")); got != want {
			t.Errorf("%q: %t", words, got)
		}
	}
	a := newAndroid(t)
	smash := filepath.Join(a.home, "smash")
	if err := os.WriteFile(smash, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	a.env, a.purpose = []string{"SHIM_SMASH=" + smash}, t.TempDir()
	a.start()
	a.act("dark yes")
	a.act("create")
	a.find("Log in from a computer")
	if did := strings.Join(a.since, ", "); !strings.HasPrefix(did, "dark yes, create") {
		t.Errorf("it did %s", did)
	}
	if _, err := os.Stat(smash); err == nil {
		t.Error("no heap broke")
	}
	notes, _ := filepath.Glob(filepath.Join(a.purpose, "started-again-*"))
	if len(notes) != 1 {
		t.Fatalf("it left %q", notes)
	}
	if words, _ := os.ReadFile(notes[0]); !strings.HasPrefix(string(words), "free()") {
		t.Errorf("it left %q", words)
	}
}

func TestAndroidNoteOfABrokenHeapSaysWhereItWasFound(t *testing.T) {
	t.Parallel()
	got := strings.Join(ofHeap(lastWords([]string{
		"= ok", "# 6/Fyne: Consider using jsig library.", "# 6/Fyne: free(): invalid pointer", "# 4/Fyne: on the page",
		"! last words: libc.so.6(cfree+0x76)", "! ended: signal: aborted",
	})), "\n")
	if want := "free(): invalid pointer\nlibc.so.6(cfree+0x76)"; got != want {
		t.Errorf("%q", got)
	}
}
