package text

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kauth/core"
)

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

func TestEveryLanguageHasEveryMessage(t *testing.T) {
	want := load()[Default]
	for _, lang := range Languages() {
		have := load()[lang]
		for key, en := range want {
			words, ok := have[key]
			if !ok || strings.TrimSpace(words) == "" {
				t.Errorf("%s lacks %s", lang, key)
				continue
			}
			a, b := placeholder.FindAllString(en, -1), placeholder.FindAllString(words, -1)
			slices.Sort(a)
			slices.Sort(b)
			if !slices.Equal(a, b) {
				t.Errorf("%s %s fills in %v instead of %v", lang, key, b, a)
			}
		}
		for key := range have {
			if _, ok := want[key]; !ok {
				t.Errorf("%s has %s, which %s does not", lang, key, Default)
			}
		}
	}
}

// same may be equal in two languages: names, addresses, and words that are.
var same = regexp.MustCompile(`^(lasts\.minutes\..*|settings\.textsize\.percent|app\.name|steps\.1\.address|.*\.hint|month\..*|date\..*|confirm\.server|confirm\.code|home\.bar|detail\.account|detail\.requests\.offline|manual\.(service|issuer|label)|challenge\.(device|ip|place|site|no)|settings\.app|result\..*\.title|action\..*|unlock\.field|kind\..*|detail\.next|notices\.bar|check\.step\..*|lock\.kind\..*|about\.(version|promises))$`)

func TestNothingIsLeftUntranslated(t *testing.T) {
	for _, lang := range Languages() {
		for key, en := range load()[Default] {
			if lang != Default && load()[lang][key] == en && !(same.MatchString(key) && len(en) < 24) {
				t.Errorf("%s %s still reads %q", lang, key, en)
			}
		}
	}
}

func TestEveryKindOfErrorHasItsWords(t *testing.T) {
	kinds := kindsInSource(t)
	if len(kinds) < 25 {
		t.Fatalf("found %d kinds in the source", len(kinds))
	}
	for _, lang := range Languages() {
		c := New(lang)
		internal := c.Of(core.Internal)
		for _, k := range kinds {
			m := c.Of(k)
			if m.Title == "" || m.Sentence == "" || m.Next == "" || (m == internal && k != core.Internal) {
				t.Errorf("%s has no words for %q", lang, k)
			}
		}
	}
}

// It is also read under an answer, where nobody typed a name.
func TestWhatIsNotFoundIsNotCalledAName(t *testing.T) {
	for lang, name := range map[string]string{"en": "name", "de": "Name", "fr": " nom", "it": "nome", "es": "nombre"} {
		if s := New(lang).Of(core.NotFound).Sentence; strings.Contains(s, name) {
			t.Errorf("%s says %q", lang, s)
		}
	}
}

// kindsInSource reads core's constants, so that a new Kind without words fails here.
func kindsInSource(t *testing.T) []core.Kind {
	f, err := parser.ParseFile(token.NewFileSet(), "../../core/error.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []core.Kind
	ast.Inspect(f, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if id, ok := v.Type.(*ast.Ident); ok && id.Name == "Kind" {
			s, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			kinds = append(kinds, core.Kind(s))
		}
		return true
	})
	return kinds
}

// TestEveryKeyInTheSourceExists looks for T("key") in the rooms that show words.
func TestEveryKeyInTheSourceExists(t *testing.T) {
	call := regexp.MustCompile(`\b[TN]\("([a-z0-9_.]+)"`)
	found := 0
	for _, glob := range []string{"../screen/*.go", "../*.go", "../cli/*.go"} {
		names, err := filepath.Glob(glob)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range call.FindAllStringSubmatch(string(src), -1) {
				found++
				_, plain := load()[Default][m[1]]
				_, plural := load()[Default][m[1]+".one"]
				if !plain && !plural && !strings.HasSuffix(m[1], ".") {
					t.Errorf("%s asks for %q", name, m[1])
				}
			}
		}
	}
	if found == 0 {
		t.Error("no key is asked for anywhere: the search is broken")
	}
}
