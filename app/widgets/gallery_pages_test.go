package widgets

import "fyne.io/fyne/v2"

func nothing() {}

func galleryAccount(title, label, code string) *AccountRow {
	return NewAccountRow(Account{
		Title: title, Label: label, Identity: title + " " + label, Code: code, Next: "730 166", Seconds: 19, Fraction: 0.62,
		CopyLabel: "Copy the code", OpenLabel: "Open", Copy: nothing, Open: nothing,
	})
}

func galleryHome() *Page {
	last := galleryAccount("GitHub", "annam", "913 008")
	last.Set(Account{Title: "GitHub", Label: "annam", Identity: "GitHub annam", Code: "913 008", Next: "730 166", Seconds: 4, Fraction: 0.13, Last: true, Copy: nothing, Open: nothing})
	pending := NewAccountRow(Account{Title: "Nextcloud", Label: "anna@cloud.example", Identity: "Nextcloud", Pending: true, Note: "Finish linking", Open: nothing})
	p := NewPage(PageSpec{
		Bar: NewBar("Accounts", NewIconButton("find", "Search", nothing), NewIconButton("gear", "Settings", nothing)),
		Body: []fyne.CanvasObject{
			NewBanner(Info, "bell", "A sign-in is waiting", "Firefox on Windows · 1:24 left", nothing),
			galleryAccount("Infomaniak", "anna@assoziation.ch", "482 913"),
			galleryAccount("A company with a very long name that goes on 🔥", "someone.with.a.long.name@a-very-long-domain.example", "057 264"),
			last, pending,
		},
		FAB: NewFAB("Add an account", nothing),
	})
	return p
}
