package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
	"kauth/core/link"
)

// pick lists codes to choose from, or what came of each file.
type pick struct {
	c      context
	in     *viewmodel.Pick
	page   *widgets.Page
	bar    *widgets.Bar
	more   *widgets.Text
	finder *widgets.Viewfinder
	rows   *widgets.Rows
	busy   *widgets.Busy
}

func newPick(c context, in *viewmodel.Pick) page {
	f := &pick{c: c, in: in, finder: widgets.NewViewfinder(0).Numbered(), rows: widgets.NewRows(), busy: widgets.NewBusy(c.t.T("scan.busy"))}
	f.bar = widgets.NewBackBar("", c.t.T("action.back"), c.app.Back)
	f.more = widgets.NewText(widgets.Body, "")
	f.page = widgets.NewPage(widgets.PageSpec{
		Bar: f.bar, Body: []fyne.CanvasObject{f.more, f.finder, f.rows, f.busy}, Margin: look.Margin, Gap: 14,
	})
	return f
}

func (f *pick) object() fyne.CanvasObject { return f.page }

func (f *pick) update(st viewmodel.State) {
	s, t := st.(viewmodel.PickState), f.c.t
	kind := "pick.one"
	if s.Files {
		kind = "pick.files"
	}
	f.bar.Set(t.T(kind))
	f.more.Set(t.T(kind + ".sentence"))
	f.finder.Hidden = s.View == nil || s.View.Picture == nil
	if !f.finder.Hidden && !f.finder.Seen() {
		f.finder.Set(s.View.Picture, corners(s.View.Marks))
	}
	f.busy.Run(s.Busy)
	var rows []widgets.Row
	for i, r := range s.Rows {
		row := pickRow(t, r)
		if !s.Files {
			row.Icon, row.Sign, row.Number = "", false, i+1
		}
		if r.Kind != "" && r.Problem == nil && !r.Taken {
			row.Tapped = func() { f.in.Choose(i) }
		}
		rows = append(rows, row)
	}
	f.rows.Set(rows...)
	f.page.Settle()
}

// pickRow names a code by its account, and a file by what came of it.
func pickRow(t *text.Catalog, r viewmodel.PickRow) widgets.Row {
	row := widgets.Row{Sign: true, Icon: "check", Tone: widgets.OK, ValueFirst: true, Value: r.Title, Key: r.Issuer}
	if row.Value == "" {
		row.Value = t.T(codeWords[r.Kind])
	} else if row.Key == "" {
		row.Key = t.T(codeWords[r.Kind])
	}
	switch {
	case r.Reading:
		row.Icon, row.Tone, row.Value = "clock", widgets.Neutral, t.T("pick.reading")
	case r.Skipped:
		row.Icon, row.Tone, row.Value = "info", widgets.Warn, t.T("pick.skipped")
	case r.Problem != nil:
		m := t.Of(r.Problem.Kind)
		row.Icon, row.Tone, row.Value, row.Key = "warn", widgets.Warn, m.Title, m.Sentence
	case r.Taken:
		row.Pill = t.T("pick.added")
	}
	if r.File != "" {
		row.Key = joined(r.File, row.Key)
	}
	return row
}

// joined puts a file's name before what is said of it.
func joined(file, more string) string {
	if more == "" {
		return file
	}
	return file + "\n" + more
}

var codeWords = map[link.Kind]string{
	link.Request: "pick.request", link.KAuth: "pick.kauth", link.OTPAuth: "pick.otpauth", link.Migration: "pick.migration", link.Other: "pick.other", "": "pick.other",
}
