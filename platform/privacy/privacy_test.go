package privacy_test

import (
	"testing"

	"kauth/core/coretest"
	"kauth/platform/privacy"
	"kauth/platform/privacy/privacytest"
)

func TestFakeWindowBehavesAsTheRealOne(t *testing.T) {
	privacytest.Suite(t, func(*testing.T) privacytest.Phone {
		w := &coretest.Window{}
		return privacytest.Phone{Guard: w, Hidden: w.Hidden, Again: func() {}}
	})
}

func TestDesktopSaysThatItCannotHideAWindow(t *testing.T) { privacytest.Absent(t, privacy.New()) }
