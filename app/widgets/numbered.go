package widgets

import (
	"strconv"

	"fyne.io/fyne/v2"

	"kauth/app/look"
)

// NumberedCodes shows backup codes in a card, in two columns where they fit.
type NumberedCodes struct {
	control
	codes   []string
	numbers []*Line
	texts   []*CodeText
}

// NewNumberedCodes makes a list of codes.
func NewNumberedCodes(codes []string) *NumberedCodes {
	n := &NumberedCodes{}
	n.ExtendBaseWidget(n)
	n.Set(codes)
	return n
}

// Set shows other codes.
func (n *NumberedCodes) Set(codes []string) {
	n.codes, n.parts, n.numbers, n.texts = codes, nil, nil, nil
	for i, c := range codes {
		number := NewLine(Style{look.SizeSection, 16, look.Mono, look.Muted}, strconv.Itoa(i+1))
		text := NewCodeText(18, c)
		n.numbers, n.texts = append(n.numbers, number), append(n.texts, text)
		n.parts = append(n.parts, number, text)
	}
	changed(n)
}

// CreateRenderer implements fyne.Widget.
func (n *NumberedCodes) CreateRenderer() fyne.WidgetRenderer { return render(n) }

// grid is how many columns there are, and the width of the numbers.
func (n *NumberedCodes) grid(width float32) (columns int, number float32) {
	number = max(24, Style{Size: look.SizeSection, Weight: look.Mono}.width("10")+8)
	widest := float32(0)
	for _, t := range n.texts {
		widest = max(widest, t.natural())
	}
	if 2*(number+widest)+12 <= width {
		return 2, number
	}
	return 1, number
}

func (n *NumberedCodes) rowHeight() float32 {
	if len(n.texts) == 0 {
		return 0
	}
	return n.texts[0].heightFor(0)
}

const numberedGap = 14

func (n *NumberedCodes) heightFor(width float32) float32 {
	columns, _ := n.grid(width)
	rows := (len(n.codes) + columns - 1) / columns
	return float32(rows)*n.rowHeight() + float32(max(rows-1, 0))*numberedGap
}

func (n *NumberedCodes) minWidth() float32 { return 160 }
func (n *NumberedCodes) style()            {}

func (n *NumberedCodes) place(s fyne.Size) {
	columns, number := n.grid(s.Width)
	wide, high := (s.Width+12)/float32(columns), n.rowHeight()
	for i := range n.codes {
		x, y := float32(i%columns)*wide, float32(i/columns)*(high+numberedGap)
		put(n.numbers[i], x, y+1, number, high)
		put(n.texts[i], x+number, y, wide-number-12, high)
	}
}
