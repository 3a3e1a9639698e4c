package widgets

import "kauth/app/look"

// ButtonKind is what a button is for.
type ButtonKind string

// The kinds of buttons.
const (
	Primary   ButtonKind = "primary"   // the one action of a screen
	Secondary ButtonKind = "secondary" // another way
	TextOnly  ButtonKind = "text"      // words alone
	Yes       ButtonKind = "yes"
	No        ButtonKind = "no"
	Glass     ButtonKind = "glass" // on the scan screen's dark ground
)

type buttonLook struct{ fill, text, line look.Token }

var buttonLooks = map[ButtonKind]buttonLook{
	Primary:   {look.Primary, look.OnPrimary, ""},
	Secondary: {look.Surface, look.Ink, look.Stroke},
	TextOnly:  {"", look.Primary, ""},
	Yes:       {look.OK, look.OnOK, ""},
	No:        {look.Surface, look.Danger, look.Danger},
	Glass:     {look.Glass, look.OnScrim, ""},
}
