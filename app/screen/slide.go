package screen

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// slideTime is short: a page that moves informs, and must not be waited for.
const slideTime = 160 * time.Millisecond

func (st *stage) slide(in fyne.CanvasObject, from float32) {
	st.moves = canvas.NewPositionAnimation(fyne.NewPos(from, 0), fyne.NewPos(0, 0), slideTime, func(p fyne.Position) {
		in.Move(p)
		if p.X == 0 {
			st.only(in)
		}
		canvas.Refresh(st)
	})
	st.moves.Start()
}
