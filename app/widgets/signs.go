package widgets

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// BigIcon is how something ended, as a sign.
type BigIcon struct {
	control
	tone   Tone
	icon   string
	ground *canvas.Circle
	image  *Picture
}

const bigIcon = 104

// NewBigIcon makes one.
func NewBigIcon(tone Tone, icon string) *BigIcon {
	b := &BigIcon{tone: tone, icon: icon, ground: canvas.NewCircle(color.Transparent)}
	b.image = newPicture(fyne.NewSquareSize(bigIcon/2), func() look.Drawing {
		_, strong := b.tone.colors()
		return look.IconStroke(b.icon, look.Color(strong), 2.4)
	})
	b.parts = []fyne.CanvasObject{b.ground, b.image}
	b.ExtendBaseWidget(b)
	return b
}

// Set shows another sign.
func (b *BigIcon) Set(tone Tone, icon string) {
	b.tone, b.icon = tone, icon
	changed(b)
}

// CreateRenderer implements fyne.Widget.
func (b *BigIcon) CreateRenderer() fyne.WidgetRenderer { return render(b) }

func (b *BigIcon) heightFor(float32) float32 { return bigIcon }
func (b *BigIcon) minWidth() float32         { return bigIcon }

func (b *BigIcon) style() {
	soft, _ := b.tone.colors()
	b.ground.FillColor = look.Color(soft)
	b.image.style()
}

func (b *BigIcon) place(s fyne.Size) {
	put(b.ground, (s.Width-bigIcon)/2, (s.Height-bigIcon)/2, bigIcon, bigIcon)
	put(b.image, 0, 0, s.Width, s.Height)
}

// NewEmpty says that there is nothing here, and what to do.
func NewEmpty(icon, title, text string) fyne.CanvasObject {
	return VStack(look.Gap, NewBigIcon(Info, icon), Space(4), NewText(Title, title).Centered(), NewText(Body, text).Centered())
}

// NewScanFrame is the four corners around the place for a QR code.
func NewScanFrame(side float32) *Picture {
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="270" height="270" viewBox="0 0 270 270"><g fill="none" stroke="{on-scrim}" stroke-width="5" stroke-linecap="round"><path d="M4 60V28A24 24 0 0 1 28 4h32M210 4h32a24 24 0 0 1 24 24v32M266 210v32a24 24 0 0 1-24 24h-32M60 266H28a24 24 0 0 1-24-24v-32"/></g></svg>`
	return newPicture(fyne.NewSquareSize(side), func() look.Drawing { return look.Tokens(svg) })
}

// NewIllustration is the welcome's phone with its YES and NO.
func NewIllustration() *Picture {
	return newPicture(fyne.NewSize(204, 150), func() look.Drawing { return look.Tokens(phoneSVG) })
}

var phoneSVG = fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="300" height="220" viewBox="0 0 300 220">%s</svg>`,
	`<rect x="96" y="10" width="108" height="204" rx="22" ry="22" fill="{surface}" stroke="{stroke}" stroke-width="2"/>
<rect x="114" y="58" width="72" height="10" rx="5" ry="5" fill="{stroke}"/><rect x="124" y="78" width="52" height="8" rx="4" ry="4" fill="{stroke}"/>
<rect x="112" y="160" width="34" height="30" rx="10" ry="10" fill="none" stroke="{danger}" stroke-width="2.5"/>
<path d="M123 169l12 12M135 169l-12 12" fill="none" stroke="{danger}" stroke-width="3" stroke-linecap="round"/>
<rect x="154" y="160" width="34" height="30" rx="10" ry="10" fill="{ok}"/>
<path d="M164 175l5 5 9-10" fill="none" stroke="{on-ok}" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/>
<circle cx="150" cy="122" r="18" fill="{primary-soft}"/>
<path d="M142 122l6 6 11-12" fill="none" stroke="{primary}" stroke-width="3.5" stroke-linecap="round" stroke-linejoin="round"/>
<rect x="6" y="70" width="70" height="50" rx="10" ry="10" fill="{primary-soft}"/><rect x="224" y="96" width="70" height="50" rx="10" ry="10" fill="{ok-soft}"/>
<path d="M80 95h3M86 95h3M208 121h3M214 121h3" fill="none" stroke="{muted}" stroke-width="2"/>`)
