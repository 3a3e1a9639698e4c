package main

import (
	"bytes"
	"image"
	"image/png"

	"kauth/app/screen"
	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/assets"
	"kauth/core"
	"kauth/platform/notify"
)

// besideWindow shows the view-model's notices in the words of the chosen language.
type besideWindow struct {
	*notify.Notices
	words func() *text.Catalog
}

func newBesideWindow(words func() *text.Catalog, answered func(string, core.NoticeAnswer), taken func(string)) besideWindow {
	return besideWindow{notify.New(notify.Options{
		App: "kAuth", Desktop: desktopName, Icon: smallIcon(), Answered: answered, Taken: taken,
	}), words}
}

// Show implements viewmodel.Notifier.
func (b besideWindow) Show(s viewmodel.NoticeState) { b.Notices.Show(screen.Notice(b.words(), s)) }

// leaveOf asks for the person's leave where the system wants that; nil elsewhere.
func leaveOf(n viewmodel.Notifier) viewmodel.NoticeLeave {
	if b, ok := n.(besideWindow); ok {
		if leave, ok := any(b.Notices).(viewmodel.NoticeLeave); ok {
			return leave
		}
	}
	return nil
}

// desktopName is what the .desktop file and the icon are called, without their endings.
const desktopName = "kauth"

// smallIcon is as large as notification services draw it at twice the size, or more.
func smallIcon() image.Image {
	img, err := png.Decode(bytes.NewReader(assets.SmallIcon))
	if err != nil {
		return nil // a test reads every asset
	}
	return img
}
