package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// sight is what the window shows: the page on top, and those that are seen besides.
// The view-model's stack decides what they are; the window only gives them places.
type sight struct {
	pages map[int]page // by number
	sheet fyne.CanvasObject
	list  int // the page of the list, where one is beside another; 0: none
	main  fyne.CanvasObject
}

// one is a page of a View.
type one struct {
	viewmodel.Layer
	depth int
}

// seen are the pages of a View, the nearest first.
func seenOf(v viewmodel.View) []one {
	all := []one{{viewmodel.Layer{Page: v.Page, State: v.State, Intents: v.Intents}, v.Depth}}
	for i, l := range v.Layers {
		all = append(all, one{l, v.Depth - 1 - i})
	}
	return all
}

// alike tells that two Views show the same pages in the same places.
func alike(v, w viewmodel.View) bool {
	if v.Page != w.Page || v.Over != w.Over || v.Wide != w.Wide || len(v.Layers) != len(w.Layers) {
		return false
	}
	for i := range v.Layers {
		if v.Layers[i].Page != w.Layers[i].Page {
			return false
		}
	}
	return true
}

func (s *Shell) show(v viewmodel.View) {
	dressed, in := s.dress(v.Look), seenOf(v)
	defer s.stage.cover(v.Hidden)
	if s.page != nil && !dressed && alike(v, s.shown) {
		for _, o := range in {
			s.sight.pages[o.Page].update(o.State)
		}
		s.over(s.sheetOf(v))
		s.shown = v
		s.echo.say()
		return
	}
	if locks(v.State) {
		s.closeDialogs()
	}
	was := s.shown
	places := s.turn(v, in, dressed)
	s.arrange(v, in, was, dressed)
	for id, y := range places {
		scrollTo(s.sight.pages[id], y)
	}
	s.shown = v
	s.name.Store(v.State.Screen())
	s.keyboard(v.Page != was.Page)
	if locks(v.State) {
		forgetMeasured()
	}
}

// turn makes the pages that come into sight, or takes them as they were left, and puts
// away those that go. It gives the heights they were scrolled to.
func (s *Shell) turn(v viewmodel.View, in []one, dressed bool) map[int]float32 {
	stays := map[int]bool{}
	for _, o := range in {
		stays[o.Page] = true
	}
	for _, o := range seenOf(s.shown) {
		if p := s.sight.pages[o.Page]; p != nil && (!stays[o.Page] || dressed) {
			s.kept.leave(viewmodel.View{Page: o.Page, Depth: o.depth, State: o.State}, p)
		}
	}
	if dressed {
		s.kept.undress()
	}
	pages, places := map[int]page{}, map[int]float32{}
	for _, o := range in { // the nearest first: what is entered forgets what was beyond it
		p, left := s.sight.pages[o.Page], s.kept.enter(viewmodel.View{Page: o.Page, Depth: o.depth, State: o.State})
		if p == nil || dressed {
			p, places[o.Page] = left.page, left.scrolled
		}
		if p == nil {
			p = build(viewmodel.View{Page: o.Page, Depth: o.depth, State: o.State, Intents: o.Intents}, s.context())
		}
		if w, ok := p.(interface{ wider(bool) }); ok {
			w.wider(v.Wide)
		}
		p.update(o.State)
		pages[o.Page] = p
	}
	s.sight.pages, s.page = pages, pages[v.Page]
	return places
}

func (s *Shell) context() context { return context{t: s.words, now: s.o.Now, w: s.w, app: s.app} }

// arrange gives the pages their places: a sheet over the others, the list beside what
// is open of it, else one page alone.
func (s *Shell) arrange(v viewmodel.View, in []one, was viewmodel.View, dressed bool) {
	if v.Over && len(in) > 1 {
		in = in[1:]
	}
	s.over(s.sheetOf(v))
	front := in[0]
	main, list := s.sight.pages[front.Page].object(), 0
	main.Show() // a pair that had no room any more may have hidden it
	switch {
	case !v.Wide:
	case len(in) > 1:
		list = in[1].Page
		main = widgets.NewPair(s.sight.pages[list].object(), main)
	default:
		if _, ok := front.Intents.(*viewmodel.Home); ok {
			list, main = front.Page, widgets.NewPair(main, nothingOpen(s.context()))
		}
	}
	deeper := front.depth - depthOf(was)
	if list != 0 && list == s.sight.list {
		deeper = 0 // the list stays where it is
	}
	same := !dressed && s.sight.main == main
	s.sight.list, s.sight.main = list, main
	if !same {
		s.echo.follow(main)
		s.stage.show(main, deeper, dressed || list != 0 || locks(v.State))
	}
}

// sheetOf is the sheet of a View, or nil where nothing may be seen.
func (s *Shell) sheetOf(v viewmodel.View) fyne.CanvasObject {
	if !v.Over || v.Hidden {
		return nil
	}
	return s.page.object()
}

// depthOf is that of the page under the sheets.
func depthOf(v viewmodel.View) int {
	if v.Over {
		return v.Depth - 1
	}
	return v.Depth
}
