package screen

import (
	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
	"kauth/core"
)

// scanWords say what to do now, under the picture.
func scanWords(t *text.Catalog, x viewmodel.ScanState) (words string, shown bool) {
	switch x.Live {
	case viewmodel.LiveStarting:
		words = t.T("scan.starting")
	case viewmodel.LiveOn:
		words = t.T(hintKey(x))
		if x.Parts.Of > 0 && x.Hint == viewmodel.HintNone {
			words = lacks(t, x.Parts)
		}
		if x.Late {
			words += "\n" + t.T("scan.late")
		}
	case viewmodel.LiveFound:
		words = t.T("scan.found")
	case viewmodel.LiveChoosing:
		words = t.T("scan.which")
	case viewmodel.LiveMissing:
		words = t.T(elsewhere(x))
		if x.Problem == nil {
			words = t.T("scan.missing") + "\n" + words
		}
	default:
		words = t.T(elsewhere(x))
	}
	return words, !x.Busy && !x.Barred // whose notice says it all
}

// elsewhere names where else a code comes from: onto a phone nothing is dropped.
func elsewhere(x viewmodel.ScanState) string {
	if x.Desktop {
		return "scan.hint"
	}
	return "scan.elsewhere"
}

func hintKey(x viewmodel.ScanState) string {
	switch {
	case x.Hint == viewmodel.HintNone:
		return "scan.live"
	case x.Hint == viewmodel.HintDark && x.Torch && !x.Lit:
		return "scan.hint.dark.light"
	}
	return "scan.hint." + string(x.Hint)
}

// startWords name what starts the camera: again, or at all.
func startWords(x viewmodel.ScanState) string {
	switch {
	case x.Live == viewmodel.LiveMissing:
		return "scan.start.look"
	case x.Problem != nil && ofCamera[x.Problem.Kind]:
		return "scan.start.again"
	}
	return "scan.start"
}

var ofCamera = map[core.Kind]bool{
	core.CameraBarred: true, core.CameraBusy: true, core.CameraGone: true, core.CameraRefused: true, core.CameraSilent: true, core.Unsupported: true,
}

// cameras are rows to choose one of.
func (s *scan) cameras(x viewmodel.ScanState) (rows []widgets.Row) {
	for _, d := range x.Devices {
		rows = append(rows, widgets.Row{Icon: "camera", Value: d.Name, Chosen: d.ID == x.Device, NoArrow: true, Tapped: func() { s.in.Camera(d.ID) }})
	}
	return rows
}
