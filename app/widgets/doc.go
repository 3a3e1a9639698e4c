// Package widgets owns the app's own controls, drawn with canvas primitives to the
// measures of the design system. They take plain strings and callbacks and know no
// account, no request and no words. Set methods show new content without rebuilding;
// after a batch of them call Page.Settle, which lays the page out again. Theme and
// text scale come from package look, and Refresh takes them again. All of it belongs to
// Fyne's goroutine.
//
// Everything that can be tapped implements fyne.Tappable, fyne.Accessible and
// fyne.Focusable (Enter and Space tap), and fyne.Disableable where it can be disabled.
// A callback that is nil makes a row or a banner plain content.
//
// # Text
//
//	NewText(how Style, text string) *Text        wraps, never cut: .Set .In(token) .Centered .Weighing(weight) .Sized(size, line)
//	NewLine(how Style, text string) *Line        one line, shortened in the middle: .Set .In .Centered
//	NewCodeText(size look.Size, grouped string) *CodeText   never shortened: .Set .In .Centered
//	NewSection(text) fyne.CanvasObject           heading of a group of rows
//	styles: Headline, Title, BarText, Body, Value, Label, Small, Section
//
// # Actions
//
//	NewButton(kind ButtonKind, label string, tapped func()) *Button   Primary, Secondary, TextOnly, Yes, No, Glass
//	  .Set(label) .SetBusy(bool) .SetEnabled(bool) .Tall(height, size)
//	NewIconButton(icon, label string, tapped func()) *IconButton      .In(token) .Set(icon, label)
//	NewFAB(label string, tapped func()) *FAB
//	NewCheck(label string, changed func(bool)) *Check                 .SetChecked(bool), silent; .IsChecked()
//	NewField(label, placeholder string) *Field   .Text() .SetText .SetError(string) .SetEnabled(bool) .Password(showLabel) .Lines(n) .Mono()
//	  .OnSubmit and .OnChanged are fields; .Entry() is what takes the keyboard: canvas.Focus(f.Entry())
//	NewKeypad(deleteLabel string, digit func(rune), del func()) *Keypad   .SetEnabled(bool)
//	  .Round(enterLabel string, enter func()) .Sized(diameter) .ShowEnter(shown, ready bool)
//
// # Blocks
//
//	NewBar(title string, actions ...*IconButton) *Bar                 title of a root screen
//	NewBackBar(title, backLabel string, back func(), actions ...*IconButton) *Bar
//	  .Set(title) .Closing() (a cross for the arrow) .In(token)
//	NewCard(content fyne.CanvasObject) *Card                          .Padding(all)
//	NewRows(rows ...Row) *Rows                                        .Set(rows...)
//	  Row{Icon, Key, Value, Trailing, Pill string; Tone Tone; Number int; Sign, ValueFirst, Plain, Compact, Danger, Chosen, Arrow, NoArrow bool; Tapped func()}
//	NewBanner(tone Tone, icon, first, second string, tapped func()) *Banner   .Set(tone, icon, first, second)
//	NewAccountRow(a Account) *AccountRow                              .Set(a)
//	  Account{Title, Label, Identity, Code, Next string; Seconds int; Fraction float64; Last, Pending, Counter bool;
//	          Note, CopyLabel, OpenLabel string; Copy, Open func()}
//	AccountHeight(a Account, width) float32                           what such a row will be high
//	NewList(ListSpec{Gap, Make, Show, Height, Seen}) *List            any number of rows; only those in sight exist
//	  .SetLength(n), then Page.Settle .Update() .Row(i) .Top(i) .At(y)
//	NewNumberedCodes(codes []string) *NumberedCodes                   .Set; two columns; for inside a Card
//	NewEmpty(icon, title, text string) fyne.CanvasObject
//
// # Signs
//
//	NewRing(size float32) *Ring                  .Set(seconds int, fraction float64, last bool)
//	NewAvatar(size float32, identity, letters string) *Avatar            .Set
//	NewDigitBoxes(n int) *DigitBoxes             .Set(typed string, wrong bool)
//	NewDots(n int) *Dots                         .Set(typed, n int, wrong bool, label string)
//	NewProgress() *Progress                      .Set(fraction float64, last bool)
//	NewBusy(words string) *Busy                  a spinner with words: .Run(bool) .In
//	NewPill(tone Tone, text string) *Pill        .Set
//	NewBigIcon(tone Tone, icon string) *BigIcon  .Set
//	NewLogo(size float32) *Picture, NewIllustration() *Picture, NewScanFrame(side float32) *Picture
//	NewViewfinder(side float32) *Viewfinder      what a camera sees: .Set(gray, marks) .Numbered
//	tones: Info, OK, Warn, Danger, Neutral
//
// # Pages
//
//	NewPage(p PageSpec) *Page      .Settle() .Toast(text; "" hides)
//	  .SetBody(objects...) .SetFoot(objects...) .ScrollToTop() .ScrollTo(y) .Scrolled()
//	  PageSpec{Bar *Bar; Body, Foot []fyne.CanvasObject; FAB *FAB; Margin, Top, Bottom, Gap, FootGap float32; Ground look.Token; Beside bool}
//	VStack(gap, objects...) Columns(gap, objects...) Centered(object) Pad(object, top, right, bottom, left) Space(height) Spring()
package widgets
