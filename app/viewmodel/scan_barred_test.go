//go:build !race

package viewmodel

import (
	"testing"
	"time"

	"kauth/core"
)

// barredCamera is the scan page before a camera that the system refuses for good, and how
// often its settings were opened.
func barredCamera(t *testing.T, opens error, f func(x *set, opened *int)) {
	onSet(t, func(x *set) {
		opened := 0
		x.app.p.CameraSettings = func() error { opened++; return opens }
		x.one.Fault(core.CameraBarred)
		x.app.Background()
		x.app.Foreground()
		x.pass(time.Second)
		if st := x.is(LiveOff); !st.Barred || st.Problem == nil || st.Problem.Kind != core.CameraBarred {
			t.Fatalf("%+v", st)
		}
		f(x, &opened)
	})
}

func TestACameraThatIsBarredIsTriedOnceItsPersonIsBackFromTheSettings(t *testing.T) {
	barredCamera(t, nil, func(x *set, opened *int) {
		x.app.Background()
		x.app.Foreground()
		x.pass(time.Second)
		if x.is(LiveOff); *opened != 0 {
			t.Fatal("the settings open by themselves")
		}
		there := func() {
			x.page().OpenSettings()
			x.rest()
			x.app.Background()
			x.rest()
			x.app.Foreground()
			x.pass(time.Second)
		}
		there() // and changes nothing there
		if st := x.is(LiveOff); !st.Barred || *opened != 1 {
			t.Fatalf("opened %d times: %+v", *opened, st)
		}
		x.page().OpenSettings()
		x.rest()
		x.app.Background()
		x.one.Fault("")
		x.app.Foreground()
		x.pass(time.Second)
		if st := x.is(LiveOn); st.Barred || st.Problem != nil {
			t.Errorf("%+v", st)
		}
	})
}

// TestACameraThatStartsBesideTheSettingsEndsTheErrand: in a split screen they never cover
// the app, which is not to wait for its way back from them.
func TestACameraThatStartsBesideTheSettingsEndsTheErrand(t *testing.T) {
	barredCamera(t, nil, func(x *set, _ *int) {
		x.page().OpenSettings()
		x.rest()
		x.one.Fault("")
		x.page().StartCamera()
		x.pass(time.Second)
		if x.is(LiveOn); x.page().errand() {
			t.Error("it still waits")
		}
	})
}

func TestSettingsThatDoNotOpenSaySo(t *testing.T) {
	barredCamera(t, core.E("test", core.Internal, nil), func(x *set, _ *int) {
		x.page().OpenSettings()
		x.rest()
		if st := x.is(LiveOff); st.Barred || st.Problem == nil || st.Problem.Kind != core.Internal {
			t.Errorf("%+v", st)
		}
	})
}

func TestWithoutAPageOfTheSystemNoneIsOffered(t *testing.T) {
	barredCamera(t, nil, func(x *set, opened *int) {
		x.app.p.CameraSettings = nil
		x.page().OpenSettings()
		x.rest()
		if st := x.now(); st.Barred || *opened != 0 {
			t.Errorf("%+v", st)
		}
	})
}
