package core_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// secretName is how a field is called that holds a secret.
var secretName = regexp.MustCompile(`(?i)^(secret|seed|pass|passphrase|password|pin|pkcs8|private|data_?key|link_?code|verifier|recovery|device_?secret)$`)

// spelledOut are types that hold a secret as plain text or bytes for a moment, and why
// they may: they are stored, or read, and never told to anybody.
var spelledOut = map[string]string{
	"core.sec1":       "ASN.1, handed on at once",
	"vault.storedOTP": "JSON inside a seal, wiped", "vault.storedDevice": "JSON inside a seal, wiped",
	"vault.storedKey": "JSON inside a seal, wiped", "vault.relock": "lives in one call, and holds functions",
}

// TestFieldsThatHoldASecretHaveATypeThatDoesNotPrint reads the source: a new struct with
// a password in a string is found before anybody prints it.
func TestFieldsThatHoldASecretHaveATypeThatDoesNotPrint(t *testing.T) {
	quiet, plain := map[string]bool{}, map[string][]string{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "coretest") || strings.Contains(path, "torture") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		for _, d := range file.Decls {
			fieldsAndMethods(file.Name.Name, d, quiet, plain)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for name, fields := range plain {
		seen++
		if !quiet[name] && spelledOut[name] == "" {
			t.Errorf("%s prints %v: give it String or Format, or the field the type Secret", name, fields)
		}
	}
	for name := range spelledOut {
		if plain[name] == nil {
			t.Errorf("%s is excused for nothing", name)
		}
	}
	if seen < 5 {
		t.Fatalf("only %d types with secrets were found: this proves nothing", seen)
	}
}

func fieldsAndMethods(pkg string, d ast.Decl, quiet map[string]bool, plain map[string][]string) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv != nil && slices.Contains([]string{"String", "Format"}, d.Name.Name) {
			quiet[pkg+"."+typeName(d.Recv.List[0].Type)] = true
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			ts, ok := s.(*ast.TypeSpec)
			if !ok {
				continue
			}
			st, ok := ts.Type.(*ast.StructType)
			if !ok {
				continue
			}
			for _, f := range st.Fields.List {
				if id, ok := f.Type.(*ast.Ident); ok && len(f.Names) == 0 && id.Name == "hidden" {
					quiet[pkg+"."+ts.Name.Name] = true // it brings the methods along
				}
				for _, n := range f.Names {
					if secretName.MatchString(n.Name) && isPlain(f.Type) {
						plain[pkg+"."+ts.Name.Name] = append(plain[pkg+"."+ts.Name.Name], n.Name)
					}
				}
			}
		}
	}
}

func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return typeName(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}

// isPlain tells string and []byte.
func isPlain(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name == "string"
	case *ast.ArrayType:
		id, ok := e.Elt.(*ast.Ident)
		return ok && (id.Name == "byte" || id.Name == "string")
	}
	return false
}
