package screen

import (
	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// move has the page of a typed number ask whether another phone takes this one's place.
func (p *challenge) move(to string) {
	t := p.c.t
	to = text.Phone(to)
	p.moves = true
	p.title.Set(t.T("move.ask", "to", to))
	p.prompt.Set(t.T("move.type", "to", to))
	p.no.Set(t.T("move.no"))
}

// then is what a YES to a move costs here.
func (p *challenge) then(s viewmodel.ChallengeState) widgets.Row {
	return widgets.Row{Icon: "warn", Value: p.c.t.T("move.then", "account", s.Account), Compact: true}
}
