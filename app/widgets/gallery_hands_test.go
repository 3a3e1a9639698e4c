package widgets

func init() { gallery["hands"] = galleryHands }

// galleryHands has rows as a hand moves them, and one that is open beside the list.
func galleryHands() *Page {
	row := func(title string, aside float32) *AccountRow {
		r := NewAccountRow(Account{
			Title: title, Label: "anna@assoziation.ch", Identity: title, Code: "482 913", Seconds: 19, Fraction: 19.0 / 30,
			Copy: nothing, Open: nothing, Menu: nothing, SwipeCopy: "Copy", SwipeMenu: "More", Selected: title == "Selected",
		})
		r.swipe(aside)
		return r
	}
	lifted := row("Lifted", 0)
	lifted.Lifted(true)
	p := NewPage(PageSpec{
		Bar: NewBar("Accounts"), Body: objects(row("To the right", 120), row("To the left", -120), lifted, row("Selected", 0)),
		Pull: Pull{Words: "Pull to check", Ready: "Let go to check", Do: nothing},
	})
	p.pull(80)
	return p
}
