package widgets

import "kauth/app/look"

// Tone is what a sign or a banner means; its icon and words say it too.
type Tone string

// The tones.
const (
	Neutral Tone = ""
	Info    Tone = "info"
	OK      Tone = "ok"
	Warn    Tone = "warn"
	Danger  Tone = "danger"
)

// colors are the ground and what stands on it.
func (t Tone) colors() (soft, strong look.Token) {
	switch t {
	case OK:
		return look.OKSoft, look.OK
	case Warn:
		return look.WarnSoft, look.Warn
	case Danger:
		return look.DangerSoft, look.Danger
	case Info:
		return look.PrimarySoft, look.Primary
	}
	return look.Stroke, look.Ink
}
