package screen

import (
	"reflect"
	"strconv"

	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// lost asks two questions and shows the one road that is left.
type lost struct {
	c    context
	in   *viewmodel.Lost
	page *widgets.Page
	body *fyne.Container
	foot *fyne.Container
	s    viewmodel.LostState
}

func newLost(c context, in *viewmodel.Lost) page {
	p := &lost{c: c, in: in, body: widgets.VStack(14), foot: widgets.VStack(look.Gap)}
	p.page = widgets.NewPage(widgets.PageSpec{
		Bar:    widgets.NewBackBar(c.t.T("lost.bar"), c.t.T("action.back"), c.app.Back),
		Body:   []fyne.CanvasObject{p.body},
		Foot:   []fyne.CanvasObject{p.foot},
		Margin: look.TextMargin, Gap: 14,
	})
	return p
}

func (p *lost) object() fyne.CanvasObject { return p.page }

// update builds the page anew only where something changed: a button under a finger stays.
func (p *lost) update(st viewmodel.State) {
	s := st.(viewmodel.LostState)
	if len(p.body.Objects) > 0 && reflect.DeepEqual(s, p.s) {
		return
	}
	p.s, p.body.Objects, p.foot.Objects = s, nil, nil
	switch {
	case s.Road == viewmodel.RoadMoveHere:
		p.moveHere()
	case s.Road == viewmodel.RoadMoveAway:
		p.moveAway()
	case s.Road == viewmodel.RoadRequests:
		p.requests()
	case s.Road == viewmodel.RoadNothing:
		p.nothing()
	case s.Old == viewmodel.OldUnsaid:
		p.askOld()
	default:
		p.askCodes()
	}
	p.page.Settle()
}

func (p *lost) show(all ...fyne.CanvasObject) { p.body.Objects = append(p.body.Objects, all...) }

func (p *lost) say(title, sentence string) {
	p.show(widgets.NewText(widgets.Title, p.c.t.T(title)))
	if sentence != "" {
		p.show(widgets.NewText(widgets.Body, p.c.t.T(sentence)))
	}
}

// choice is an answer: a row that leads on.
func (p *lost) choice(icon, key string, more bool, tapped func()) widgets.Row {
	r := widgets.Row{Icon: icon, Value: p.c.t.T(key), ValueFirst: true, Tapped: tapped}
	if more {
		r.Key = p.c.t.T(key + ".more")
	}
	return r
}

func (p *lost) askOld() {
	p.say("lost.old.title", "lost.old.sentence")
	answer := func(o viewmodel.OldPhone) func() { return func() { p.in.Answer(o) } }
	var rows []widgets.Row
	if p.s.Accounts {
		rows = append(rows, p.choice("phone", "lost.old.here", true, answer(viewmodel.OldHere)))
	}
	p.show(widgets.NewRows(append(rows,
		p.choice("check", "lost.old.there", true, answer(viewmodel.OldThere)),
		p.choice("x", "lost.old.gone", true, answer(viewmodel.OldGone)))...))
}

func (p *lost) askCodes() {
	p.say("lost.codes.title", "lost.codes.sentence")
	take := func(r viewmodel.Road) func() { return func() { p.in.Take(r) } }
	var rows []widgets.Row
	if p.s.Old == viewmodel.OldThere {
		rows = append(rows, p.choice("check", "lost.codes.there", false, take(viewmodel.RoadMoveHere)))
	}
	if p.s.Accounts {
		rows = append(rows, p.choice("phone", "lost.codes.here", false, take(viewmodel.RoadRequests)))
	}
	p.show(widgets.NewRows(append(rows, p.choice("x", "lost.codes.none", true, take(viewmodel.RoadNothing)))...))
}

// steps are a card of numbered sentences, from the key that ends in 1.
func (p *lost) steps(key string, n int) fyne.CanvasObject {
	rows := make([]widgets.Row, n)
	for i := range rows {
		rows[i] = widgets.Row{Number: i + 1, Value: p.c.t.T(key + strconv.Itoa(i+1)), Plain: true}
	}
	return widgets.NewRows(rows...)
}

func (p *lost) button(kind widgets.ButtonKind, words string, tapped func()) {
	p.foot.Objects = append(p.foot.Objects, widgets.NewButton(kind, words, tapped))
}
