package main

import (
	"bytes"
	"image"
	"image/png"

	xdraw "golang.org/x/image/draw"

	"kauth/app/screen"
	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/assets"
	"kauth/core"
	"kauth/platform/notify"
)

// noticeIcon is as large as notification services draw it at twice the size.
const noticeIcon = 96

// besideWindow shows the view-model's notices in the words of the chosen language.
type besideWindow struct {
	*notify.Notices
	words func() *text.Catalog
}

func newBesideWindow(words func() *text.Catalog, answered func(string, core.NoticeAnswer)) besideWindow {
	return besideWindow{notify.New(notify.Options{
		App: "kAuth", Desktop: desktopName, Icon: smallIcon(noticeIcon), Answered: answered,
	}), words}
}

// Show implements viewmodel.Notifier.
func (b besideWindow) Show(s viewmodel.NoticeState) { b.Notices.Show(screen.Notice(b.words(), s)) }

// desktopName is what the .desktop file and the icon are called, without their endings.
const desktopName = "kauth"

// smallIcon is the app's icon, so many pixels wide.
func smallIcon(size int) image.Image {
	full, err := png.Decode(bytes.NewReader(assets.AppIcon))
	if err != nil {
		return nil // a test reads every asset
	}
	small := image.NewNRGBA(image.Rect(0, 0, size, size))
	xdraw.CatmullRom.Scale(small, small.Bounds(), full, full.Bounds(), xdraw.Src, nil)
	return small
}
