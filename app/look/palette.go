package look

import "image/color"

// Token names a color by its use.
type Token string

// The tokens. "On" colors stand on the one they are named after.
const (
	Bg          Token = "bg"           // behind everything
	Surface     Token = "surface"      // cards, fields, secondary buttons
	Stroke      Token = "stroke"       // borders, dividers, ring track
	Ink         Token = "ink"          // titles, codes, values
	Muted       Token = "muted"        // labels, explanations
	Primary     Token = "primary"      // one action a screen, ring, links
	OnPrimary   Token = "on-primary"   // what stands on it
	PrimarySoft Token = "primary-soft" // information, step numbers
	OK          Token = "ok"           // YES, done, healthy
	OnOK        Token = "on-ok"        // what stands on it
	OKSoft      Token = "ok-soft"      // behind ok
	Danger      Token = "danger"       // NO, refused, last seconds
	OnDanger    Token = "on-danger"    // what stands on it
	DangerSoft  Token = "danger-soft"  // behind danger
	Warn        Token = "warn"         // offline, expired, take care
	WarnSoft    Token = "warn-soft"    // behind warn
	Scrim       Token = "scrim"        // the scan screen's backdrop, the same in both themes
	OnScrim     Token = "on-scrim"     // what stands on it
	Glass       Token = "glass"        // buttons on the scrim, the veil let through
	Toast       Token = "toast"        // the pill at the foot
	OnToast     Token = "on-toast"     // what stands on it
)

// Palette is a color for each token.
type Palette map[Token]color.NRGBA

// Of is the color of a token; an unknown one is a loud magenta.
func (p Palette) Of(t Token) color.NRGBA {
	if c, ok := p[t]; ok {
		return c
	}
	return color.NRGBA{R: 0xFF, B: 0xFF, A: 0xFF}
}

// Light and Dark are the two palettes.
var (
	Light = Palette{
		Bg: hex(0xF6F8FB), Surface: hex(0xFFFFFF), Stroke: hex(0xDFE5EE), Ink: hex(0x0E1B2E), Muted: hex(0x56657C),
		Primary: hex(0x1257E0), OnPrimary: hex(0xFFFFFF), PrimarySoft: hex(0xE7EFFE),
		OK: hex(0x0B7A55), OnOK: hex(0xFFFFFF), OKSoft: hex(0xDFF4EB),
		Danger: hex(0xBE2138), OnDanger: hex(0xFFFFFF), DangerSoft: hex(0xFCE7EA),
		Warn: hex(0x8F5600), WarnSoft: hex(0xFFF1D6),
		Scrim: hex(0x1A2029), OnScrim: hex(0xFFFFFF), Glass: hex(0x393E46),
		Toast: hex(0x0E1B2E), OnToast: hex(0xFFFFFF),
	}
	Dark = Palette{
		Bg: hex(0x0B111C), Surface: hex(0x141C2B), Stroke: hex(0x273349), Ink: hex(0xF1F5FB), Muted: hex(0x9FAEC6),
		Primary: hex(0x6EA4FF), OnPrimary: hex(0x081226), PrimarySoft: hex(0x17294A),
		OK: hex(0x4CC79A), OnOK: hex(0x06231A), OKSoft: hex(0x0F2E26),
		Danger: hex(0xFF8190), OnDanger: hex(0x2A080E), DangerSoft: hex(0x3A1820),
		Warn: hex(0xF0B354), WarnSoft: hex(0x35260C),
		Scrim: hex(0x1A2029), OnScrim: hex(0xFFFFFF), Glass: hex(0x393E46),
		Toast: hex(0xF1F5FB), OnToast: hex(0x0E1B2E),
	}
)

func hex(rgb uint32) color.NRGBA {
	return color.NRGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 0xFF}
}

// Mix is a with a share of b in it, from 0 to 1.
func Mix(a, b color.NRGBA, share float64) color.NRGBA {
	m := func(x, y uint8) uint8 { return uint8(float64(x)*(1-share) + float64(y)*share + 0.5) }
	return color.NRGBA{R: m(a.R, b.R), G: m(a.G, b.G), B: m(a.B, b.B), A: m(a.A, b.A)}
}
