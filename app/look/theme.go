package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Appearance is a person's choice of theme.
type Appearance string

// The choices; System follows the phone.
const (
	System    Appearance = ""
	LightOnly Appearance = "light"
	DarkOnly  Appearance = "dark"
)

// MinScale and MaxScale bound the text scale.
const (
	MinScale = 1
	MaxScale = 2
)

// Theme carries the design into Fyne.
type Theme struct {
	appearance Appearance
	scale      float32
}

var _ fyne.Theme = (*Theme)(nil)

// NewTheme makes a theme with text scaled by 1 to 2; a scale outside is brought inside.
func NewTheme(a Appearance, scale float32) *Theme {
	return &Theme{appearance: a, scale: min(max(scale, MinScale), MaxScale)}
}

// Appearance is the choice it was made with, Scale its text scale.
func (t *Theme) Appearance() Appearance { return t.appearance }

// Scale is its text scale.
func (t *Theme) Scale() float32 { return t.scale }

func (t *Theme) palette(v fyne.ThemeVariant) Palette {
	switch {
	case t.appearance == LightOnly:
		return Light
	case t.appearance == DarkOnly, v == theme.VariantDark:
		return Dark
	}
	return Light
}

// Color implements fyne.Theme.
func (t *Theme) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	p := t.palette(v)
	if n == theme.ColorNameBackground {
		return cleared{p.Of(ground.Load().(Token))}
	}
	if tok, ok := fyneColors[n]; ok {
		return p.Of(tok)
	}
	switch n {
	case theme.ColorNameHover, theme.ColorNamePressed:
		return alpha(p.Of(Ink), 0x14)
	case theme.ColorNameSelection:
		return alpha(p.Of(Primary), 0x40)
	case theme.ColorNameFocus:
		return alpha(p.Of(Primary), 0x60)
	case theme.ColorNameScrollBar:
		return alpha(p.Of(Muted), 0x80)
	case theme.ColorNameShadow, theme.ColorNameScrollBarBackground:
		return color.Transparent
	}
	if p.Of(Bg) == Dark.Of(Bg) {
		v = theme.VariantDark
	} else {
		v = theme.VariantLight
	}
	return theme.DefaultTheme().Color(n, v)
}

var fyneColors = map[fyne.ThemeColorName]Token{
	theme.ColorNameButton:              Surface,
	theme.ColorNameDisabled:            Muted,
	theme.ColorNameDisabledButton:      Stroke,
	theme.ColorNameError:               Danger,
	theme.ColorNameForeground:          Ink,
	theme.ColorNameForegroundOnError:   OnDanger,
	theme.ColorNameForegroundOnPrimary: OnPrimary,
	theme.ColorNameForegroundOnSuccess: OnOK,
	theme.ColorNameHeaderBackground:    Surface,
	theme.ColorNameHyperlink:           Primary,
	theme.ColorNameInputBackground:     Surface,
	theme.ColorNameInputBorder:         Stroke,
	theme.ColorNameMenuBackground:      Surface,
	theme.ColorNameOverlayBackground:   Surface,
	theme.ColorNamePlaceHolder:         Muted,
	theme.ColorNamePrimary:             Primary,
	theme.ColorNameSeparator:           Stroke,
	theme.ColorNameSuccess:             OK,
	theme.ColorNameWarning:             Warn,
}

func alpha(c color.NRGBA, a uint8) color.NRGBA {
	c.A = a
	return c
}

// Font implements fyne.Theme.
func (t *Theme) Font(s fyne.TextStyle) fyne.Resource {
	switch {
	case s.Symbol:
		return theme.DefaultTheme().Font(s)
	case s.Monospace:
		return monoBold
	case s.Bold:
		return interBold
	}
	return interRegular
}

// Icon implements fyne.Theme.
func (t *Theme) Icon(n fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(n) }

// Size implements fyne.Theme. Type grows with the text scale, measures do not.
func (t *Theme) Size(n fyne.ThemeSizeName) float32 {
	switch n {
	case theme.SizeNameText:
		return float32(SizeText) * t.scale
	case theme.SizeNameHeadingText:
		return float32(SizeHeadline) * t.scale
	case theme.SizeNameSubHeadingText:
		return float32(SizeBar) * t.scale
	case theme.SizeNameCaptionText:
		return float32(SizeSection) * t.scale
	case theme.SizeNameInputRadius, theme.SizeNameSelectionRadius:
		return 4
	case theme.SizeNameInputBorder:
		return 0
	case theme.SizeNameScrollBar, theme.SizeNameScrollBarSmall:
		return 4
	}
	return theme.DefaultTheme().Size(n)
}
