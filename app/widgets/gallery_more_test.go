package widgets

import (
	"strings"

	"fyne.io/fyne/v2"

	"kauth/app/look"
)

func objects(o ...fyne.CanvasObject) []fyne.CanvasObject { return o }

func galleryChallenge() *Page {
	left := NewProgress()
	left.Set(0.7, false)
	return NewPage(PageSpec{Top: 16, Gap: 16, Body: objects(
		NewLogo(56), NewText(Title, "Are you trying to sign in?").Centered(), NewText(Body, "anna@assoziation.ch").Centered(),
		NewRows(
			Row{Icon: "lap", Key: "Device", Value: "Firefox on Windows"}, Row{Icon: "pin", Key: "Place, approximate", Value: "Lausanne, Switzerland"},
			Row{Icon: "net", Key: "Address", Value: "203.0.113.24"}, Row{Icon: "clock", Key: "Asked", Value: "Today at 9:41"},
		)), Foot: objects(left, NewText(Label, "This request expires in 1:24").Centered(),
		Columns(12, NewButton(No, "NO", nothing), NewButton(Yes, "YES", nothing)))})
}

func galleryNumber() *Page {
	boxes, left := NewDigitBoxes(2), NewProgress()
	boxes.Set("6", false)
	left.Set(0.7, false)
	return NewPage(PageSpec{Top: 4, Gap: 10, FootGap: 8, Body: objects(
		NewText(Title, "Are you trying to sign in?").Sized(20, 26).Centered(), NewText(Body, "anna@assoziation.ch").Sized(15, 20).Centered(),
		NewRows(Row{Icon: "lap", Value: "Firefox on Windows", Compact: true}, Row{Icon: "pin", Value: "Lausanne, Switzerland · 203.0.113.24", Compact: true}),
		NewText(Body, "Type the number shown on the sign-in page").Sized(15, 22).Centered(), boxes,
	), Foot: objects(NewKeypad("Delete", func(rune) {}, nothing), left, NewText(Label, "This request expires in 1:24").Centered(),
		NewButton(No, "NO, this is not me", nothing).Tall(60, look.SizeButton))})
}

func galleryCodes() *Page {
	check := NewCheck("I keep them in a safe place", func(bool) {})
	check.SetChecked(true)
	codes := strings.Fields("k7qm-93tx p2wd-x8fa 9hnc-4rvk t6yb-m2ze c3jr-7gqp w8xs-d5nh f4mk-t9ca z2vp-6bry h5gt-q3jw n9da-k7xm")
	p := NewPage(PageSpec{Bar: NewBackBar("Backup codes", "Back", nothing), Margin: look.TextMargin, Gap: 14, Body: objects(
		NewText(Body, "Each code works once. They let you in if you lose this phone, so keep them somewhere else."),
		NewCard(NewNumberedCodes(codes)), Columns(12, NewButton(Secondary, "Save file", nothing), NewButton(Secondary, "Copy", nothing)),
	), Foot: objects(check, NewButton(Primary, "Done", nothing))})
	p.Toast("Copied")
	return p
}

func galleryDetail() *Page {
	ring := NewRing(LargeRing)
	ring.Set(19, 0.62, false)
	return NewPage(PageSpec{Bar: NewBackBar("Infomaniak", "Back", nothing, NewIconButton("gear", "Settings", nothing)), Gap: 14, Body: objects(
		NewCard(VStack(8, ring, NewCodeText(look.SizeBigCode, "482 913").Centered(), NewText(Label, "Next 730 166").Centered(), NewButton(Primary, "Copy code", nothing))),
		NewRows(Row{Key: "Account", Value: "anna@assoziation.ch"}, Row{Icon: "bell", Key: "Sign-in requests", Value: "On this phone", Pill: "Working", Tone: OK},
			Row{Icon: "clock", Key: "Linked", Value: "3 March 2026"}),
		NewRows(Row{Icon: "clock", Value: "Activity", Tapped: nothing}, Row{Icon: "copy", Value: "Rename", Tapped: nothing}, Row{Icon: "trash", Value: "Remove", Danger: true, Tapped: nothing}),
		NewText(Label, "To remove this account, turn off kAuth in the two-factor section of the Manager. It then disappears here."),
	)})
}

func galleryWelcome() *Page {
	return NewPage(PageSpec{Margin: look.WideMargin, Top: 24, Gap: 14, Body: objects(
		Space(20), NewLogo(96), Space(8), NewIllustration(),
		NewText(Headline, "Approve sign-ins\nwith one tap").Centered(), NewText(Body, "And copy a one-time code when you are offline.").Centered(),
	), Foot: objects(NewButton(Primary, "Log in from this mobile device", nothing), NewButton(Secondary, "Log in from a computer", nothing),
		NewButton(TextOnly, "Add another account or restore a backup", nothing))})
}

func galleryRows() *Page {
	return NewPage(PageSpec{Bar: NewBackBar("Settings", "Back", nothing), Gap: 10, Body: objects(
		NewSection("Protection"),
		NewRows(Row{Icon: "key", Value: "App lock", Key: "PIN and fingerprint", ValueFirst: true, Tapped: nothing}, Row{Icon: "clock", Value: "Clock", Pill: "In step", Tone: OK}),
		NewRows(Row{Icon: "shield", Value: "Hide codes until tapped", Switch: Off, Said: "Off", Tapped: nothing}, Row{Icon: "img", Value: "Block screenshots", Switch: On, Said: "On", Tapped: nothing}),
		NewRows(Row{Icon: "net", Value: "Language", Trailing: "English", Tapped: nothing}, Row{Value: "Deutsch", Chosen: true, NoArrow: true, Tapped: nothing}),
		NewRows(Row{Number: 1, Value: "Open the two-factor page", Key: "manager.example.ch/2fa", ValueFirst: true}, Row{Number: 2, Plain: true, Value: "In the two-factor page, choose another method or turn it off"}),
		NewRows(Row{Icon: "check", Sign: true, Tone: OK, Value: "Approved", Key: "Firefox on Windows · Lausanne", ValueFirst: true, Trailing: "9:41"},
			Row{Icon: "x", Sign: true, Tone: Danger, Value: "Refused", Key: "Unknown browser · Riga", ValueFirst: true, Trailing: "3:12"}),
		NewBanner(Warn, "shield", "Go on only if you opened the QR code yourself.", "", nil),
	)})
}

func galleryResult() *Page {
	return NewPage(PageSpec{Margin: look.WideMargin, Gap: 16, Body: objects(Spring(), NewBigIcon(Danger, "shield"), NewText(Headline, "Sign-in refused").Centered(),
		NewText(Body, "Nobody got in. If you did not start it, someone may know your password.").Centered(),
		NewRows(Row{Icon: "key", Value: "Change your password", Tapped: nothing}, Row{Icon: "clock", Value: "Look at recent activity", Tapped: nothing}), Spring(),
	), Foot: objects(NewButton(Secondary, "Done", nothing))})
}

func galleryFields() *Page {
	server, pass, wrong := NewField("Server", "manager.example.ch"), NewField("Passphrase", "").Password("Show"), NewField("", "Setup key").Mono()
	pass.SetText("secret")
	wrong.SetText("JBSWY3DPEHPK3PXP")
	wrong.SetError("This key has letters that no key has.")
	off, busy := NewButton(Primary, "Continue", nothing), NewButton(Primary, "Authorize", nothing)
	off.Disable()
	busy.SetBusy(true)
	boxes := NewDigitBoxes(6)
	boxes.Set("4821", false)
	return NewPage(PageSpec{
		Bar: NewBackBar("Enter by hand", "Back", nothing).Closing(), Margin: look.TextMargin, Body: objects(
			NewAvatar(LargeAvatar, "Infomaniak anna", "AM"), server, pass, wrong, NewField("", "kauth:// or otpauth://").Lines(3), boxes),
		Foot: objects(off, busy, NewButton(TextOnly, "Cancel", nothing)),
	})
}

func galleryScan() *Page {
	return NewPage(PageSpec{
		Ground: look.Scrim, Margin: 20, Bar: NewBackBar("Scan the QR code", "Close", nothing, NewIconButton("bolt", "Light", nothing)).Closing().In(look.OnScrim),
		Body: objects(Spring(), NewScanFrame(270), NewText(Body, "Hold the code inside the frame.\nIt is read by itself.").In(look.OnScrim).Centered(), Spring()),
		Foot: objects(Columns(12, NewButton(Glass, "Choose a picture", nothing), NewButton(Glass, "Enter by hand", nothing))),
	})
}
