package screen

import (
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// scan takes a picture of a QR code. The frame is where a camera's picture will be.
type scan struct {
	c      context
	page   *widgets.Page
	busy   *widgets.Busy
	hint   *widgets.Text
	notice *notice
}

// frameSide gives way to large words.
func frameSide() float32 {
	if look.Scale() > wordsFirst {
		return 160
	}
	return 270
}

func newScan(c context, in *viewmodel.Scan) page {
	s := &scan{c: c, busy: widgets.NewBusy(c.t.T("scan.busy")).In(look.OnScrim), notice: newNotice(c)}
	s.hint = widgets.NewText(widgets.Body, c.t.T("scan.hint")).In(look.OnScrim).Centered()
	choose := func() {
		d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
			if err == nil && r != nil {
				in.Picture(func() (io.ReadCloser, error) { return r, nil })
			}
		}, c.w)
		d.SetFilter(pictures)
		d.Show()
	}
	s.page = widgets.NewPage(widgets.PageSpec{
		Bar: widgets.NewBackBar(c.t.T("scan.bar"), c.t.T("action.close"), c.app.Back).Closing().In(look.OnScrim),
		Body: []fyne.CanvasObject{
			s.notice.object(), widgets.Spring(),
			widgets.Centered(widgets.NewScanFrame(frameSide())), widgets.Space(12), s.hint, s.busy,
			widgets.Spring(),
		},
		Foot: []fyne.CanvasObject{
			widgets.NewButton(widgets.Glass, c.t.T("scan.choose"), choose),
			widgets.Columns(look.Gap,
				widgets.NewButton(widgets.Glass, c.t.T("scan.paste"), in.Paste),
				widgets.NewButton(widgets.Glass, c.t.T("scan.hand"), in.ByHand)),
		},
		Margin: look.TextMargin, Gap: look.Gap, Ground: look.Scrim,
	})
	return s
}

func (s *scan) object() fyne.CanvasObject { return s.page }

func (s *scan) update(st viewmodel.State) {
	x := st.(viewmodel.ScanState)
	s.notice.set(x.Problem)
	s.busy.Run(x.Busy)
	s.hint.Hidden = x.Busy
	s.page.Settle()
}

// pictures are what the file dialog offers.
var pictures = storage.NewExtensionFileFilter([]string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp"})
