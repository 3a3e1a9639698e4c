package core_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	module = "kauth"
	film   = "kauth/platform/camera/film"
	played = "kauth/platform/unlock/played"
)

// rule forbids imports to the rooms under some folders.
type rule struct {
	rooms  []string // folders, relative to the module's root; a trailing /... takes those below
	except []string
	bans   []string // import paths; a trailing /... takes those below
	why    string
}

var rules = []rule{
	{[]string{"core/..."}, nil, []string{"fyne.io/...", "kauth/app/...", "kauth/platform/..."}, "the core must work without a window, for the command line and the tests"},
	{[]string{"core/otp", "core/seal", "core/vault", "core/link", "core/qr", "core/history", "core/transfer"}, nil, []string{"net", "net/http/..."}, "a code must work offline by construction"},
	{[]string{"app/viewmodel", "app/text"}, nil, []string{"fyne.io/..."}, "what is shown is decided without the toolkit, so that it is tested without it"},
	{[]string{"app/screen"}, nil, []string{"kauth/core/client", "kauth/core/vault", "kauth/core/enroll", "kauth/core/challenge", "kauth/core/history", "kauth/platform/..."}, "a screen draws a State and forwards taps"},
	{[]string{"server-stub/..."}, nil, []string{"kauth/core/client", "kauth/core/otp", "kauth/core/vault"}, "an independent second opinion: both ends must not share a bug"},
	{[]string{"core/...", "app/...", "platform/...", "assets"}, nil, []string{"kauth/server-stub/...", "kauth/core/coretest/..."}, "nothing that is shipped holds the server or the fakes"},
	{[]string{"core/...", "app/...", "platform/..."}, nil, []string{film, played}, "a release shows what a real camera sees, and asks a real person"},
	{[]string{"core/...", "platform/...", "app", "app/screen", "app/viewmodel", "app/widgets", "app/look", "app/text", "app/wire", "app/cli"}, nil, []string{"kauth/app/drive", "fyne.io/fyne/v2/test", "kauth/app/golden"}, "a release must not hold the headless phone, nor what tests draw with"},
}

// platformMay are what the platform's rooms may import of the project.
var platformMay = []string{"kauth/core", "kauth/platform/bridge", "kauth/platform/android", "kauth/platform/ios"}

// suites are a program of the tests, which nobody gets.
const suites = "app/e2e/suites"

// coreStd are the rooms that import the standard library alone.
var coreStd = []string{"core", "core/clock", "core/api"}

type file struct {
	name    string // relative to the root
	room    string
	test    bool
	tagged  bool // built only for tests
	imports []string
	doc     bool
}

func (r rule) covers(room string) bool {
	return slices.ContainsFunc(r.rooms, func(p string) bool { return under(p, room) })
}

func under(pattern, name string) bool {
	base, deep := strings.CutSuffix(pattern, "/...")
	return name == base || deep && strings.HasPrefix(name, base+"/")
}

func TestEveryRoomImportsOnlyWhatItMay(t *testing.T) {
	for _, f := range files(t) {
		if f.test || f.room == suites {
			continue
		}
		for _, imp := range f.imports {
			for _, r := range rules {
				if r.covers(f.room) && !(f.tagged && slices.Contains([]string{"kauth/app/drive", film}, r.bans[0])) && slices.ContainsFunc(r.bans, func(b string) bool { return under(b, imp) }) {
					if f.room == "core/coretest" && under("kauth/core/coretest/...", imp) {
						continue
					}
					t.Errorf("%s imports %s: %s", f.name, imp, r.why)
				}
			}
			if under("platform/...", f.room) && strings.HasPrefix(imp, module+"/") && !slices.Contains(platformMay, imp) && !under(imp+"/...", module+"/"+f.room) {
				t.Errorf("%s imports %s: a platform's ability knows the nouns, and the bridges to Java and Objective-C, alone", f.name, imp)
			}
			if slices.Contains(coreStd, f.room) && strings.Contains(strings.SplitN(imp, "/", 2)[0], ".") {
				t.Errorf("%s imports %s: this room has the standard library alone", f.name, imp)
			}
			if f.room == "core/history" && strings.HasPrefix(imp, module+"/") && imp != module+"/core" {
				t.Errorf("%s imports %s: what is kept does not depend on how it came about", f.name, imp)
			}
			if f.room == "core" && strings.HasPrefix(imp, module+"/") {
				t.Errorf("%s imports %s: the nouns know nobody", f.name, imp)
			}
			if f.room == "core/api" && under("net/http/...", imp) {
				t.Errorf("%s imports %s: the contract opens no connection", f.name, imp)
			}
		}
	}
}

// TestOfflineRoomsReachNoNetwork looks through the libraries too.
func TestOfflineRoomsReachNoNetwork(t *testing.T) {
	format := `{{$p := .ImportPath}}{{range .Imports}}{{$p}} {{.}}{{"\n"}}{{end}}`
	for _, room := range []string{"core/otp", "core/seal", "core/vault", "core/link", "core/qr", "core/history", "core/transfer"} {
		out, err := exec.Command("go", "list", "-deps", "-f", format, module+"/"+room).CombinedOutput()
		if err != nil {
			t.Fatalf("go list %s: %v\n%s", room, err, out)
		}
		for line := range strings.Lines(string(out)) {
			by, dep, _ := strings.Cut(strings.TrimSpace(line), " ")
			if dep == "net" || dep == "net/http" {
				t.Errorf("%s reaches %s through %s", room, dep, by)
			}
		}
	}
}

func TestEveryPackageSaysWhatItOwns(t *testing.T) {
	said := map[string]bool{}
	for _, f := range files(t) {
		if !f.test {
			said[f.room] = said[f.room] || f.doc
		}
	}
	for room, ok := range said {
		if !ok {
			t.Errorf("%s has no package comment", room)
		}
	}
}

func files(t *testing.T) []file {
	t.Helper()
	root := ".."
	var out []file
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && p != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "out" || d.Name() == "bin") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(p, ".go") {
			return nil
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		out = append(out, read(t, p, filepath.ToSlash(rel)))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 20 {
		t.Fatalf("found %d files: not the whole house", len(out))
	}
	return out
}

func read(t *testing.T, p, rel string) file {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	f := file{name: rel, room: path.Dir(rel), test: strings.HasSuffix(rel, "_test.go"), doc: parsed.Doc != nil}
	for _, i := range parsed.Imports {
		name, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		f.imports = append(f.imports, name)
	}
	f.tagged = slices.ContainsFunc(parsed.Comments, func(c *ast.CommentGroup) bool {
		return slices.ContainsFunc(c.List, func(l *ast.Comment) bool {
			return l.Text == "//go:build ci" || strings.HasPrefix(l.Text, "//go:build film ")
		})
	})
	return f
}
