package look

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"kauth/assets"
)

var update = flag.Bool("update", false, "write the pictures instead of comparing")

func TestInitialsComeFromTheNamesOwnWords(t *testing.T) {
	for in, want := range map[string]string{
		"Infomaniak": "I", "anna.maria@example.ch": "AM", "Next Cloud": "NC", "toto123@yahoo.com": "T",
		"": "?", "🔥": "?", "@": "?", "élodie": "É", "小林 花子": "小花", "a-b_c": "AB", "דנה bob": "ד",
	} {
		if got := Initials(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestTwoAccountsAtOneCompanyHaveOtherLetters(t *testing.T) {
	for in, want := range map[[2]string]string{
		{"Infomaniak", "anna@assoziation.ch"}: "IA", {"Infomaniak", "toto123@yahoo.com"}: "IT", {"Zürcher Kantonalbank", "élodie"}: "ZÉ",
		{"GitHub", ""}: "G", {"Next Cloud", ""}: "NC", {"", "anna.maria@example.ch"}: "AM", {"anna@example.ch", "anna@example.ch"}: "A",
		{"🔥", "annam"}: "A", {"", ""}: "?", {"小林", "花子"}: "小花", {"Bank", "דנה"}: "B",
	} {
		if got := AccountInitials(in[0], in[1]); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestAnIdentityKeepsItsColorOnEveryPhone(t *testing.T) {
	if got := AvatarColor("Infomaniak anna@assoziation.ch"); got != AvatarColor(" infomaniak anna@assoziation.ch") {
		t.Error("case or blanks change the color")
	}
	if got := AvatarColor("GitHub annam"); css(got) != "#B4560B" {
		t.Errorf("the color of an identity changed: %s", css(got))
	}
}

func TestEveryIconDrawsSomethingInItsColor(t *testing.T) {
	for _, name := range assets.Icons() {
		img := Icon(name, Light.Of(Danger)).Paint(48, 48)
		red := 0
		for y := range 48 {
			for x := range 48 {
				if r, g, b, _ := img.At(x, y).RGBA(); r>>8 == 0xBE && g>>8 == 0x21 && b>>8 == 0x38 {
					red++
				}
			}
		}
		if red < 20 {
			t.Errorf("%s: %d pixels", name, red)
		}
	}
}

func TestAnUnknownIconIsEmptyAndNoCrash(t *testing.T) {
	if assets.Icon("no such") != nil {
		t.Error("an unknown icon has bytes")
	}
}

func TestAppIconsAreTheLogo(t *testing.T) {
	for name, size := range map[string]int{"icon.png": 1024, "icon-small.png": 128} {
		want := Drawing{string(assets.Logo)}.Paint(size, size)
		path := filepath.Join("..", "..", "assets", name)
		if *update {
			var b bytes.Buffer
			if err := png.Encode(&b, want); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		got, err := png.Decode(bytes.NewReader(data))
		if err != nil || got.Bounds().Dx() != size || got.Bounds().Dy() != size {
			t.Fatalf("%s: %v, %v", name, err, got)
		}
		for _, at := range []image.Point{{512, 512}, {320, 500}, {720, 752}, {60, 512}, {1, 1}} {
			if g, w := rgba(got.At(at.X*size/1024, at.Y*size/1024)), rgba(want.At(at.X*size/1024, at.Y*size/1024)); g != w {
				t.Errorf("%s at %v: %v, the logo has %v", name, at, g, w)
			}
		}
	}
}

func rgba(c interface{ RGBA() (r, g, b, a uint32) }) [4]uint8 {
	r, g, b, a := c.RGBA()
	return [4]uint8{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), uint8(a >> 8)}
}

func TestStrokesGrowWithTheDrawing(t *testing.T) {
	for _, size := range []int{24, 48, 240} {
		img, inked := Icon("plus", Light.Of(Ink)).Paint(size, size), 0
		for y := range size {
			if _, _, _, a := img.At(size/4, y).RGBA(); a > 0x8000 {
				inked++
			}
		}
		if want := size / 12; inked < want-1 || inked > want+1 {
			t.Errorf("at %d px the stroke is %d px, want %d", size, inked, want)
		}
	}
}

func TestTheLogoHasRoundCorners(t *testing.T) {
	img := Drawing{string(assets.Logo)}.Paint(64, 64)
	if _, _, _, a := img.At(2, 2).RGBA(); a != 0 {
		t.Error("its corner is painted")
	}
	if _, _, _, a := img.At(32, 2).RGBA(); a == 0 {
		t.Error("its edge is not painted")
	}
}

func TestPaletteFollowsTheChoiceAndElseTheSystem(t *testing.T) {
	a := test.NewApp()
	for choice, want := range map[Appearance]Palette{LightOnly: Light, DarkOnly: Dark} {
		a.Settings().SetTheme(NewTheme(choice, 1))
		if P().Of(Bg) != want.Of(Bg) {
			t.Errorf("%s: %v", choice, P().Of(Bg))
		}
	}
	system := NewTheme(System, 1)
	for variant, want := range map[fyne.ThemeVariant]Palette{theme.VariantDark: Dark, theme.VariantLight: Light} {
		if got := system.Color(theme.ColorNameForeground, variant); got != want.Of(Ink) {
			t.Errorf("variant %d: %v", variant, got)
		}
	}
}

func TestTextScaleStaysBetweenOneAndTwo(t *testing.T) {
	for in, want := range map[float32]float32{0: 1, 1.5: 1.5, 9: 2} {
		if got := NewTheme(System, in).Scale(); got != want {
			t.Errorf("%v gives %v", in, got)
		}
	}
}

// The theme's fonts come with emoji and others, 5 MB to be parsed for each weight.
func TestTextOfOurOwnLettersNeedsNoOtherFont(t *testing.T) {
	for _, w := range []Weight{Regular, Medium, SemiBold, Bold, Mono} {
		if _, font := Font(w, "Zürich – „482 913“ € élodie@çà.example"); font == nil {
			t.Errorf("%s takes the theme's fonts", w)
		}
		for _, text := range []string{"小林", "דנה", "ليلى", "Fire 🔥", "Сбербанк", "→"} {
			if _, font := Font(w, text); font != nil {
				t.Errorf("%s draws %q with letters that Inter has not", w, text)
			}
		}
	}
}
