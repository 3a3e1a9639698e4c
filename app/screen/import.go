package screen

import (
	"fmt"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// mostRows is what a card of the preview shows; the rest is counted.
const mostRows = 100

// importPage takes over the codes of another app: a file, its password, a look at all
// of it.
type importPage struct {
	c                 context
	in                *viewmodel.Import
	page              *widgets.Page
	title, more       *widgets.Text
	working           *widgets.Text
	apps              *widgets.Rows
	field             *widgets.Field
	busy              *widgets.Busy
	banner            *widgets.Banner
	notice            *notice
	parts             []importPart
	choose, open      *widgets.Button
	costly, stop, add *widgets.Button
	is                viewmodel.ImportStep
}

// importPart is a card of things in the file that share an outcome.
type importPart struct {
	title *widgets.Text
	rows  *widgets.Rows
	whole *fyne.Container
	icon  string
	tone  widgets.Tone
}

func importRow(s *settings, _ viewmodel.SettingsState) (widgets.Row, bool) {
	t := s.c.t
	return widgets.Row{Icon: "file", Value: t.T("import.bar"), Key: t.T("import.row"), ValueFirst: true, Tapped: s.in.Import}, true
}

func newImport(c context, in *viewmodel.Import) page {
	t := c.t
	p := &importPage{c: c, in: in, notice: newNotice(c), busy: widgets.NewBusy(t.T("import.reading"))}
	p.title, p.more = widgets.NewText(widgets.Title, ""), widgets.NewText(widgets.Body, "")
	p.working = widgets.NewText(widgets.Body, "").Centered()
	p.banner = widgets.NewBanner(widgets.Warn, "warn", "", "", nil)
	p.apps = widgets.NewRows(
		widgets.Row{Number: 1, Value: t.T("import.step1"), Plain: true},
		widgets.Row{Number: 2, Value: t.T("import.step2"), Plain: true},
		widgets.Row{Number: 3, Value: t.T("import.step3"), Plain: true})
	p.field = widgets.NewField(t.T("import.password"), "").Password(t.T("unlock.show"))
	p.field.OnSubmit = func(string) { p.submit() }
	body := []fyne.CanvasObject{p.title, p.more, p.banner, p.notice.object(), p.apps, p.field, p.busy, p.working}
	for _, k := range []importPart{{icon: "check", tone: widgets.OK}, {icon: "copy", tone: widgets.Neutral}, {icon: "x", tone: widgets.Warn}} {
		k.title, k.rows = widgets.NewText(widgets.Section, ""), widgets.NewRows()
		k.whole = widgets.VStack(10, widgets.Pad(k.title, 8, 4, 0, 4), k.rows)
		p.parts, body = append(p.parts, k), append(body, k.whole)
	}
	p.choose = widgets.NewButton(widgets.Primary, t.T("import.choose"), func() {
		dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
			if err == nil && r != nil {
				in.File(func() (io.ReadCloser, error) { return r, nil })
			}
		}, c.w).Show()
	})
	p.open = widgets.NewButton(widgets.Primary, t.T("unlock.go"), p.submit)
	p.costly = widgets.NewButton(widgets.Primary, t.T("import.costly.go"), in.Costly)
	p.stop = widgets.NewButton(widgets.Secondary, t.T("action.cancel"), in.Stop)
	p.add = widgets.NewButton(widgets.Primary, "", in.Add)
	p.page = widgets.NewPage(widgets.PageSpec{
		Bar:  widgets.NewBackBar(t.T("import.bar"), t.T("action.back"), c.app.Back),
		Body: body, Foot: []fyne.CanvasObject{p.choose, p.open, p.costly, p.stop, p.add},
		Margin: look.TextMargin, Gap: 14,
	})
	return p
}

func (p *importPage) submit() { p.in.Password(p.field.Text()) }

func (p *importPage) object() fyne.CanvasObject { return p.page }

func (p *importPage) focus() fyne.Focusable {
	if p.is == viewmodel.ImportPassword {
		return p.field.Entry()
	}
	return nil
}

func (p *importPage) update(st viewmodel.State) {
	s := st.(viewmodel.ImportState)
	if p.is != s.Step && s.Step != viewmodel.ImportReading {
		p.field.SetText("")
	}
	p.is = s.Step
	title, more := p.words(s)
	p.title.Set(title)
	p.more.Set(more)
	p.title.Hidden, p.more.Hidden = title == "", more == ""
	p.explain(s)
	p.notice.set(s.Problem)
	at := func(step viewmodel.ImportStep) bool { return s.Step == step }
	p.apps.Hidden, p.choose.Hidden = !at(viewmodel.ImportChoose), !at(viewmodel.ImportChoose)
	p.field.Hidden, p.open.Hidden = !at(viewmodel.ImportPassword), !at(viewmodel.ImportPassword)
	p.costly.Hidden = !at(viewmodel.ImportCostly)
	p.busy.Run(at(viewmodel.ImportReading))
	p.working.Set(p.c.t.N("import.working", s.Seconds))
	p.working.Hidden = s.Seconds == 0
	p.stop.Hidden = !at(viewmodel.ImportReading)
	p.field.SetError("")
	if s.Wrong {
		p.field.SetError(p.c.t.T("import.wrong"))
	}
	p.list(s)
	p.page.Settle()
}

// words are the page's title and what it says.
func (p *importPage) words(s viewmodel.ImportState) (title, more string) {
	t := p.c.t
	switch s.Step {
	case viewmodel.ImportChoose:
		return t.T("import.title"), t.T("import.sentence")
	case viewmodel.ImportPassword:
		if s.Backup {
			return t.T("import.sealed.backup"), t.T("import.sealed.backup.sentence")
		}
		return t.T("import.sealed"), t.T("import.sealed.sentence", "app", appName(s.Format))
	case viewmodel.ImportCostly:
		return t.T("import.costly"), t.T("import.costly.sentence", "size", fmt.Sprint(s.MiB))
	case viewmodel.ImportPreview, viewmodel.ImportAdding:
		if len(s.Add) == 0 {
			return t.T("import.none"), t.T("import.none.sentence")
		}
		return t.N("import.found", len(s.Add)), t.T("import.found.sentence")
	}
	return "", ""
}

// explain says why a file cannot be read.
func (p *importPage) explain(s viewmodel.ImportState) {
	t := p.c.t
	p.banner.Hidden = s.Failed == "" && len(s.Missing) == 0
	switch {
	case p.banner.Hidden:
		return
	case len(s.Missing) > 0:
		p.banner.Set(widgets.Warn, "info", t.N("import.missing", len(s.Missing)), t.T("import.missing.sentence"))
		return
	}
	key := "import.failed." + s.Failed
	switch s.Failed {
	case "malformed", "too_new", "unsupported":
	default:
		key = "import.failed.not_ours"
	}
	p.banner.Set(widgets.Warn, "warn", t.T(key), t.T(key+".sentence"))
}

// list shows what is in the file, by what becomes of it.
func (p *importPage) list(s viewmodel.ImportState) {
	t := p.c.t
	for i, rows := range [][]viewmodel.ImportRow{s.Add, s.Here, s.Out} {
		part := p.parts[i]
		if part.whole.Hidden = len(rows) == 0; part.whole.Hidden {
			continue
		}
		part.title.Set(t.N([]string{"import.add", "import.here", "import.out"}[i], len(rows)))
		var shown []widgets.Row
		for _, r := range rows[:min(len(rows), mostRows)] {
			shown = append(shown, part.row(p, r))
		}
		if more := len(rows) - mostRows; more > 0 {
			shown = append(shown, widgets.Row{Value: t.N("import.more", more), Plain: true})
		}
		part.rows.Set(shown...)
	}
	p.add.Hidden = len(s.Add) == 0
	if !p.add.Hidden {
		p.add.Set(t.N("import.go", len(s.Add)))
		p.add.SetBusy(s.Step == viewmodel.ImportAdding)
	}
}

func (part importPart) row(p *importPage, r viewmodel.ImportRow) widgets.Row {
	row := widgets.Row{Icon: part.icon, Sign: true, Tone: part.tone, Value: r.Issuer, Key: r.Label, ValueFirst: true}
	if row.Value == "" {
		row.Value, row.Key = r.Label, ""
	}
	if row.Value == "" {
		row.Value = p.c.t.T("import.nameless")
	}
	if r.Reason != "" && r.Reason != "already_here" {
		why := p.c.t.T("import.why." + r.Reason)
		if row.Key != "" {
			why = row.Key + " · " + why
		}
		row.Key = why
	}
	return row
}

// appName is how an app calls itself.
func appName(format string) string {
	if name := map[string]string{
		"aegis": "Aegis", "2fas": "2FAS", "stratum": "Stratum", "ente": "Ente Auth", "bitwarden": "Bitwarden", "proton": "Proton Authenticator",
		"freeotp": "FreeOTP", "andotp": "andOTP", "kdbx": "KeePass", "authy": "Authy", "totp-authenticator": "TOTP Authenticator",
		"authenticator-plus": "Authenticator Plus",
	}[format]; name != "" {
		return name
	}
	return format
}
