package disk

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// written is a disk with a file "a" of two sectors that is there for sure, and then was
// written over.
func written() *Disk {
	d := New()
	d.Keep("a", 1, bytes.Repeat([]byte{'o'}, 2*Sector))
	d.Do(Event{Kind: Write, File: 1, Data: bytes.Repeat([]byte{'n'}, 2*Sector)})
	return d
}

// seen counts what n power cuts leave of a file; "" is no such file.
func seen(d *Disk, name string, n int) map[string]int {
	out := map[string]int{}
	r := rand.New(rand.NewPCG(1, 1))
	for range n {
		out[string(d.Crash(r)[name])]++
	}
	return out
}

func sectorsOf(kinds ...byte) string {
	var b []byte
	for _, k := range kinds {
		b = append(b, bytes.Repeat([]byte{k}, Sector)...)
	}
	return string(b)
}

func TestWhatWasSyncedIsFound(t *testing.T) {
	d := written()
	d.Do(Event{Kind: SyncFile, File: 1})
	if got := seen(d, "a", 100); got[sectorsOf('n', 'n')] != 100 {
		t.Fatal(len(got), "states")
	}
}

func TestWhatWasNotSyncedIsKeptLostOrTorn(t *testing.T) {
	got := seen(written(), "a", 400)
	for _, want := range []string{sectorsOf('o', 'o'), sectorsOf('n', 'n'), sectorsOf('o', 'n'), sectorsOf('n', 'o')} {
		if got[want] == 0 {
			t.Errorf("never %c%c", want[0], want[Sector])
		}
	}
	if len(got) != 4 {
		t.Errorf("%d states: a sector was torn", len(got))
	}
}

func TestDiskThatLiesLosesWhatWasSynced(t *testing.T) {
	d := written()
	d.Lies = []Kind{SyncFile}
	d.Do(Event{Kind: SyncFile, File: 1})
	if got := seen(d, "a", 100); got[sectorsOf('o', 'o')] == 0 {
		t.Fatal("it does not lie")
	}
}

func TestLengthIsOneThatTheFileHad(t *testing.T) {
	d := written()
	d.Do(Event{Kind: Resize, File: 1, At: 3 * Sector})
	d.Do(Event{Kind: Resize, File: 1, At: Sector})
	lengths := map[int]bool{}
	for text := range seen(d, "a", 400) {
		lengths[len(text)] = true
	}
	if len(lengths) != 3 || !lengths[Sector] || !lengths[2*Sector] || !lengths[3*Sector] {
		t.Fatal(lengths)
	}
}

// replaced is a disk on which "new" was made, synced, and renamed over "a".
func replaced() *Disk {
	d := New()
	d.Keep("a", 1, []byte("old"))
	d.Do(Event{Kind: Create, Name: "new", File: 2})
	d.Do(Event{Kind: Write, File: 2, Data: []byte("new")})
	d.Do(Event{Kind: SyncFile, File: 2})
	d.Do(Event{Kind: Rename, Name: "new", To: "a", File: 2})
	return d
}

func TestRenameIsWholeOrNotAtAll(t *testing.T) {
	got := seen(replaced(), "a", 400)
	if len(got) != 2 || got["old"] == 0 || got["new"] == 0 {
		t.Fatal(got)
	}
}

func TestRenameIsSureOnceTheFolderIsSynced(t *testing.T) {
	d := replaced()
	d.Do(Event{Kind: SyncName, Name: "."})
	if got := seen(d, "a", 100); got["new"] != 100 {
		t.Fatal(got)
	}
	if got := seen(d, "new", 100); got[""] != 100 {
		t.Fatal(got)
	}
}

func TestFileMayBeRenamedBeforeItsBytesAreThere(t *testing.T) {
	d := New()
	d.Keep("a", 1, []byte("old"))
	d.Do(Event{Kind: Create, Name: "new", File: 2})
	d.Do(Event{Kind: Write, File: 2, Data: []byte("new")})
	d.Do(Event{Kind: Rename, Name: "new", To: "a", File: 2})
	if got := seen(d, "a", 400); got[""] == 0 {
		t.Fatal("never empty", got)
	}
}

func TestFileInAFolderThatWasNotSyncedIsGoneWithIt(t *testing.T) {
	d := New()
	d.Do(Event{Kind: Folder, Name: "f"})
	d.Do(Event{Kind: Create, Name: "f/a", File: 1})
	d.Do(Event{Kind: Write, File: 1, Data: []byte("x")})
	d.Do(Event{Kind: SyncFile, File: 1})
	d.Do(Event{Kind: SyncName, Name: "f"})
	if got := seen(d, "f/a", 100); got[""] == 0 || got["x"] == 0 {
		t.Fatal(got)
	}
	d.Do(Event{Kind: SyncName, Name: "."})
	if got := seen(d, "f/a", 100); got["x"] != 100 {
		t.Fatal(got)
	}
}
