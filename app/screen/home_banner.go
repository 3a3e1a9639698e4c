package screen

import (
	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// setBanners shows the most pressing banner and how many others there are, or all of
// them, and says whether anything came, went or changed its height.
func (h *home) setBanners(s viewmodel.HomeState) bool {
	was := h.banner.Visible()
	h.banner.Hidden = s.Banner == nil
	if s.Banner != nil {
		h.say(h.banner, *s.Banner)
	}
	h.fold.Hidden = len(s.More) == 0
	words := h.c.t.N("banner.more", len(s.More))
	if s.Unfolded {
		words = h.c.t.T("banner.fewer")
	}
	h.fold.Set(words)
	shown := s.More
	if !s.Unfolded {
		shown = nil
	}
	h.setMore(shown)
	return was || s.Banner != nil
}

// setMore keeps the widgets of banners that stay: one under a finger must not go.
func (h *home) setMore(shown []viewmodel.Banner) {
	for len(h.more.Objects) > len(shown) {
		h.more.Objects = h.more.Objects[:len(h.more.Objects)-1]
	}
	h.shown = shown
	for i := range shown {
		if i == len(h.more.Objects) {
			h.more.Add(widgets.NewBanner(widgets.Info, "bell", "", "", func() { h.in.OpenMore(h.shown[i]) }))
		}
		h.say(h.more.Objects[i].(*widgets.Banner), shown[i])
	}
	h.more.Hidden = len(shown) == 0
}

func (h *home) say(w *widgets.Banner, b viewmodel.Banner) {
	tone, icon, first, second := bannerWords(h.c.t, &b)
	w.Set(tone, icon, first, second)
}

func bannerWords(t *text.Catalog, b *viewmodel.Banner) (tone widgets.Tone, icon, first, second string) {
	switch b.Kind {
	case viewmodel.BannerRequest:
		first = t.T("banner.request.title")
		if b.Count > 1 {
			first = t.T("banner.request.many", "count", b.Count)
		}
		agent := t.Agent(b.Agent)
		if agent == "" {
			agent = t.T("challenge.unknown")
		}
		return widgets.Info, "bell", first, t.T("banner.request.sentence", "agent", agent, "time", text.Span(b.Left))
	case viewmodel.BannerResting:
		return widgets.Info, "clock", t.T("banner.resting.title", "time", t.Clock(b.Until)), t.T("banner.resting.sentence")
	case viewmodel.BannerFound:
		tone, icon := foundSign(b.Report)
		return tone, icon, foundTitle(t, b.Report), t.T("banner.found.sentence")
	case viewmodel.BannerNotices:
		return widgets.Warn, "bell", t.T("allow.banner"), t.T("allow.banner.sentence")
	case viewmodel.BannerFixed:
		return widgets.Warn, "lock", t.T("fixed.title"), t.T("banner.fixed.sentence")
	case viewmodel.BannerBackup:
		if b.Missed {
			return widgets.Warn, "folder", t.T("backup.missed"), t.T("remind.missed.sentence")
		}
		if b.Ever {
			return widgets.Info, "folder", t.T("remind.behind"), t.T("remind.behind.sentence")
		}
		return widgets.Info, "folder", t.T("remind.none"), t.T("remind.none.sentence")
	case viewmodel.BannerOffline:
		return widgets.Warn, "off", t.T("banner.offline.title"), t.T("banner.offline.sentence")
	case viewmodel.BannerRestored:
		return widgets.Info, "bell", t.N("banner.restored", b.Count), t.T("banner.restored.sentence")
	case viewmodel.BannerServer, viewmodel.BannerAccount:
		if b.Silence != "" {
			return silentTone(b.Silence), "bell", t.T("banner.silent.title", "account", b.Server), t.T("banner.silent.sentence")
		}
		m := t.Of(b.Problem.Kind)
		return toneOf(b.Problem.Kind), "warn", b.Server + ": " + m.Title, m.Sentence
	case viewmodel.BannerClock:
		if !b.Wrong.IsZero() {
			return widgets.Danger, "clock", t.T("banner.clock.title"), t.T("banner.clock.wrong", "date", t.Date(b.Wrong))
		}
		key := "banner.clock.ahead"
		if b.Ahead < 0 {
			key = "banner.clock.behind"
		}
		return widgets.Warn, "clock", t.T("banner.clock.title"), t.T(key, "time", t.Lasts(b.Ahead))
	}
	return widgets.Info, "key", t.T("banner.codes.title"), t.T("banner.codes.sentence", "account", b.Server)
}
