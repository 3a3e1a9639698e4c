package qr

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestPicturesOfPhonesAreRead reads the folder that KAUTH_QR_PICTURES names:
// pictures, and an expected.json of {"folder/name.jpg": ["text", ...]}. It has
// nothing to read where the variable is not set. A picture counts as read when
// one of its texts is found; a picture of the folder "none" must give nothing.
func TestPicturesOfPhonesAreRead(t *testing.T) {
	dir := os.Getenv("KAUTH_QR_PICTURES")
	if dir == "" {
		t.Log("KAUTH_QR_PICTURES is not set: no pictures to read")
		return
	}
	var expected map[string][]string
	data, err := os.ReadFile(filepath.Join(dir, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &expected); err != nil {
		t.Fatal(err)
	}
	type score struct{ read, of int }
	scores, all := map[string]*score{}, score{}
	var took []time.Duration
	for _, name := range slices.Sorted(maps.Keys(expected)) {
		folder, _, _ := strings.Cut(name, "/")
		picture, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		texts, err := Read(context.Background(), bytes.NewReader(picture))
		took = append(took, time.Since(began))
		if folder == "none" && err == nil {
			t.Errorf("%s: found %q where there is nothing", name, texts)
		}
		if len(expected[name]) == 0 {
			continue
		}
		if scores[folder] == nil {
			scores[folder] = &score{}
		}
		scores[folder].of++
		all.of++
		if slices.ContainsFunc(texts, func(s string) bool { return slices.Contains(expected[name], plain(s)) }) {
			scores[folder].read++
			all.read++
		} else if err == nil {
			t.Logf("%s: read %.80q, want one of %.80q", name, texts, expected[name])
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(scores)) {
		t.Logf("%-18s %3d of %3d", folder, scores[folder].read, scores[folder].of)
	}
	slices.Sort(took)
	t.Logf("%-18s %3d of %3d; median %v, longest %v", "all", all.read, all.of, took[len(took)/2], took[len(took)-1])
	if len(took) > 500 && all.read*100 < all.of*96 {
		t.Errorf("only %d of %d read", all.read, all.of)
	}
}

// plain is a text as the expected ones were written down: one kind of line
// break, nothing after the end.
func plain(s string) string {
	return strings.TrimRight(strings.ReplaceAll(strings.TrimPrefix(s, "\ufeff"), "\r\n", "\n"), " \n")
}
