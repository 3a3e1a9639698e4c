//go:build ipa

package ios

import (
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	comment = regexp.MustCompile(`(?s)/\*.*?\*/|#import [^\n]*`)
	apples  = regexp.MustCompile(`@(?:YES|NO)\b|\b(?:errSec|k(?:Sec|CV|CF)|(?:NS|UI|UN|AV|LA|AS)[A-Z])\w+`)
)

// TestNamesOfApplesAreThoseThatWereRead: what a number of an enumeration does to a key, a
// notice or a question is seen on a phone alone, and no linker misses it. Whoever takes
// another one, or one more, sees it in the change.
func TestNamesOfApplesAreThoseThatWereRead(t *testing.T) {
	sources, lines := text(t, "*_ios.m"), []string{}
	classes := all(t, regexp.MustCompile(`(?m)^(?:@interface |@protocol |typedef [^;({\n]*\b)(\w+)(?:;|<| |$)`), "../../.tools/ios/kit/Frameworks/*.framework/Headers/*.h", "../../.tools/ios/kit/include/objc/*.h")
	for _, file := range slices.Sorted(maps.Keys(sources)) {
		n := map[string]int{}
		for _, name := range apples.FindAllString(comment.ReplaceAllString(sources[file], ""), -1) {
			if !slices.Contains(classes, name) {
				n[name]++
			}
		}
		for _, name := range slices.Sorted(maps.Keys(n)) {
			lines = append(lines, fmt.Sprintf("%s %s %d", filepath.Base(file), name, n[name]))
		}
	}
	golden(t, "testdata/names.txt", strings.Join(lines, "\n")+"\n")
}
