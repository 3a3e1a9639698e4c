package privacy

import "kauth/platform/android"

// native is FLAG_SECURE, by Privacy.java.
func native() system { return window{} }

type window struct{}

func (window) possible() bool { return true }

func (window) hide(yes bool) error {
	what := "privacy.show"
	if yes {
		what = "privacy.hide"
	}
	_, err := android.Call(what, "", nil)
	return err
}
