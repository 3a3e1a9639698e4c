package screen

import (
	"time"

	"kauth/app/viewmodel"
	"kauth/core"
)

func digitsToType(change func(*viewmodel.OfflineState)) viewmodel.State {
	s := viewmodel.OfflineState{
		Account: "anna@assoziation.ch", Issuer: "Infomaniak", Yes: true, Digits: "0482 1937",
		Left: 84 * time.Second, Fraction: 0.7,
	}
	if change != nil {
		change(&s)
	}
	return s
}

func init() {
	page := &viewmodel.Offline{}
	moreShots = append(moreShots, func() []shot {
		return []shot{
			{name: "offline-yes", state: digitsToType(nil), page: page, main: true},
			{name: "offline-no", state: digitsToType(func(s *viewmodel.OfflineState) { s.Yes = false }), page: page},
			{name: "offline-notme", state: digitsToType(func(s *viewmodel.OfflineState) { s.Yes, s.NotMe = false, true }), page: page},
			{name: "offline-over", state: digitsToType(func(s *viewmodel.OfflineState) { s.Over, s.Left = true, 0 }), page: page},
			{name: "offline-request", state: request(func(s *viewmodel.ChallengeState) { s.Scanned = true }), page: requestPage},
			{name: "offline-number", state: number("", func(s *viewmodel.ChallengeState) { s.Scanned = true }), page: requestPage},
			{name: "offline-instead", state: request(func(s *viewmodel.ChallengeState) {
				s.Said, s.Problem, s.ByDigits = core.Approve, problemOf(core.Offline, ""), true
			}), page: requestPage},
		}
	})
}
