package screen

import "kauth/app/look"

// Where a number is typed, the keys stay in sight if they leave this much for the words,
// and have low rows in a window that is lower than this.
const (
	leastWords = 96
	lowWindow  = 700

	lyingWindow = 500
	leastFacts  = 140 // above YES and NO: the question, and whose account it is
)

// room tells what there is of it where a number is typed. Tight: the keys and what they
// type stay, and the words scroll above them. Large words need more of it than a phone
// has: what another line says as well is left out.
func (c context) room() (tight, large bool) {
	large = look.Scale() > wordsFirst
	height := c.w.Canvas().Size().Height
	return large || height > 0 && height < lowWindow, large
}

// below is the room below the keys.
func below(tight bool) float32 {
	if tight {
		return look.Gap
	}
	return 28
}

// lying tells that the window is that of a phone on its side.
func (c context) lying() bool {
	height := c.w.Canvas().Size().Height
	return height > 0 && height < lyingWindow
}
