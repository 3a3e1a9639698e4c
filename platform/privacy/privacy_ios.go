package privacy

import "kauth/platform/ios"

// native is a view that covers the window while the app is not in front, by
// privacy_ios.m: it is what the list of recent apps shows. iOS lets nobody forbid a
// screenshot.
func native() system { return cover{} }

type cover struct{}

func (cover) possible() bool { return true }

func (cover) hide(yes bool) error {
	what := "privacy.show"
	if yes {
		what = "privacy.hide"
	}
	_, err := ios.Call(what, "", nil)
	return err
}
