//go:build desks

package e2e

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
)

// desks are the systems with a window that this machine cannot link for: their C
// compilers and headers are not here, or cost minutes. One processor of each will do: no
// file of the app is for one alone, and the sizes of their types are the same.
var desks = []string{"windows/amd64", "darwin/arm64"}

// TestTheWholeAppTypeChecksForEveryDesktop reads what would be compiled there: the real
// driver of the window, every ability's own side, all tests. What it does not see is C:
// names of C are taken on trust.
func TestTheWholeAppTypeChecksForEveryDesktop(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(200)) // all that is read is kept: a quarter of the time
	read := map[string]*ast.File{}
	files := token.NewFileSet()
	for _, desk := range desks {
		t.Run(strings.ReplaceAll(desk, "/", "-"), func(t *testing.T) {
			goos, arch, _ := strings.Cut(desk, "/")
			c := &typeChecker{files: files, read: read, sizes: types.SizesFor("gc", arch), done: map[string]*types.Package{"unsafe": types.Unsafe}}
			own := 0
			for _, p := range listed(t, goos, arch) {
				if c.check(p); p.own() {
					own++
				}
			}
			if own < 60 || c.done["fyne.io/fyne/v2/internal/driver/glfw"] == nil {
				t.Fatalf("only %d packages of ours were read, or not the window's driver", own)
			}
			for _, err := range c.wrong {
				t.Error(err)
			}
		})
	}
}

// listing is what `go list` says about a package.
type listing struct {
	ImportPath, Dir   string
	GoFiles, CgoFiles []string
	ImportMap         map[string]string
	Module            *struct{ Main bool }
	Error             *struct{ Err string }
}

func (p listing) own() bool { return p.Module != nil && p.Module.Main }

// listed are all packages of the app with those that they need first. No C is compiled.
func listed(t *testing.T, goos, arch string) []listing {
	t.Helper()
	cmd := exec.Command("go", "list", "-deps", "-test", "-tags", "accessibility",
		"-json=ImportPath,Dir,GoFiles,CgoFiles,ImportMap,Module,Error", "./app/...", "./platform/...", "./core/...", "./assets/...")
	cmd.Dir = filepath.Join("..", "..")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=1", "GOOS="+goos, "GOARCH="+arch)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var all []listing
	for d := json.NewDecoder(out); ; {
		var p listing
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if p.Error != nil {
			t.Errorf("%s: %s", p.ImportPath, p.Error.Err)
		}
		all = append(all, p)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	return all
}

type typeChecker struct {
	files *token.FileSet
	read  map[string]*ast.File // of both systems, which share most files
	sizes types.Sizes
	done  map[string]*types.Package
	wrong []error
}

// from finds what a package means by an import.
type from struct {
	c *typeChecker
	p listing
}

// Import implements types.Importer.
func (f from) Import(path string) (*types.Package, error) {
	if mapped, ok := f.p.ImportMap[path]; ok {
		path = mapped
	}
	if p := f.c.done[path]; p != nil {
		return p, nil
	}
	return nil, errors.New("not read before: " + path)
}

func (c *typeChecker) parse(name string, own bool) (*ast.File, error) {
	if f := c.read[name]; f != nil {
		return f, nil
	}
	f, err := parser.ParseFile(c.files, name, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	if !own {
		emptied(f)
	}
	c.read[name] = f
	return f, nil
}

// emptied leaves the tables of other people's packages out, whose types one knows without
// what is in them: a third of the time.
func emptied(f *ast.File) {
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.VAR {
			continue
		}
		for _, s := range g.Specs {
			for _, value := range s.(*ast.ValueSpec).Values {
				if u, ok := value.(*ast.UnaryExpr); ok {
					value = u.X
				}
				table, ok := value.(*ast.CompositeLit)
				if !ok {
					continue
				}
				if a, ok := table.Type.(*ast.ArrayType); ok && a.Len != nil {
					if _, open := a.Len.(*ast.Ellipsis); open {
						continue // its length is how many there are
					}
				}
				table.Elts = nil
			}
		}
	}
}

// check reads one package: all of ours, and of others what we can call.
func (c *typeChecker) check(p listing) {
	if p.ImportPath == "unsafe" {
		return
	}
	var files []*ast.File
	for _, name := range append(p.GoFiles, p.CgoFiles...) {
		if !filepath.IsAbs(name) { // a test's main, written by go list, is not
			name = filepath.Join(p.Dir, name)
		}
		f, err := c.parse(name, p.own())
		if err != nil {
			c.wrong = append(c.wrong, err)
			return
		}
		files = append(files, f)
	}
	conf := types.Config{
		FakeImportC: true, IgnoreFuncBodies: !p.own(), Sizes: c.sizes, Importer: from{c, p},
		Error: func(err error) {
			if p.own() {
				c.wrong = append(c.wrong, err)
			}
		},
	}
	path, _, _ := strings.Cut(p.ImportPath, " ")
	c.done[p.ImportPath], _ = conf.Check(path, c.files, files, nil) // Error has all that is wrong
}
