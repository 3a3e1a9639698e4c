package pages

import "time"

func init() {
	moreViews = append(moreViews, func(time.Time) map[string]View {
		phone := QAPhone{ID: "dev_x", Name: hostile, State: "active", Test: true}
		return map[string]View{
			"qa, empty": QA{Kinds: qaKinds},
			"qa": QA{
				Offset: -60, Unlocked: true, Stay: true, Now: "2026-03-03 09:41:00", Mode: "match", IP: hostile, Place: hostile, Agent: hostile, Kinds: qaKinds,
				Faults: []QAFault{{Kind: "hold", Times: 2}, {Kind: "status", Method: "GET", Path: hostile}},
				People: []QAPerson{{User: hostile, On: true, Blocked: true, Phones: []QAPhone{phone}, Requests: []QARequest{
					{ID: "chl_x", Number: "47", Left: 60, Phones: []QAPhone{phone}}, {ID: "chl_y", Left: 3},
				}}},
				Error: hostile, Done: "qa.done", Links: []Pair{{"outbox.title", "/outbox"}},
			},
		}
	})
}

var qaKinds = []string{"delay", "drop", "drop_reply", "duplicate", "garbage", "hold", "huge", "redirect", "reorder", "status", "truncate"}
