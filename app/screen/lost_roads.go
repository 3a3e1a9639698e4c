package screen

import (
	"kauth/app/widgets"
)

func (p *lost) moveHere() {
	p.say("lost.move_here.title", "")
	p.show(p.steps("lost.move_here.", 3), widgets.NewBanner(widgets.Info, "shield", "", p.c.t.T("lost.move_here.note"), nil))
	p.button(widgets.Primary, p.c.t.T("lost.move_here.go"), p.in.Add)
}

func (p *lost) moveAway() {
	if len(p.s.Silent) > 0 { // who cannot be asked cannot confirm
		p.show(widgets.NewText(widgets.Title, p.c.t.T("lost.move_away.silent")), p.silent())
	}
	p.say("lost.move_away.title", "")
	p.show(p.steps("lost.move_away.", 3), widgets.NewBanner(widgets.Info, "shield", "", p.c.t.T("lost.move_here.note"), nil))
	for _, server := range p.s.Servers {
		words := p.c.t.T("lost.move_away.go")
		if len(p.s.Servers) > 1 {
			words = p.c.t.T("lost.move_away.goto", "server", server)
		}
		p.button(widgets.Secondary, words, func() { p.in.Manager(server) })
	}
}

// silent are the accounts that requests do not reach, each leading to what mends it.
func (p *lost) silent() *widgets.Rows {
	var rows []widgets.Row
	for _, a := range p.s.Silent {
		rows = append(rows, widgets.Row{
			Icon: "bell", Value: a.Title, Key: a.Label, ValueFirst: true, Tapped: func() { p.in.Open(a.ID) },
		})
	}
	return widgets.NewRows(rows...)
}

func (p *lost) requests() {
	if len(p.s.Silent) > 0 {
		p.say("lost.requests.title", "lost.requests.sentence")
		p.show(p.silent())
	} else {
		p.say("lost.requests.title", "lost.requests.none")
		if p.s.Check {
			p.button(widgets.Primary, p.c.t.T("check.row"), p.in.Check)
		}
	}
	p.button(widgets.Secondary, p.c.t.T("lost.requests.codes"), p.in.Codes)
}

// nothing leads nowhere that asks for what the person does not have: no page to add the
// account before they are signed in.
func (p *lost) nothing() {
	t := p.c.t
	p.say("lost.nothing.title", "lost.nothing.sentence")
	code, form := p.choice("key", "lost.nothing.code", true, p.in.BackupCode), p.choice("face", "lost.nothing.form", true, p.in.Form)
	if p.s.Help == "" { // no server is known whose page could be opened
		code.Tapped, form.Tapped = nil, nil
	}
	rows := []widgets.Row{code}
	if p.s.Import {
		rows = append(rows, p.choice("file", "lost.nothing.restore", true, p.in.Restore))
	}
	p.show(widgets.NewRows(append(rows, form)...))
	if p.s.Help == "" {
		p.show(widgets.NewBanner(widgets.Info, "info", "", t.T("lost.nothing.where"), nil))
	}
	p.show(widgets.NewText(widgets.Title, t.T("lost.nothing.after")), p.steps("lost.nothing.", 3))
	p.button(widgets.Secondary, t.T("lost.nothing.scan"), p.in.Scan)
}
