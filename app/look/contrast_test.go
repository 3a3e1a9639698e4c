package look

import (
	"math"
	"testing"
)

// Every pair of text and ground that a screen uses, and what it must hold.
var pairs = []struct {
	text, ground Token
	least        float64
}{
	{Ink, Bg, 7},
	{Ink, Surface, 7},
	{Muted, Bg, 4.5},
	{Muted, Surface, 4.5},
	{Primary, Bg, 4.5},
	{Primary, Surface, 4.5},
	{Primary, PrimarySoft, 4.5},
	{OnPrimary, Primary, 4.5},
	{OK, OKSoft, 4.5},
	{OK, Surface, 4.5},
	{OK, Bg, 4.5},
	{OnOK, OK, 4.5},
	{Danger, DangerSoft, 4.5},
	{Danger, Surface, 4.5},
	{Danger, Bg, 4.5},
	{OnDanger, Danger, 4.5},
	{Warn, WarnSoft, 4.5},
	{Warn, Surface, 4.5},
	{Warn, Bg, 4.5},
	{Ink, PrimarySoft, 4.5},
	{OnScrim, Scrim, 7},
	{OnScrim, Glass, 7},
	{OnToast, Toast, 7},
}

func TestEveryPairOfTextAndGroundCanBeRead(t *testing.T) {
	for name, p := range map[string]Palette{"light": Light, "dark": Dark} {
		for _, pair := range pairs {
			if got := Contrast(p.Of(pair.text), p.Of(pair.ground)); got < pair.least {
				t.Errorf("%s: %s on %s holds %.2f, want %.1f", name, pair.text, pair.ground, got, pair.least)
			}
		}
	}
}

func TestWhiteLettersCanBeReadOnEveryAvatar(t *testing.T) {
	for _, c := range avatarColors {
		if got := Contrast(hex(0xFFFFFF), c); got < 4.5 {
			t.Errorf("white on %v holds %.2f", c, got)
		}
	}
}

func TestContrastAgreesWithTheStandardsExamples(t *testing.T) {
	for _, c := range []struct {
		a, b uint32
		want float64
	}{{0x000000, 0xFFFFFF, 21}, {0x777777, 0xFFFFFF, 4.48}, {0xFF0000, 0xFFFFFF, 4.00}, {0x0000FF, 0xFFFFFF, 8.59}} {
		if got := Contrast(hex(c.a), hex(c.b)); math.Abs(got-c.want) > 0.005 {
			t.Errorf("%06X on %06X: %.3f, want %.2f", c.a, c.b, got, c.want)
		}
	}
}

func TestBothPalettesNameTheSameTokens(t *testing.T) {
	for tok := range Light {
		if _, ok := Dark[tok]; !ok {
			t.Errorf("dark lacks %s", tok)
		}
	}
	if len(Light) != len(Dark) {
		t.Errorf("%d light, %d dark", len(Light), len(Dark))
	}
}
