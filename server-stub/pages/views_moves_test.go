package pages

import "time"

func init() {
	moreViews = append(moreViews, func(at time.Time) map[string]View {
		roads := Roads{Phones: []Method{{ID: "dev_1", Name: hostile, Added: at}, {ID: "dev_2", Name: hostile, Added: at}}, To: "dev_2"}
		all := map[string]View{
			"steps, move":     Steps{roads},
			"steps, kept":     Steps{Roads{Kept: true}},
			"authorize, move": Authorize{Device: hostile, User: hostile, Server: "https://example.ch", Roads: roads},
			"authorize, kept": Authorize{Device: hostile, User: hostile, Server: "https://example.ch", Roads: Roads{Kept: true}},
		}
		for _, state := range []string{"registered", "active", "refused", "expired"} {
			all["move "+state] = Link{ID: "x", State: state, Move: true, Device: hostile, From: hostile, Left: 500, Of: 600, Kept: 8}
		}
		return all
	})
}
