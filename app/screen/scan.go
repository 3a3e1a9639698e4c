package screen

import (
	"image"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"kauth/app/look"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// scan shows what the camera sees, and the other ways that a code comes in.
type scan struct {
	c       context
	in      *viewmodel.Scan
	page    *widgets.Page
	finder  *widgets.Viewfinder
	busy    *widgets.Busy
	hint    *widgets.Text
	notice  *notice
	devices *widgets.Rows
	start   *widgets.Button
	allow   *widgets.Button
	desktop *widgets.Button
	light   *widgets.IconButton
	other   *widgets.IconButton
}

// frameSide gives way to large words.
func frameSide() float32 {
	if look.Scale() > wordsFirst {
		return 160
	}
	return 270
}

func newScan(c context, in *viewmodel.Scan) page {
	t := c.t
	s := &scan{c: c, in: in, busy: widgets.NewBusy(t.T("scan.busy")).In(look.OnScrim), notice: newNotice(c), devices: widgets.NewRows()}
	s.hint = widgets.NewText(widgets.Body, "").In(look.OnScrim).Centered()
	s.finder = widgets.NewViewfinder(frameSide())
	s.start = widgets.NewButton(widgets.Glass, "", in.StartCamera)
	s.allow = widgets.NewButton(widgets.Glass, t.T("scan.settings"), in.OpenSettings)
	s.light = widgets.NewIconButton("bolt", t.T("scan.light.on"), in.Light)
	s.other = widgets.NewIconButton("camera", t.T("scan.other"), in.OtherCamera)
	s.desktop = widgets.NewButton(widgets.Glass, t.T("scan.screen"), in.FromScreen)
	s.page = widgets.NewPage(widgets.PageSpec{
		Bar: widgets.NewBackBar(t.T("scan.bar"), t.T("action.close"), c.app.Back, s.other, s.light).Closing().In(look.OnScrim),
		Body: []fyne.CanvasObject{
			s.notice.object(), widgets.Spring(),
			s.finder, widgets.Space(4), s.hint, s.devices, s.allow, s.start, s.busy,
			widgets.Spring(),
		},
		Foot: []fyne.CanvasObject{
			widgets.Columns(look.Gap, widgets.NewButton(widgets.Glass, t.T("scan.choose"), s.choose), s.desktop),
			widgets.Columns(look.Gap,
				widgets.NewButton(widgets.Glass, t.T("scan.paste"), in.Paste),
				widgets.NewButton(widgets.Glass, t.T("scan.hand"), in.ByHand)),
		},
		Margin: look.TextMargin, Gap: look.Gap, Ground: look.Scrim,
	})
	in.Watch(func(v viewmodel.Viewfinder, done func()) {
		fyne.Do(func() {
			s.see(v)
			done()
		})
	})
	return s
}

func (s *scan) object() fyne.CanvasObject { return s.page }

// see draws what the camera sees.
func (s *scan) see(v viewmodel.Viewfinder) {
	if s.finder.Set(v.Picture, corners(v.Marks)) {
		s.page.Settle()
	}
}

func corners(marks []viewmodel.Mark) (all [][4]image.Point) {
	for _, m := range marks {
		all = append(all, m)
	}
	return all
}

// choose lets the person look for a picture.
func (s *scan) choose() {
	d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		if err == nil && r != nil {
			open := func() (io.ReadCloser, error) { return r, nil }
			s.in.Pictures([]viewmodel.File{{Name: r.URI().Name(), Open: open}})
		}
	}, s.c.w)
	d.SetFilter(pictures)
	d.Show()
}

// pictures are what the file dialog offers.
var pictures = storage.NewExtensionFileFilter([]string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp"})

func (s *scan) update(st viewmodel.State) {
	x, t := st.(viewmodel.ScanState), s.c.t
	s.notice.set(x.Problem)
	s.busy.Run(x.Busy)
	words, shown := scanWords(t, x)
	s.hint.Set(words)
	s.hint.Hidden = !shown
	choosing := x.Live == viewmodel.LiveChoosing
	s.devices.Set(s.cameras(x)...)
	s.devices.Hidden = !choosing
	s.finder.Hidden = choosing || x.Barred // whose two buttons need the room
	s.start.Set(t.T(startWords(x)))
	s.start.Hidden = x.Busy || x.Live != viewmodel.LiveOff && x.Live != viewmodel.LiveMissing
	s.allow.Hidden = !x.Barred
	s.desktop.Hidden = !x.Desktop
	on := x.Live == viewmodel.LiveOn || x.Live == viewmodel.LiveFound
	s.light.Hidden, s.other.Hidden = !on || !x.Torch, !on || len(x.Devices) < 2
	if s.light.Set("bolt", t.T("scan.light.on")); x.Lit {
		s.light.Set("off", t.T("scan.light.off"))
	}
	s.page.Settle()
}
