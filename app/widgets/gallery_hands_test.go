package widgets

import (
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kauth/app/golden"
	"kauth/app/look"
)

func TestRowsUnderAHandLookAsTheyWereApproved(t *testing.T) {
	for _, v := range views {
		t.Run(v.name, func(t *testing.T) {
			test.NewApp().Settings().SetTheme(look.NewTheme(v.appearance, v.scale))
			golden.Compare(t, filepath.Join("testdata", "hands-"+v.name+".png"), capture(galleryHands(), fyne.NewSize(390, 844)))
		})
	}
}

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
