package screen

import (
	"fyne.io/fyne/v2"

	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// starting is the logo alone, for as long as the keyring takes.
type starting struct{ o fyne.CanvasObject }

func newStarting(context) page {
	logo := widgets.Centered(widgets.NewLogo(96))
	return &starting{widgets.NewPage(widgets.PageSpec{
		Body: []fyne.CanvasObject{widgets.Spring(), logo, widgets.Spring()},
	})}
}

func (s *starting) object() fyne.CanvasObject { return s.o }

func (s *starting) update(viewmodel.State) {}

// newHidden is the logo that stands for a page in the background.
func newHidden() fyne.CanvasObject {
	return widgets.NewPage(widgets.PageSpec{
		Body: []fyne.CanvasObject{widgets.Spring(), widgets.Centered(widgets.NewLogo(96)), widgets.Spring()},
	})
}
