// Package pages is what the reference server shows in a browser: templates, one
// style sheet, one small script, and the texts in every language.
//
// It owns how things look and read. It decides nothing: it gets a view and writes
// it. Whatever a stranger may have named (a phone, a browser, a place) goes through
// html/template, which escapes it (OWASP XSS prevention, rule 0); no page holds
// inline script or style, so that Policy can forbid both (CSP level 3).
package pages

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

//go:embed templates assets texts
var files embed.FS

// View is what one page shows. Its name is its template's.
type View interface{ name() string }

// Frame is what stands around every view.
type Frame struct {
	Lang    Lang
	Path    string   // of this page with its query, up to "lang="; "" hides the language switch
	User    string   // who is signed in; "" has no bar on top
	Shows   []string // the tabs that not everybody has
	Bare    bool     // no tabs: there is one thing to do first
	Refresh int      // seconds after which a browser without script opens Again; 0 never
	Again   string
	Zone    *time.Location // of the reader; nil leaves times as they are
}

// At tells whether the page lies at or below an address.
func (f Frame) At(href string) bool {
	path, _, _ := strings.Cut(f.Path, "?")
	return path == href || strings.HasPrefix(path, href+"/")
}

// tab is an entry of the navigation that whoever is signed in has.
type tab struct{ Href, Text, Only string } // Only: for those whose frame shows it

var tabs = []tab{
	{Href: "/2fa", Text: "manager.tab"},
	{Href: "/activity", Text: "activity.tab"},
	{Href: "/profile", Text: "profile.title"},
	{Href: "/organisation", Text: "org.title", Only: "organization"},
}

// Tabs are those of whoever is signed in.
func (f Frame) Tabs() []tab {
	if f.Bare {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(tabs), func(t tab) bool { return t.Only != "" && !slices.Contains(f.Shows, t.Only) })
}

// page is what a template sees.
type page struct {
	Frame
	V View
}

// Render writes a page.
func Render(w io.Writer, f Frame, v View) error {
	t, err := templateOf(f.Lang, v.name())
	if err != nil {
		return err
	}
	return t.ExecuteTemplate(w, "frame", page{f, inZone(v, f.Zone)})
}

// parsed holds what templateOf parsed, by language and name.
var parsed sync.Map

type pageKey struct {
	lang Lang
	name string
}

// templateOf parses a page when it is first shown in a language, whose texts it
// knows: to parse all of them would be most of what a start takes.
func templateOf(lang Lang, name string) (*template.Template, error) {
	key := pageKey{lang, name}
	if t, ok := parsed.Load(key); ok {
		return t.(*template.Template), nil
	}
	file := "templates/page_" + name + ".html"
	if _, known := LangNames[lang]; !known {
		return nil, fmt.Errorf("pages: no language %q", lang)
	}
	t, err := template.New("").Funcs(functions(lang)).ParseFS(files, "templates/frame.html", "templates/parts*.html", file)
	if err != nil {
		return nil, fmt.Errorf("pages: %w", err)
	}
	first, _ := parsed.LoadOrStore(key, t)
	return first.(*template.Template), nil
}

// Assets serves the style sheet, the script and the logo below prefix.
func Assets(prefix string) http.Handler {
	sub, err := fs.Sub(files, "assets")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return http.StripPrefix(prefix, http.FileServerFS(sub))
}

// Policy is the Content-Security-Policy of every page. Forms go to this server
// alone, and to also where that is not "": a browser holds a form's redirect to it
// as well.
func Policy(also string) string {
	if also != "" {
		also = " " + also
	}
	return "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; " +
		"img-src 'self' data:; form-action 'self'" + also + "; base-uri 'none'; frame-ancestors 'none'"
}
