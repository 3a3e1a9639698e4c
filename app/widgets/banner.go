package widgets

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// Banner says something above a page's content, and may lead somewhere.
type Banner struct {
	control
	tone          Tone
	icon          string
	ground        *canvas.Rectangle
	image, arrow  *Picture
	first, second *Text
	area          *area // nil: nothing to tap
	news          bool  // nobody has seen it yet
}

// NewBanner makes a banner. With a second line the first is bold.
func NewBanner(tone Tone, icon, first, second string, tapped func()) *Banner {
	b := &Banner{ground: canvas.NewRectangle(color.Transparent)}
	b.ground.CornerRadius = look.BannerRadius
	b.image = newIcon("info", look.Primary, look.IconSize)
	b.arrow = newIcon("go", look.Primary, look.IconSize)
	b.first, b.second = NewText(bannerText, ""), NewText(bannerText, "")
	b.parts = []fyne.CanvasObject{b.ground, b.image, b.first, b.second}
	if tapped != nil {
		b.area = newArea("", look.BannerRadius, tapped)
		b.parts = append(b.parts, b.arrow, b.area)
	}
	b.ExtendBaseWidget(b)
	b.Set(tone, icon, first, second)
	return b
}

// Set shows something else.
func (b *Banner) Set(tone Tone, icon, first, second string) {
	b.tone, b.icon = tone, icon
	b.first.how.Weight = look.Medium
	if second != "" {
		b.first.how.Weight = look.Bold
	}
	b.first.Set(first)
	b.second.Set(second)
	if b.area != nil {
		b.area.label = strings.TrimSpace(first + " " + second)
	}
	changed(b)
}

// Appear shows it, and has its page bring it into sight when that settles: it may be of
// something that was tapped far below.
func (b *Banner) Appear() {
	b.news = true
	b.Show()
}

// CreateRenderer implements fyne.Widget.
func (b *Banner) CreateRenderer() fyne.WidgetRenderer { return render(b) }

const bannerLeft = 16 + look.IconSize + 12 // where the words begin

func (b *Banner) words(width float32) float32 {
	if b.area != nil {
		width -= look.IconSize + 12
	}
	return width - bannerLeft - 16
}

func (b *Banner) heightFor(width float32) float32 {
	w := b.words(width)
	return max(52, b.first.heightFor(w)+b.second.heightFor(w)+28)
}

func (b *Banner) minWidth() float32 { return 200 }

func (b *Banner) style() {
	soft, strong := b.tone.colors()
	b.ground.FillColor = look.Color(soft)
	b.image.toIcon(b.icon, strong)
	b.arrow.toIcon("go", strong)
	b.first.In(strong)
	b.second.In(strong)
	if b.area != nil {
		b.area.tone = strong
	}
}

func (b *Banner) place(s fyne.Size) {
	put(b.ground, 0, 0, s.Width, s.Height)
	put(b.image, 16, (s.Height-look.IconSize)/2, look.IconSize, look.IconSize)
	w := b.words(s.Width)
	one, two := b.first.heightFor(w), b.second.heightFor(w)
	y := (s.Height - one - two) / 2
	put(b.first, bannerLeft, y, w, one)
	put(b.second, bannerLeft, y+one, w, two)
	if b.area != nil {
		put(b.arrow, s.Width-16-look.IconSize, (s.Height-look.IconSize)/2, look.IconSize, look.IconSize)
		put(b.area, 0, 0, s.Width, s.Height)
	}
}
