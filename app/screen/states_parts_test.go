package screen

import (
	"fmt"

	"kauth/app/viewmodel"
	"kauth/core"
)

func init() {
	moreShots = append(moreShots, func() []shot {
		page := &viewmodel.Parts{}
		with := func(name string, main bool, change func(*viewmodel.PartsState)) shot {
			s := exported()
			change(&s)
			return shot{name: "parts-" + name, state: s, page: page, main: main}
		}
		return []shot{
			with("missing", true, func(*viewmodel.PartsState) {}),
			with("missing-two", false, func(s *viewmodel.PartsState) { s.Of, s.Missing = 4, []int{1, 3} }),
			with("leaving", true, func(s *viewmodel.PartsState) { s.Leaving = true }),
			with("other", false, func(s *viewmodel.PartsState) { s.Problem = problemOf(core.OtherExport, "") }),
			with("whole", true, func(s *viewmodel.PartsState) { s.Missing = nil }),
			with("busy", false, func(s *viewmodel.PartsState) { s.Missing, s.Busy = nil, true }),
			with("full", false, func(s *viewmodel.PartsState) { s.Missing, s.Problem = nil, problemOf(core.StorageFull, "") }),
			with("here", false, func(s *viewmodel.PartsState) {
				s.Missing, s.New, s.Rows = nil, 0, s.Rows[1:2]
			}),
			with("many", false, func(s *viewmodel.PartsState) {
				s.Missing, s.Rows = nil, nil
				for i := range 120 {
					s.Rows = append(s.Rows, viewmodel.PartsRow{Title: fmt.Sprint("Service ", i), Label: "anna@example.ch", Identity: "x"})
				}
				s.New = len(s.Rows)
			}),
		}
	})
}

func exported() viewmodel.PartsState {
	return viewmodel.PartsState{
		PartsProgress: viewmodel.PartsProgress{Of: 3, Missing: []int{2}}, New: 2,
		Rows: []viewmodel.PartsRow{
			{Title: "GitHub", Label: "annam", Identity: "GitHub annam"},
			{Title: "Infomaniak", Label: "anna@assoziation.ch", Identity: "Infomaniak", Here: true},
			{Title: "A company with a very long name that goes on", Label: "someone.with.a.very.long.name@a-very-long-domain.example", Identity: "A"},
			{Title: "Old service", Label: "anna", Identity: "Old", Refused: true},
		},
	}
}
