package look

import (
	"unicode"

	"fyne.io/fyne/v2"

	"kauth/assets"
)

var (
	interRegular  = fyne.NewStaticResource("Inter-Regular.otf", assets.InterRegular)
	interMedium   = fyne.NewStaticResource("Inter-Medium.otf", assets.InterMedium)
	interSemiBold = fyne.NewStaticResource("Inter-SemiBold.otf", assets.InterSemiBold)
	interBold     = fyne.NewStaticResource("Inter-Bold.otf", assets.InterBold)
	monoBold      = fyne.NewStaticResource("JetBrainsMono-Bold.ttf", assets.MonoBold)
)

// Weight is a weight of type.
type Weight string

// The weights; Mono is the fixed-width font of codes, in bold.
const (
	Regular  Weight = "regular"
	Medium   Weight = "medium"
	SemiBold Weight = "semibold"
	Bold     Weight = "bold"
	Mono     Weight = "mono"
)

// Font says how Fyne draws text in a weight. What has only letters of Inter is drawn
// with that one file. For all else Fyne takes the theme's font and looks for letters
// that it lacks in others, emoji among them; it knows regular and bold by itself, so
// the weights between become their nearest neighbor. Those others are 5 MB a weight to
// be parsed, which nobody who meets no such letter shall wait for.
func Font(w Weight, text string) (fyne.TextStyle, fyne.Resource) {
	style := fyne.TextStyle{Bold: w == Bold || w == SemiBold, Monospace: w == Mono}
	if !latin(text) {
		return style, nil
	}
	return style, inter[w]
}

var inter = map[Weight]fyne.Resource{
	Regular: interRegular, Medium: interMedium, SemiBold: interSemiBold, Bold: interBold, Mono: monoBold,
}

func latin(text string) bool {
	for _, r := range text {
		if r > 0x24F && !unicode.Is(punctuation, r) {
			return false
		}
	}
	return true
}

// punctuation is that of Latin script beyond the first blocks: dashes, quotes, dots.
var punctuation = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x2010, Hi: 0x2015, Stride: 1},
	{Lo: 0x2018, Hi: 0x201E, Stride: 1},
	{Lo: 0x2022, Hi: 0x2026, Stride: 4},
	{Lo: 0x2039, Hi: 0x203A, Stride: 1},
	{Lo: 0x20AC, Hi: 0x20AC, Stride: 1},
}}
