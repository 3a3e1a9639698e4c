package main

import (
	"os"
	"runtime"

	"fyne.io/fyne/v2/lang"

	"kauth/app/text"
)

// systemLocale is the language of the system and the place whose dates it writes. The
// desktops of Linux and BSD say both in the environment; the others have no such habit,
// and Fyne asks them. On phones it is untested: there is none here.
func systemLocale() string {
	switch runtime.GOOS {
	case "android", "ios", "darwin", "windows":
		return string(lang.SystemLocale())
	}
	return text.Detect(os.Getenv)
}
