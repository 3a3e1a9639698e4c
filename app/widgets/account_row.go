package widgets

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
)

// Account is what a row of the list shows.
type Account struct {
	Title, Label string // "Infomaniak", "anna@example.ch"
	Identity     string // what its color comes from
	Code, Next   string // grouped; Next is shown in the Last seconds
	Seconds      int
	Fraction     float64
	Last         bool
	Pending      bool // linking is not finished
	Counter      bool // codes come one by one
	// Note stands in the place of a code: "Finish linking", "Show a code".
	Note      string
	Mark      string // what is not as it should be, under the label
	CopyLabel string // what a tap on the code does, for who does not see it
	OpenLabel string // what a tap elsewhere does
	Copy      func() // nil: a tap on the code opens as well
	Open      func()
	Menu      func()           // a long press, the other button, a swipe to the left
	Lift      func(dy float32) // it is dragged to another place; nil: it has its place
	Drop      func()           // and is let go
	Selected  bool             // open beside the list
	// SwipeCopy and SwipeMenu are under a row that is moved aside.
	SwipeCopy, SwipeMenu string
}

// AccountRow is an account in the list. A tap on the code copies it, a tap elsewhere
// opens the account.
type AccountRow struct {
	control
	is           Account
	ground       plate
	avatar       *Avatar
	title, label *Line
	code, next   *CodeText
	note         *Text
	mark         *Text
	ring         *Ring
	sign         *Picture
	tight        bool // the next code takes the label's place
	open, copy   *grip
	under        plate // what is seen where the row is moved aside
	toCopy       *Line
	toMenu       *Line
	aside        float32
	lifted       bool
	drag         drag
}

var (
	rowTitle = Style{look.SizeLabel, 17, look.SemiBold, look.Ink}
	rowLabel = Style{look.SizeSection, 16, look.Regular, look.Muted}
	rowAside = Style{look.SizeLabel, 20, look.SemiBold, look.Primary}
	rowNote  = Style{look.SizeText, 22, look.SemiBold, look.Primary}
	rowMark  = Style{look.SizeSection, 18, look.SemiBold, look.Warn}
)

// NewAccountRow makes a row.
func NewAccountRow(is Account) *AccountRow {
	r := &AccountRow{
		ground: newPlate(look.CardRadius, look.Line), avatar: NewAvatar(SmallAvatar, "", ""),
		title: NewLine(rowTitle, ""), label: NewLine(rowLabel, ""),
		code: NewCodeText(look.SizeCode, ""), next: NewCodeText(look.SizeText, "").In(look.Muted),
		note: NewText(rowNote, ""), mark: NewText(rowMark, ""), ring: NewRing(SmallRing), sign: newIcon("go", look.Muted, look.IconSize),
	}
	r.under, r.toCopy, r.toMenu = newPlate(look.CardRadius, look.Line), NewLine(rowAside, ""), NewLine(rowAside, "")
	r.toCopy.Hide()
	r.toMenu.Hide()
	r.open = newGrip(r, look.CardRadius, func() { call(r.is.Open) })
	r.copy = newGrip(r, look.FieldRadius, func() {
		if r.is.Copy != nil {
			r.is.Copy()
			return
		}
		call(r.is.Open)
	})
	r.parts = append(r.under.parts(), r.toCopy, r.toMenu)
	r.parts = append(r.parts, r.ground.parts()...)
	r.parts = append(r.parts, r.avatar, r.title, r.code, r.next, r.note, r.mark, r.label, r.ring, r.sign, r.open, r.copy)
	r.ExtendBaseWidget(r)
	r.Set(is)
	return r
}

func call(f func()) {
	if f != nil {
		f()
	}
}

// Set shows the account as it is now; what stays the same is not drawn again.
func (r *AccountRow) Set(is Account) {
	was := r.is
	r.is = is
	r.avatar.Set(is.Identity, look.AccountInitials(is.Title, is.Label))
	r.title.Set(is.Title)
	r.label.Set(is.Label)
	r.code.Set(is.Code)
	r.next.Set(is.Next)
	r.note.Set(is.Note)
	r.mark.Set(is.Mark)
	r.ring.Set(is.Seconds, is.Fraction, is.Last)
	r.open.label, r.copy.label = is.OpenLabel, is.CopyLabel
	r.toCopy.Set(is.SwipeCopy)
	r.toMenu.Set(is.SwipeMenu)
	if is.Counter && !is.Pending {
		r.sign.toIcon("refresh", look.Primary)
	} else {
		r.sign.toIcon("go", look.Muted)
	}
	r.show()
	if was.Selected != is.Selected {
		r.style()
		r.ground.repaint()
		r.place(r.Size())
	}
	if was.Last != is.Last || was.Next != is.Next || was.Title != is.Title || was.Code != is.Code || was.Note != is.Note || was.Mark != is.Mark || was.Label != is.Label {
		r.place(r.Size())
	}
}

// show hides what this account has not.
func (r *AccountRow) show() {
	hide(r.code, r.is.Code == "")
	hide(r.note, r.is.Note == "")
	hide(r.mark, r.is.Mark == "")
	hide(r.next, !r.is.Last || r.is.Next == "")
	hide(r.ring, r.is.Code == "" || r.is.Counter || r.is.Pending)
	hide(r.sign, !r.ring.Hidden)
	hide(r.copy, r.is.Copy == nil || r.is.Code == "")
	hide(r.label, r.is.Label == "" || r.tight)
}

func hide(o fyne.CanvasObject, hidden bool) {
	switch {
	case hidden && o.Visible():
		o.Hide()
	case !hidden && !o.Visible():
		o.Show()
	}
}

// CreateRenderer implements fyne.Widget.
func (r *AccountRow) CreateRenderer() fyne.WidgetRenderer { return render(r) }
func (r *AccountRow) minWidth() float32                   { return 240 }
func (r *AccountRow) style() {
	line := look.Stroke
	if r.is.Selected || r.lifted {
		line = look.Primary
	}
	r.ground.line = look.Line
	if line == look.Primary {
		r.ground.line = 2 * look.Line
	}
	r.ground.paint(look.Surface, line)
	fill, edge := look.PrimarySoft, look.Stroke
	if r.aside == 0 {
		fill, edge = "", ""
	}
	r.under.paint(fill, edge)
}

// Focused tells that the keyboard is on it.
func (r *AccountRow) Focused() bool { return r.open.focused || r.copy.focused }

// Entrance is what takes the keyboard first.
func (r *AccountRow) Entrance() fyne.Focusable { return r.open }

// Lifted shows that it is being moved.
func (r *AccountRow) Lifted(on bool) {
	if r.lifted != on {
		r.lifted = on
		changed(r)
	}
}
