// Package widgets owns the app's own controls, drawn with canvas primitives to the
// measures of the design system. They take plain strings and callbacks, know no
// account and no translation, and hold no state that a screen could set wrong: an
// update method shows new content without rebuilding. All calls are made on Fyne's
// goroutine. Theme and text scale come from package look; Refresh takes them again.
//
// Every control that can be tapped implements fyne.Tappable and fyne.Accessible, most
// fyne.Focusable (Enter and Space tap), and fyne.Disableable where it can be disabled.
//
// # Text
//
//	NewText(style Style, text string) *Text              wraps at its width; see the Styles
//	  .Set(text) .In(look.Token) .Centered() .WithWeight(look.Weight) .WithSize(look.Size) .Sized(size, line)
//	NewLine(style Style, text string) *Line              one line, shortened in the middle
//	NewCodeText(size look.Size, grouped string) *CodeText  never shortened; .Set .In .Centered()
//	Styles: Headline, Title, BarStyle, Body, Value, Label, Section
//
// # Actions
//
//	NewButton(kind Kind, label string, tapped func()) *Button  kinds: Primary, Secondary, TextOnly, Yes, No, Glass
//	  .Set(label) .SetIcon(name) .SetBusy(bool) .Enable() .Disable() .Tall(height)
//	NewIconButton(icon, label string, tapped func()) *IconButton  .In(token) .Set(icon, label)
//	NewFAB(label string, tapped func()) *FAB
//	NewCheck(label string, changed func(bool)) *Check   .SetChecked .IsChecked (does not call changed)
//	NewSwitch(label string, changed func(bool)) *Switch in a row: RowSpec.Switch
//	NewField(label, placeholder string) *Field           .Text() .SetText .SetError .SetPassword(bool)
//	  .OnSubmit .OnChanged fields; .SetLines(n); .Enable/.Disable; .Focusable() to give it focus
//	NewKeypad(digit func(rune), del func()) *Keypad      .SetEnabled(bool) .DeleteLabel(string)
//
// # Blocks
//
//	NewBar(title string) *Bar                            24 bold title of a root screen
//	NewBackBar(title, backLabel string, back func()) *Bar  arrow; .Closing() makes it a cross
//	  .Set(title) .In(token) .SetActions(...*IconButton)
//	NewCard(content fyne.CanvasObject) *Card             padded; NewBareCard without padding
//	NewRows(rows ...RowSpec) *Rows                       rows in a card; .Set(rows...) updates
//	NewBanner(tone Tone, icon, first, second string, tapped func()) *Banner  tapped nil: no chevron; .Set
//	NewSteps(steps ...Step) *Rows                        numbered circles
//	NewAccountRow(AccountSpec) *AccountRow               .Set(AccountSpec)
//	NewNumberedCodes(codes []string) *NumberedCodes      the backup codes, two columns; .Set
//	NewOptions(chosen string, options []Option, pick func(string)) *Rows  a list to choose one from
//	NewEmpty(icon, title, text string) fyne.CanvasObject
//
// # Signs
//
//	NewRing(size float32) *Ring                          .Set(seconds int, fraction float64, last bool)
//	NewAvatar(size float32, identity, name string) *Avatar  .Set
//	NewDigitBoxes(n int, label string) *DigitBoxes        .Set(typed, wrong bool)
//	NewProgress() *Progress                              .Set(fraction, last bool); NewActivity() *Activity: .Start .Stop
//	NewPill(tone Tone, text string) *Pill
//	NewBigIcon(tone Tone, icon string) *BigIcon
//	NewLogo(size float32) fyne.CanvasObject
//	NewIllustration() fyne.CanvasObject                  welcome's phone
//	NewScanFrame(side float32) *ScanFrame
//	NewToast() *Toast                                    .Show(text) .Hide(); part of Page
//	Tones: Info, OK, Warn, Danger, Neutral
//
// # Pages
//
//	NewPage(PageSpec) *Page    bar, body that scrolls, foot at the bottom, FAB, toast; .Toast(text)
//	VStack(gap, objects...), HStack(gap, objects...), Columns(gap, objects...), Centered(object), Space(height), Spring(),
//	Pad(object, top, right, bottom, left)
package widgets
