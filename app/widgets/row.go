package widgets

import (
	"image/color"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// Row is what one row of a card shows. What is empty is left out.
type Row struct {
	Icon       string
	Sign       bool // the icon stands in a circle of the Tone
	Number     int  // a circle with a number instead of an icon; 0 is none
	Key, Value string
	ValueFirst bool   // the value above the key: a setting with its explanation
	Plain      bool   // the value in regular weight: a sentence
	Compact    bool   // less high, in smaller letters
	Trailing   string // words at the end
	Pill       string // or a pill of the Tone
	Tone       Tone
	Danger     bool   // a tap destroys something: in the danger color
	Chosen     bool   // a check mark at the end
	Arrow      bool   // a chevron at the end; a row with Tapped has one unless NoArrow
	NoArrow    bool   // a tap acts at once, or chooses
	Switch     Switch // at the end: a tap switches
	Said       string // how it stands in words, for who does not see it: "On"
	Tapped     func() // nil: nothing to tap
}

// row draws one Row.
type row struct {
	control
	is         Row
	image      *Picture
	circle     *canvas.Rectangle
	number     *canvas.Text
	key, value *Text
	trailing   *Text
	pill       *Pill
	end        *Picture
	toggle     *toggle
	area       *area
}

func newRow(is Row) *row {
	r := &row{
		image: newIcon("go", look.Muted, look.IconSize), circle: canvas.NewRectangle(color.Transparent),
		number: canvas.NewText("", nil),
		key:    NewText(Label, ""), value: NewText(Value, ""), trailing: NewText(Label, ""),
		pill: NewPill(OK, ""), end: newIcon("go", look.Muted, look.IconSize),
		toggle: newToggle(),
	}
	r.area = newArea("", look.CardRadius, func() {
		if r.is.Tapped != nil {
			r.is.Tapped()
		}
	})
	r.ExtendBaseWidget(r)
	r.set(is)
	return r
}

func (r *row) set(is Row) {
	r.say(is)
	r.pill.Set(is.Tone, is.Pill)
	words := []string{is.Key, is.Value}
	if is.ValueFirst {
		words = []string{is.Value, is.Key}
	}
	r.area.label = strings.TrimSpace(strings.Join(append(words, is.Trailing, is.Pill, is.Said), " "))
	r.toggle.is = is.Switch
	r.choose()
	changed(r)
}

// say takes what the row's height depends on.
func (r *row) say(is Row) {
	r.is = is
	r.value.how = Value
	if is.Compact {
		r.value.how.Size, r.value.how.Line = 15, 19
	}
	if is.Plain {
		r.value.how.Weight = look.Regular
	}
	r.key.text, r.value.text, r.trailing.text = is.Key, is.Value, is.Trailing
}

// choose lists the parts that this row has.
func (r *row) choose() {
	r.parts = r.parts[:0]
	add := func(on bool, o fyne.CanvasObject) {
		if on {
			r.parts = append(r.parts, o)
		}
	}
	add(r.is.Sign || r.is.Number > 0, r.circle)
	add(r.is.Icon != "", r.image)
	add(r.is.Number > 0, r.number)
	add(r.is.Key != "", r.key)
	add(r.is.Value != "", r.value)
	add(r.is.Trailing != "", r.trailing)
	add(r.is.Pill != "", r.pill)
	add(r.hasEnd() && r.is.Switch == NoSwitch, r.end)
	add(r.is.Switch != NoSwitch, r.toggle)
	add(r.is.Tapped != nil, r.area)
}

func (r *row) hasEnd() bool {
	return r.is.Chosen || r.is.Arrow || r.is.Switch != NoSwitch || r.is.Tapped != nil && !r.is.NoArrow
}

// CreateRenderer implements fyne.Widget.
func (r *row) CreateRenderer() fyne.WidgetRenderer { return render(r) }

func (r *row) style() {
	soft, strong := r.is.Tone.colors()
	if r.is.Number > 0 {
		soft, strong = look.PrimarySoft, look.Primary
	}
	r.circle.FillColor = look.Color(soft)
	Style{Size: 15, Weight: look.Bold, Color: strong}.draw(r.number, strconv.Itoa(r.is.Number))
	r.number.TextSize = 15 * r.circleSize() / rowCircle
	ink, icon := look.Ink, look.Muted
	if r.is.Danger {
		ink, icon = look.Danger, look.Danger
	}
	if r.is.Sign {
		icon = strong
	}
	r.value.how.Color = ink
	r.image.size = fyne.NewSquareSize(look.IconSize)
	if r.is.Sign {
		r.image.size = fyne.NewSquareSize(18)
	}
	r.image.toIcon(r.is.Icon, icon)
	r.end.toIcon("go", look.Muted)
	if r.is.Chosen {
		r.end.toIcon("check", look.Primary)
	}
}
