package screen

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2/canvas"

	"kauth/app/look"
	"kauth/app/viewmodel"
)

// names are what people call their accounts, and what somebody might to confuse them.
var names = []string{
	"البنك الأهلي السعودي", "بنك 123 ABC", "בנק לאומי", "小林花子銀行", "한국은행", "भारतीय स्टेट बैंक", "ธนาคารกรุงไทย", "Сбербанк",
	"👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", "🇨🇭 Schweiz 🇮🇹", "👍🏽❤️1️⃣", "e\u0301\u0302\u0303\u0304\u0305\u0306\u0307", "\u202E913 008", "\u2067abc", "\u200F",
	strings.Repeat("ليلى ", 40), strings.Repeat("銀", 80), strings.Repeat("👨‍👩‍👧‍👦", 40), "Ǆ\u0300", "\ufdfd", "\xff\xfe",
}

// TestNamesOfAnyScriptLeaveTheCodesInTheirPlace holds with any fonts: it looks at places.
func TestNamesOfAnyScriptLeaveTheCodesInTheirPlace(t *testing.T) {
	for _, scale := range []float32{1, 2} {
		e := newEasel(t, view{"", "en", look.LightOnly, scale})
		want := codePlace(t, e, "Infomaniak")
		for _, name := range names {
			if got := codePlace(t, e, name); got != want {
				t.Errorf("%q at %v %%: the code is at %v instead of %v", name, scale*100, got, want)
			}
			e.w.Canvas().Capture() // drawing it must not fail
		}
	}
}

// codePlace is where a row has its code, and what the code reads as.
func codePlace(t *testing.T, e *easel, name string) string {
	t.Helper()
	p := e.show(shot{state: live([]viewmodel.AccountRow{listed("a", name, name)}, "482 913"), page: homePage})
	texts, controls := everything(p.object(), phone)
	inside(t, name, phone.Width, append(texts, controls...))
	apart(t, name, texts)
	for _, s := range texts {
		if c := s.object.(*canvas.Text); c.Text == "482 913" {
			return fmt.Sprint(s.whole)
		}
	}
	t.Fatalf("%q: no code is shown", name)
	return ""
}

// TestNamesOfAnyScriptFitOnEveryPageThatSaysThem looks at the pages with sentences.
func TestNamesOfAnyScriptFitOnEveryPageThatSaysThem(t *testing.T) {
	for _, language := range []string{"en", "de"} {
		e := newEasel(t, view{"", language, look.LightOnly, 1})
		for _, name := range names {
			for _, s := range []shot{
				{state: viewmodel.RemoveState{Title: name, Linked: true}, page: removePage},
				{state: viewmodel.DetailState{Title: name, Label: name, Code: viewmodel.CodeView{Digits: "482 913", Seconds: 9}}, page: detailPage},
				{state: viewmodel.ResultState{What: viewmodel.ResultLinked, Label: name, Issuer: name}, page: resultPage},
			} {
				texts, controls := everything(e.show(s).object(), phone)
				inside(t, fmt.Sprintf("%T %q", s.state, name), phone.Width, append(texts, controls...))
				apart(t, fmt.Sprintf("%T %q", s.state, name), texts)
			}
		}
	}
}
