package viewmodel

import (
	"kauth/core/link"
)

// Pick lists codes for a person to choose from: several in one picture, or what came
// of several files.
type Pick struct {
	app  *App
	rows []pickRow
	view *Viewfinder
}

type pickRow struct {
	file    string // its name; "" where there is one source
	text    string
	problem *Problem
	reading bool
	taken   bool
	skipped bool
}

// PickState shows it.
type PickState struct {
	Files bool // what came of each file; else which code of one picture
	Rows  []PickRow
	View  *Viewfinder // where the codes are in the camera's picture; nil: not known
	Busy  bool        // some are still read
}

// PickRow is one code, or a file without any.
type PickRow struct {
	File    string
	Kind    link.Kind // of the code; "" where there is none
	Title   string    // its account
	Issuer  string
	Problem *Problem
	Reading bool
	Taken   bool // it was gone on with
	Skipped bool // too many at once: it was not looked at
}

// Screen names it.
func (PickState) Screen() string { return "pick" }

func (f *Pick) state() State {
	s := PickState{View: f.view}
	for _, r := range f.rows {
		row := PickRow{File: r.file, Problem: r.problem, Reading: r.reading, Taken: r.taken, Skipped: r.skipped}
		if r.text != "" {
			row.Kind, row.Title, row.Issuer = describe(r.text)
		}
		s.Files = s.Files || r.file != ""
		s.Busy = s.Busy || r.reading
		s.Rows = append(s.Rows, row)
	}
	return s
}

// describe is what a person tells codes apart by.
func describe(text string) (kind link.Kind, title, issuer string) {
	p, _ := link.Parse(text)
	switch {
	case p.Offer != nil:
		title, issuer = p.Offer.Account, p.Offer.Issuer
	case p.Account != nil:
		title, issuer = p.Account.Label, p.Account.Issuer
	}
	if title == "" {
		title, issuer = issuer, ""
	}
	return p.Kind, title, issuer
}

// Choose goes on with a row's code.
func (f *Pick) Choose(row int) {
	f.app.do(func() {
		if row < 0 || row >= len(f.rows) || f.rows[row].text == "" || f.app.top() != page(f) {
			return
		}
		if kindOf(f.rows[row].text) == link.Migration {
			f.rows[row].problem = f.app.gather(f.exports()...)
			return
		}
		f.rows[row].problem = f.app.take(f.rows[row].text)
	})
}

// exports are the codes of exports among all rows: their parts belong together.
func (f *Pick) exports() []*link.Export {
	var texts []string
	for _, r := range f.rows {
		texts = append(texts, r.text)
	}
	return exportsIn(texts)
}

// more tells whether a code is left that can be gone on with.
func (f *Pick) more() bool {
	for _, r := range f.rows {
		if r.reading || r.text != "" && !r.taken && r.problem == nil {
			return true
		}
	}
	return false
}

// added marks the code of an account that was added, and tells whether there are more
// on the page to go back to.
func (a *App) added() bool {
	for i := len(a.stack) - 1; i > 0; i-- {
		add, ok := a.stack[i].page.(*Add)
		if !ok {
			continue
		}
		f, ok := a.stack[i-1].page.(*Pick)
		if !ok {
			return false
		}
		f.mark(add.text)
		if !f.more() {
			return false
		}
		a.pop(add)
		return true
	}
	return false
}

func (f *Pick) mark(text string) {
	for i := range f.rows {
		if f.rows[i].text == text {
			f.rows[i].taken = true
		}
	}
}

// forget drops the secrets in the codes.
func (f *Pick) forget() { f.rows, f.view = nil, nil }
