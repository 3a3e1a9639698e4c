package screen

import (
	"fmt"

	"kauth/app/viewmodel"
	"kauth/core"
)

func init() { moreShots = append(moreShots, importShots) }

var importView = &viewmodel.Import{}

// preview is a file with some of each.
func preview(change func(*viewmodel.ImportState)) viewmodel.State {
	s := viewmodel.ImportState{
		Step: viewmodel.ImportPreview, Format: "aegis",
		Add: []viewmodel.ImportRow{
			{Issuer: "Infomaniak", Label: "anna@example.ch", Type: "totp"},
			{Issuer: "Städtische Verkehrsbetriebe Musterhausen", Label: "anna.mustermann-beispiel@verkehrsbetriebe.example.ch", Type: "totp"},
			{Label: "?", Type: "totp", Reason: "no_name"},
			{Issuer: "GitHub", Label: "anna", Type: "totp", Reason: "algorithm_name"},
		},
		Here: []viewmodel.ImportRow{{Issuer: "Steam", Label: "anna_s", Type: "steam", Reason: "already_here"}},
		Out: []viewmodel.ImportRow{
			{Issuer: "Yandex", Label: "anna", Type: "yandex", Reason: "unsupported_type"},
			{Issuer: "Old shop", Type: "totp", Reason: "malformed"},
			{Type: "totp", Reason: "in_trash"},
		},
	}
	if change != nil {
		change(&s)
	}
	return s
}

func importShots() []shot {
	step := func(s viewmodel.ImportStep, change func(*viewmodel.ImportState)) viewmodel.State {
		st := viewmodel.ImportState{Step: s, Format: "aegis"}
		if change != nil {
			change(&st)
		}
		return st
	}
	all := []shot{
		{name: "import", state: step(viewmodel.ImportChoose, nil), main: true},
		{name: "import-reading", state: step(viewmodel.ImportReading, nil)},
		{name: "import-slow", state: step(viewmodel.ImportReading, func(s *viewmodel.ImportState) { s.Seconds = 7 })},
		{name: "import-password", state: step(viewmodel.ImportPassword, nil), main: true},
		{name: "import-wrong", state: step(viewmodel.ImportPassword, func(s *viewmodel.ImportState) { s.Wrong = true })},
		{name: "import-backup", state: step(viewmodel.ImportPassword, func(s *viewmodel.ImportState) { s.Format, s.Backup = "kauth", true })},
		{name: "import-costly", state: step(viewmodel.ImportCostly, func(s *viewmodel.ImportState) { s.MiB = 1024 })},
		{name: "import-preview", state: preview(nil), main: true},
		{name: "import-adding", state: preview(func(s *viewmodel.ImportState) { s.Step = viewmodel.ImportAdding })},
		{name: "import-full", state: preview(func(s *viewmodel.ImportState) { s.Problem = problemOf(core.StorageFull, "") })},
		{name: "import-missing", state: preview(func(s *viewmodel.ImportState) { s.Missing = []int{2, 3} })},
		{name: "import-nothing", state: preview(func(s *viewmodel.ImportState) { s.Add = nil })},
		{name: "import-many", state: preview(func(s *viewmodel.ImportState) {
			s.Here, s.Out = nil, nil
			for i := range 150 {
				s.Add = append(s.Add, viewmodel.ImportRow{Issuer: fmt.Sprint("Company ", i), Label: "anna@example.ch"})
			}
		})},
	}
	for _, failed := range []string{"not_ours", "malformed", "too_new", "unsupported"} {
		all = append(all, shot{
			name: "import-failed-" + failed, main: failed == "unsupported",
			state: step(viewmodel.ImportChoose, func(s *viewmodel.ImportState) { s.Failed = failed }),
		})
	}
	for i := range all {
		all[i].page = importView
	}
	return all
}
