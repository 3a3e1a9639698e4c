package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
	"kauth/core"
)

// notice shows a problem in words, and takes no room while there is none.
type notice struct {
	t      *text.Catalog
	banner *widgets.Banner
	brief  bool // what happened and what to do, where keys need the room
	begun  bool // the page has been shown: what comes now is news
}

func newNotice(c context) *notice {
	n := &notice{t: c.t, banner: widgets.NewBanner(widgets.Danger, "warn", "", "", nil)}
	n.banner.Hide()
	return n
}

// set shows p, or nothing.
func (n *notice) set(p *viewmodel.Problem) {
	news := n.begun && !n.banner.Visible()
	n.begun = true
	if p == nil {
		n.banner.Hide()
		return
	}
	m := n.t.Of(p.Kind)
	words := m.Sentence + " " + m.Next
	if n.brief {
		words = m.Next
	}
	if p.Kind == core.Malformed && p.Detail != "" {
		words += " (" + p.Detail + ")"
	}
	n.banner.Set(toneOf(p.Kind), "warn", m.Title, words)
	if !news {
		n.banner.Show()
		return
	}
	n.banner.Appear()
}

// toneOf keeps red for what must not go on; what the network or the time does is amber.
func toneOf(k core.Kind) widgets.Tone {
	switch k {
	case core.Certificate, core.WrongKey, core.VaultDamaged, core.KeyGone, core.Suspended, core.Blocked, core.Internal, core.WrongPass, core.Insecure:
		return widgets.Danger
	}
	return widgets.Warn
}

func (n *notice) object() fyne.CanvasObject { return n.banner }
