package screen

import (
	"strconv"

	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// textSizes are offered in percent.
var textSizes = []string{"100", "125", "150", "175", "200"}

func newTextSize(c context, in *viewmodel.TextSize) page {
	p := newChoice(c, "settings.textsize", in.Choose)
	p.chosen = func(s viewmodel.State) string { return s.(viewmodel.TextSizeState).Chosen }
	p.offer(c.t.T("settings.appearance.system"), "")
	for _, size := range textSizes {
		p.offer(c.t.T("settings.textsize.percent", "percent", size), size)
	}
	return p
}

func textSizeRow(s *settings, x viewmodel.SettingsState) (widgets.Row, bool) {
	now := s.c.t.T("settings.appearance.system")
	if x.Look.TextSize != "" {
		now = s.c.t.T("settings.textsize.percent", "percent", x.Look.TextSize)
	}
	return widgets.Row{Icon: "eye", Value: s.c.t.T("settings.textsize"), Trailing: now, NoArrow: true, Tapped: s.in.TextSize}, true
}

func motionRow(s *settings, x viewmodel.SettingsState) (widgets.Row, bool) {
	said := s.c.t.T("switch.off")
	if x.Look.Still {
		said = s.c.t.T("switch.on")
	}
	return widgets.Row{
		Icon: "bolt", Value: s.c.t.T("settings.motion"), Switch: widgets.SwitchOf(x.Look.Still), Said: said,
		NoArrow: true, Tapped: s.in.SwitchMotion,
	}, true
}

// Comfort takes what the person asked of the system: how large text is (0: not said),
// and no motion. The choices made in the app come first. It is called on the window's
// goroutine.
func (s *Shell) Comfort(scale float32, still bool) {
	if scale == s.system.scale && still == s.system.still {
		return
	}
	s.system.scale, s.system.still = scale, still
	if s.page != nil {
		s.system.changed = true
		s.show(s.shown)
	}
}

// system is what holds for all apps.
type system struct {
	scale   float32
	still   bool
	changed bool // since the page was dressed
}

// scaleFor is the size of words: a script's, the person's choice here, the system's.
func (s *Shell) scaleFor(l viewmodel.Look) float32 {
	if s.o.TextScale > 0 {
		return s.o.TextScale
	}
	if percent, err := strconv.Atoi(l.TextSize); err == nil {
		return float32(percent) / 100
	}
	return s.system.scale // 0 is brought to 1
}
