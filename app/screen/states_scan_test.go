package screen

import (
	"bytes"
	"image"
	"image/color"
	"image/png"

	"kauth/app/viewmodel"
	"kauth/core"
	"kauth/core/link"
	"kauth/core/qr"
)

func init() {
	moreShots = append(moreShots, scanShots, pickShots)
}

var (
	scanPage = &viewmodel.Scan{}
	pickPage = &viewmodel.Pick{}
)

// desk is what a camera sees: codes of a size on something grey, and where they are.
func desk(side int, at ...image.Point) (img *image.Gray, marks []viewmodel.Mark) {
	data, err := qr.PNG("otpauth://totp/GitHub:annam?secret=JBSWY3DPEHPK3PXP", 1)
	if err != nil {
		panic(err)
	}
	dots, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		panic(err)
	}
	img = image.NewGray(image.Rect(0, 0, 480, 270))
	for i := range img.Pix {
		img.Pix[i] = byte(90 + 8*(i/480/30))
	}
	n := dots.Bounds().Dx()
	for _, p := range at {
		for i := range side * side {
			x, y := i%side, i/side
			c := color.GrayModel.Convert(dots.At(x*n/side, y*n/side)).(color.Gray)
			img.SetGray(p.X+x, p.Y+y, c)
		}
		q := side * 4 / n // the quiet zone
		marks = append(marks, viewmodel.Mark{
			p.Add(image.Pt(q, q)), p.Add(image.Pt(side-q, q)), p.Add(image.Pt(side-q, side-q)), p.Add(image.Pt(q, side-q)),
		})
	}
	return img, marks
}

// sees has the camera see a code, outlined or not.
func sees(outlined bool) func(page) {
	return func(p page) {
		img, marks := desk(150, image.Pt(165, 60))
		if !outlined {
			marks = nil
		}
		p.(*scan).see(viewmodel.Viewfinder{Picture: img, Marks: marks})
	}
}

func scanning(change func(*viewmodel.ScanState)) viewmodel.ScanState {
	s := viewmodel.ScanState{
		Live: viewmodel.LiveOn, Torch: true, Desktop: true, Device: "1",
		Devices: []viewmodel.CameraDevice{{ID: "1", Name: "Integrated Camera"}, {ID: "2", Name: "Logitech BRIO with a very long name of its own"}},
	}
	change(&s)
	return s
}

func scanShots() []shot {
	of := func(name string, then func(page), change func(*viewmodel.ScanState)) shot {
		return shot{name: "scan-" + name, state: scanning(change), page: scanPage, then: then}
	}
	trouble := func(name string, k core.Kind) shot {
		return of(name, nil, func(s *viewmodel.ScanState) { s.Live, s.Problem = viewmodel.LiveOff, problemOf(k, "") })
	}
	hint := func(h viewmodel.Hint) shot {
		return of(string(h), nil, func(s *viewmodel.ScanState) { s.Hint = h })
	}
	live := of("live", sees(false), func(*viewmodel.ScanState) {})
	live.main = true
	missing := of("missing", nil, func(s *viewmodel.ScanState) { s.Live, s.Devices = viewmodel.LiveMissing, nil })
	missing.main = true
	return []shot{
		live, missing,
		{name: "scan-idle", state: viewmodel.ScanState{}, page: scanPage},
		{name: "scan-busy", state: viewmodel.ScanState{Busy: true}, page: scanPage},
		{name: "scan-problem", state: viewmodel.ScanState{Problem: problemOf(core.NoCode, "")}, page: scanPage},
		of("off", nil, func(s *viewmodel.ScanState) { s.Live, s.Problem = viewmodel.LiveOff, problemOf(core.NotOurs, "") }),
		of("starting", nil, func(s *viewmodel.ScanState) { s.Live = viewmodel.LiveStarting }),
		of("found", sees(true), func(s *viewmodel.ScanState) { s.Live = viewmodel.LiveFound }),
		of("lit", nil, func(s *viewmodel.ScanState) { s.Lit, s.Hint = true, viewmodel.HintDark }),
		of("late", nil, func(s *viewmodel.ScanState) { s.Late, s.Hint = true, viewmodel.HintFar }),
		hint(viewmodel.HintHold), hint(viewmodel.HintDark), hint(viewmodel.HintGlare), hint(viewmodel.HintForeign),
		of("choosing", nil, func(s *viewmodel.ScanState) { s.Live = viewmodel.LiveChoosing }),
		of("unplugged", nil, func(s *viewmodel.ScanState) {
			s.Live, s.Problem = viewmodel.LiveChoosing, problemOf(core.CameraGone, "")
		}),
		of("malformed", nil, func(s *viewmodel.ScanState) { s.Problem = problemOf(core.Malformed, "the secret is not base32") }),
		trouble("barred", core.CameraBarred), trouble("refused", core.CameraRefused), trouble("taken", core.CameraBusy), trouble("silent", core.CameraSilent),
		of("settings", nil, func(s *viewmodel.ScanState) {
			s.Live, s.Problem, s.Barred, s.Desktop = viewmodel.LiveOff, problemOf(core.CameraBarred, ""), true, false
		}),
		of("parts", nil, func(s *viewmodel.ScanState) { s.Parts = viewmodel.PartsProgress{Of: 4, Missing: []int{2, 3}} }),
		of("screen-refused", nil, func(s *viewmodel.ScanState) {
			s.Live, s.Problem = viewmodel.LiveMissing, problemOf(core.ScreenRefused, "")
		}),
	}
}

func pickShots() []shot {
	code := func(kind link.Kind, title, issuer string) viewmodel.PickRow {
		return viewmodel.PickRow{Kind: kind, Title: title, Issuer: issuer}
	}
	from := func(name string, r viewmodel.PickRow) viewmodel.PickRow { r.File = name; return r }
	no := func(k core.Kind) viewmodel.PickRow { return viewmodel.PickRow{Problem: problemOf(k, "")} }
	taken := code(link.OTPAuth, "annam", "GitHub")
	taken.Taken = true
	img, marks := desk(110, image.Pt(95, 70), image.Pt(275, 90))
	two := []viewmodel.PickRow{code(link.OTPAuth, "annam", "GitHub"), code(link.OTPAuth, "anna@example.ch", "")}
	return []shot{
		{name: "pick-live", page: pickPage, main: true, state: viewmodel.PickState{Rows: two, View: &viewmodel.Viewfinder{Picture: img, Marks: marks}}},
		{name: "pick-one", page: pickPage, state: viewmodel.PickState{Rows: append(two, code(link.KAuth, "anna@assoziation.ch", "Infomaniak"))}},
		{name: "pick-files", page: pickPage, main: true, state: viewmodel.PickState{Files: true, Rows: []viewmodel.PickRow{
			from("IMG_2041.jpg", taken), from("IMG_2042.jpg", code(link.KAuth, "anna@assoziation.ch", "Infomaniak")),
			from("holiday.png", no(core.NoCode)), from("notes.pdf", no(core.NotPicture)), from("shop.png", no(core.NotOurs)),
		}}},
		{name: "pick-reading", page: pickPage, state: viewmodel.PickState{Files: true, Busy: true, Rows: []viewmodel.PickRow{
			from("a-very-long-name-of-a-picture-that-somebody-has-saved.png", code(link.OTPAuth, "annam", "GitHub")),
			from("b.png", viewmodel.PickRow{Reading: true}), from("c.png", viewmodel.PickRow{Skipped: true}),
		}}},
	}
}
