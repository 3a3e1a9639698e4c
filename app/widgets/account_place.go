package widgets

import (
	"fyne.io/fyne/v2"

	"kauth/app/look"
)

const accountLeft = 16 + SmallAvatar + 12

// shortLabel is the least room in which a shortened label says anything, before the
// person's text scale.
const shortLabel = 60

func accountRoom(width float32) float32 { return width - accountLeft - 12 - SmallRing - 16 }

// AccountHeight is the height of an account's row, without making one. It has room
// for a code wherever no note stands in its place: a code may come after the row.
func AccountHeight(is Account, width float32) float32 {
	high := rowTitle.lineHeight() + 2 + codeOrNote(is, width) + noteUnder(is, width) + markHeight(is, width)
	if is.Label != "" {
		high += rowLabel.lineHeight()
	}
	return max(108, high+24)
}

// codeOrNote is the height of the code or the note.
func codeOrNote(is Account, width float32) float32 {
	if is.Code != "" || is.Note == "" {
		return codeStyle(look.SizeCode).lineHeight()
	}
	return noteHeight(is.Note, width) + 4
}

// noteUnder is the height of a note that stands under a code.
func noteUnder(is Account, width float32) float32 {
	if is.Code == "" || is.Note == "" {
		return 0
	}
	return noteHeight(is.Note, width)
}

func markHeight(is Account, width float32) float32 {
	if is.Mark == "" {
		return 0
	}
	return float32(len(rowMark.wrap(is.Mark, accountRoom(width)))) * rowMark.lineHeight()
}

func noteHeight(note string, width float32) float32 {
	return float32(len(rowNote.wrap(note, accountRoom(width)))) * rowNote.lineHeight()
}

func (r *AccountRow) heightFor(width float32) float32 { return AccountHeight(r.is, width) }

// place puts a row that is moved aside over what is under it.
func (r *AccountRow) place(s fyne.Size) {
	r.placeRow(s)
	if r.aside == 0 {
		return
	}
	r.under.place(0, 0, s.Width, s.Height)
	high := rowAside.lineHeight()
	put(r.toCopy, 18, (s.Height-high)/2, swipeMost-24, high)
	wide := min(r.toMenu.natural(), swipeMost-24)
	put(r.toMenu, s.Width-18-wide, (s.Height-high)/2, wide, high)
	for _, o := range r.parts[4:] {
		o.Move(o.Position().AddXY(r.aside, 0))
	}
}

func (r *AccountRow) placeRow(s fyne.Size) {
	r.ground.place(0, 0, s.Width, s.Height)
	put(r.open, 0, 0, s.Width, s.Height)
	put(r.avatar, 16, (s.Height-SmallAvatar)/2, SmallAvatar, SmallAvatar)
	put(r.ring, s.Width-16-SmallRing, (s.Height-SmallRing)/2, SmallRing, SmallRing)
	put(r.sign, s.Width-16-SmallRing, (s.Height-SmallRing)/2, SmallRing, SmallRing)

	room, one, two, three := accountRoom(s.Width), r.title.heightFor(0), codeOrNote(r.is, s.Width), float32(0)
	if r.is.Label != "" {
		three = r.label.heightFor(0)
	}
	under := noteUnder(r.is, s.Width)
	mark := markHeight(r.is, s.Width)
	y := (s.Height - one - two - three - under - mark - 2) / 2
	put(r.title, accountLeft, y, room, one)
	y += one + 2
	put(r.copy, accountLeft-6, 6, room+6, s.Height-12)
	r.placeCode(y, room, two)
	y += two
	if under > 0 {
		put(r.note, accountLeft, y, room, under)
		y += under
	}
	r.tight = false
	if r.next.Visible() && r.code.natural()+12+r.next.natural() > room {
		put(r.next, accountLeft+room-min(r.next.natural(), room), y, min(r.next.natural(), room), three)
		room -= r.next.natural() + 8 // beside the label where there is no room beside the code
		r.tight = room < shortLabel*look.Scale()
	}
	hide(r.label, r.is.Label == "" || r.tight)
	put(r.label, accountLeft, y, max(room, 0), three)
	put(r.mark, accountLeft, y+three, accountRoom(s.Width), mark)
}

func (r *AccountRow) placeCode(y, room, high float32) {
	wide := min(r.code.natural(), room)
	if r.is.Code == "" {
		put(r.note, accountLeft, y+2, room, high-4)
		return
	}
	put(r.code, accountLeft, y, wide+1, high)
	put(r.next, accountLeft+wide+12, y+high*0.1, room-wide-12, high)
}
