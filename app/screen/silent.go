package screen

import (
	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// silent is the card on an account that requests do not reach: why, and what mends it.
type silent struct {
	c    context
	card *widgets.Card
	why  *widgets.Banner
	goOn *widgets.Button
}

func newSilent(c context, in *viewmodel.Detail) *silent {
	s := &silent{c: c, why: widgets.NewBanner(widgets.Warn, "bell", "", "", nil)}
	s.goOn = widgets.NewButton(widgets.Secondary, "", in.Mend)
	s.card = widgets.NewCard(widgets.VStack(look.Gap, s.why, s.goOn))
	s.card.Hide()
	return s
}

func (s *silent) set(d viewmodel.DetailState) {
	if s.card.Hidden = d.Silence == "" && !d.Quiet; s.card.Hidden {
		return
	}
	t := s.c.t
	if d.Silence == "" {
		s.why.Set(widgets.Info, "bell", t.T("again.quiet.title"), t.T("again.quiet.sentence"))
		s.goOn.Set(t.T("check.row"))
		return
	}
	s.why.Set(silentTone(d.Silence), "bell", t.T("again.title"), t.T("again.why."+string(d.Silence)))
	key := "again.bar"
	if d.Waits {
		key = "again.goon"
	}
	s.goOn.Set(t.T(key))
}
