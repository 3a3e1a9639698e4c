package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// welcome offers the roads to an account.
type welcome struct {
	c  context
	in *viewmodel.Welcome
	o  *widgets.Page
}

func newWelcome(c context, in *viewmodel.Welcome, s viewmodel.WelcomeState) page {
	body := []fyne.CanvasObject{widgets.Centered(widgets.NewLogo(64))}
	if look.Scale() <= wordsFirst {
		body = append(body, widgets.Space(8), widgets.Centered(widgets.NewIllustration()))
	}
	body = append(body, widgets.Spring(),
		widgets.NewText(widgets.Headline, c.t.T("welcome.title")).Centered(),
		widgets.NewText(widgets.Body, c.t.T("welcome.sentence")).Centered(),
		widgets.Spring())
	here := "welcome.here"
	if s.Computer {
		here = "welcome.here_computer"
	}
	foot := []fyne.CanvasObject{
		widgets.NewButton(widgets.Primary, c.t.T(here), in.LoginHere),
		widgets.NewButton(widgets.Secondary, c.t.T("welcome.computer"), in.LoginComputer),
		widgets.VStack(0,
			widgets.NewButton(widgets.TextOnly, c.t.T("welcome.other"), in.Other),
			widgets.NewButton(widgets.TextOnly, c.t.T("welcome.import"), in.Import),
			widgets.NewButton(widgets.TextOnly, c.t.T("lost.row"), in.Lost)),
	}
	spec := widgets.PageSpec{Body: body, Foot: foot, Margin: look.WideMargin, FootGap: 14}
	if s.First {
		spec.Bar = widgets.NewBar("", widgets.NewIconButton("gear", c.t.T("action.settings"), in.Settings))
	} else {
		spec.Bar = widgets.NewBackBar(c.t.T("welcome.bar"), c.t.T("action.back"), c.app.Back)
	}
	return &welcome{c, in, widgets.NewPage(spec)}
}

func (w *welcome) object() fyne.CanvasObject { return w.o }

func (w *welcome) update(st viewmodel.State) {
	s := st.(viewmodel.WelcomeState)
	say(w.c.t, w.o, s.Toast, s.Undo, w.in.Undo)
}

// wordsFirst is the text scale from which the words take the picture's place.
const wordsFirst = 1.4

// steps says what to do on the computer.
type steps struct {
	c    context
	o    *widgets.Page
	list *widgets.Rows
	note *widgets.Banner
}

func newSteps(c context, in *viewmodel.Steps) page {
	s := &steps{c: c, list: widgets.NewRows(), note: widgets.NewBanner(widgets.Info, "img", "", c.t.T("steps.note"), nil)}
	s.o = widgets.NewPage(widgets.PageSpec{
		Bar: widgets.NewBackBar(c.t.T("steps.bar"), c.t.T("action.back"), c.app.Back),
		Body: []fyne.CanvasObject{
			widgets.NewText(widgets.Body, c.t.T("steps.sentence")),
			s.list,
			s.note,
		},
		Foot: []fyne.CanvasObject{
			widgets.NewButton(widgets.Primary, c.t.T("action.continue"), in.Continue),
			widgets.NewButton(widgets.TextOnly, c.t.T("steps.hand"), in.ByHand),
		},
		Margin: look.TextMargin, Gap: 18,
	})
	return s
}

func (s *steps) object() fyne.CanvasObject { return s.o }

func (s *steps) update(st viewmodel.State) {
	t := s.c.t
	if st.(viewmodel.StepsState).Again {
		s.note.Set(widgets.Info, "info", "", t.T("again.steps"))
	}
	where := t.T("steps.1.unknown")
	if a := st.(viewmodel.StepsState).Address; a != "" {
		where = t.T("steps.1.address", "address", a)
	}
	row := func(n int, title, more string) widgets.Row {
		return widgets.Row{Number: n, Value: title, Key: more, ValueFirst: true}
	}
	s.list.Set(
		row(1, t.T("steps.1"), where),
		row(2, t.T("steps.2"), t.T("steps.2.more")),
		row(3, t.T("steps.3"), t.T("steps.3.more")),
	)
	s.o.Settle()
}
