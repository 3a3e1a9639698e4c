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
				Wakes: []QAWake{
					{At: "09:40:01 UTC", Phone: hostile, Kind: "webpush", Host: hostile, Outcome: "retry", Why: hostile, Again: "09:41:00 UTC", Status: 503, Try: 2},
					{At: "09:40:01 UTC", Phone: "Pixel 9", Kind: "fcm", Outcome: "delivered", Status: 200, Try: 1},
					{Phone: "Pixel 9", Kind: "apns", Outcome: "gone", Status: 410},
					{Outcome: "refused"},
					{Outcome: "late"},
					{Outcome: "recorded"},
				},
				Error: hostile, Done: "qa.done", Links: []Pair{{"outbox.title", "/outbox"}},
			},
		}
	})
}

var qaKinds = []string{"delay", "drop", "drop_reply", "duplicate", "garbage", "hold", "huge", "redirect", "reorder", "status", "truncate"}
