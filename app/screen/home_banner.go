package screen

import (
	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// setBanner shows the banner, and says whether it came, went or changed its height.
func (h *home) setBanner(b *viewmodel.Banner) bool {
	if b == nil {
		was := h.banner.Visible()
		h.banner.Hide()
		return was
	}
	tone, icon, first, second := bannerWords(h.c.t, b)
	h.banner.Set(tone, icon, first, second)
	h.banner.Show()
	return true
}

func bannerWords(t *text.Catalog, b *viewmodel.Banner) (tone widgets.Tone, icon, first, second string) {
	switch b.Kind {
	case viewmodel.BannerRequest:
		first = t.T("banner.request.title")
		if b.Count > 1 {
			first = t.T("banner.request.many", "count", b.Count)
		}
		agent := b.Agent
		if agent == "" {
			agent = t.T("challenge.unknown")
		}
		return widgets.Info, "bell", first, t.T("banner.request.sentence", "agent", agent, "time", text.Span(b.Left))
	case viewmodel.BannerFound:
		tone, icon := foundSign(b.Report)
		return tone, icon, foundTitle(t, b.Report), t.T("banner.found.sentence")
	case viewmodel.BannerFixed:
		return widgets.Warn, "lock", t.T("fixed.title"), t.T("banner.fixed.sentence")
	case viewmodel.BannerOffline:
		return widgets.Warn, "off", t.T("banner.offline.title"), t.T("banner.offline.sentence")
	case viewmodel.BannerServer, viewmodel.BannerAccount:
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
