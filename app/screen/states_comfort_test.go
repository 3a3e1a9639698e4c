package screen

import (
	"testing"

	"fyne.io/fyne/v2"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

func init() {
	moreShots = append(moreShots, func() []shot {
		page := &viewmodel.TextSize{}
		return []shot{
			{name: "textsize-system", state: viewmodel.TextSizeState{}, page: page},
			{name: "textsize-large", state: viewmodel.TextSizeState{Chosen: "200"}, page: page, main: true},
			{name: "settings-still", state: viewmodel.SettingsState{Keyring: true, Look: viewmodel.Look{TextSize: "150", Still: true}}, page: settingsPage},
		}
	})
}

// scale is how large words are drawn now.
func scale() float32 {
	return fyne.CurrentApp().Settings().Theme().(*look.Theme).Scale()
}

func TestTextSizeIsTheChosenOneOrElseTheSystems(t *testing.T) {
	w := open(t)
	if scale() != 1 {
		t.Fatalf("%v before anybody said so", scale())
	}
	w.shell.Comfort(1.5, false)
	if scale() != 1.5 {
		t.Errorf("%v, and the system says 1.5", scale())
	}
	w.tap("Settings", "settings")
	w.shell.page.object().(*widgets.Page).ScrollTo(200)
	w.tap("Text size As the system", "text_size")
	w.tap("200%", "text_size")
	w.until(func(viewmodel.State) bool { return scale() == 2 })
	w.shell.Comfort(1, true)
	if scale() != 2 || !look.Still() || !w.shell.stage.still {
		t.Errorf("scale %v, still %v", scale(), look.Still())
	}
	w.tap("As the system", "text_size")
	w.until(func(viewmodel.State) bool { return scale() == 1 })
}
