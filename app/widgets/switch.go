package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
)

// Switch is how a row that can be switched stands.
type Switch string

// The ways that it stands. The knob's place says it without the color.
const (
	NoSwitch Switch = ""
	Off      Switch = "off"
	On       Switch = "on"
)

// SwitchOf is On or Off.
func SwitchOf(on bool) Switch {
	if on {
		return On
	}
	return Off
}

const (
	switchWidth  = 50
	switchHeight = 30
	switchEdge   = 3
)

// toggle draws a switch; the row around it is what is tapped.
type toggle struct {
	control
	is    Switch
	track plate
	knob  *canvas.Circle
}

func newToggle() *toggle {
	t := &toggle{track: newPlate(switchHeight/2, 1.5), knob: canvas.NewCircle(color.Transparent)}
	t.parts = append(t.track.parts(), t.knob)
	t.ExtendBaseWidget(t)
	return t
}

// CreateRenderer implements fyne.Widget.
func (t *toggle) CreateRenderer() fyne.WidgetRenderer { return render(t) }

func (t *toggle) heightFor(float32) float32 { return switchHeight }
func (t *toggle) minWidth() float32         { return switchWidth }

// style gives a switch that is off an edge: its ground alone is too near the card's.
func (t *toggle) style() {
	if t.is == On {
		t.track.paint(look.Primary, look.Primary)
		t.knob.FillColor = look.Color(look.OnPrimary)
		return
	}
	t.track.paint(look.Stroke, look.Muted)
	t.knob.FillColor = look.Color(look.Muted)
}

func (t *toggle) place(s fyne.Size) {
	t.track.place(0, 0, switchWidth, switchHeight)
	side := float32(switchHeight - 2*switchEdge)
	x := float32(switchEdge)
	if t.is == On {
		x = switchWidth - switchEdge - side
	}
	put(t.knob, x, switchEdge, side, side)
}
