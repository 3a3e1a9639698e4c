package screen

import (
	"time"

	"kauth/app/viewmodel"
)

func many(s *viewmodel.ChallengeState) { s.Waiting, s.Many = 3, true }

func init() {
	moreShots = append(moreShots, func() []shot {
		return []shot{
			{name: "resting-challenge", state: request(many), page: requestPage},
			{name: "resting-number", state: number("", many), page: requestPage},
			{name: "resting-lock", state: visited(func(r *viewmodel.DoorRequest) { r.Count, r.Many = 3, true }), page: &viewmodel.Door{}},
			{name: "resting-home", state: bannered(viewmodel.Banner{Kind: viewmodel.BannerResting, Until: at.Add(time.Hour)}), page: &viewmodel.Home{}},
		}
	})
}
