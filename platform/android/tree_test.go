//go:build apk

package android

import (
	"regexp"
	"strings"
	"testing"
)

// element is one of an XML file as the package has it: what aapt says of the binary form.
type element struct {
	name  string
	has   map[string]string // attributes by their bare names
	parts []*element
}

var (
	opens     = regexp.MustCompile(`^( *)E: (\S+)`)
	attribute = regexp.MustCompile(`^ *A: (?:[a-z]+:)?(\w+)(?:\(0x[0-9a-f]+\))?=(?:"([^"]*)"|\(type 0x[0-9a-f]+\)(0x[0-9a-f]+)|(@0x[0-9a-f]+))`)
	chars     = regexp.MustCompile(`^ *C: "([^"]*)"`)
)

// tree reads an XML file of a package.
func tree(t *testing.T, apk, file string) *element {
	t.Helper()
	root := &element{has: map[string]string{}}
	open, depths := []*element{root}, []int{-1}
	for line := range strings.Lines(output(t, "aapt", "dump", "xmltree", apk, file)) {
		if m := opens.FindStringSubmatch(line); m != nil {
			for depths[len(depths)-1] >= len(m[1]) {
				open, depths = open[:len(open)-1], depths[:len(depths)-1]
			}
			e := &element{name: m[2], has: map[string]string{}}
			in := open[len(open)-1]
			in.parts = append(in.parts, e)
			open, depths = append(open, e), append(depths, len(m[1]))
		}
		last := open[len(open)-1]
		if m := attribute.FindStringSubmatch(line); m != nil {
			last.has[m[1]] = m[2] + m[3] + m[4]
		}
		if m := chars.FindStringSubmatch(line); m != nil {
			last.has["text"] = m[1]
		}
	}
	if len(root.parts) != 1 {
		t.Fatalf("%s of %s has %d roots", file, apk, len(root.parts))
	}
	return root.parts[0]
}

// all are the elements of that name, at any depth.
func (e *element) all(name string) (found []*element) {
	for _, p := range e.parts {
		if p.name == name {
			found = append(found, p)
		}
		found = append(found, p.all(name)...)
	}
	return found
}

// values are those of an attribute of all elements of a name.
func (e *element) values(name, attribute string) (all []string) {
	for _, p := range e.all(name) {
		all = append(all, p.has[attribute])
	}
	return all
}

// Booleans of the binary form.
const (
	yes = "0xffffffff"
	no  = "0x0"
)

func TestTheTreeOfAManifestIsReadWhole(t *testing.T) {
	m := tree(t, apk, "AndroidManifest.xml")
	if m.name != "manifest" || m.has["package"] != "kauth.app" || len(m.all("activity")) != 1 ||
		len(m.all("application")) != 1 || m.all("application")[0].has["allowBackup"] != no {
		t.Errorf("%+v", m)
	}
}
