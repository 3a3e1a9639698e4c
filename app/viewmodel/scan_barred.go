package viewmodel

import (
	"context"

	"kauth/core"
)

// barred: only the system's settings let the app film, and their page can be shown.
func (s *Scan) barred() bool {
	return s.app != nil && s.app.p.CameraSettings != nil && s.live.state == LiveOff &&
		s.problem != nil && s.problem.Kind == core.CameraBarred
}

// OpenSettings shows the system's page where a camera that was refused for good can be
// allowed. It is tried again once the person is back.
func (s *Scan) OpenSettings() {
	s.app.do(func() {
		if !s.barred() {
			return
		}
		s.sent = true
		open := s.app.p.CameraSettings
		work(s.app, func(context.Context) (struct{}, error) { return struct{}{}, open() }, func(_ struct{}, err error) {
			if err != nil {
				s.sent, s.problem = false, problem(err)
			}
		})
	})
}

// cameBack tries once: what is still barred would answer at once, for ever.
func (s *Scan) cameBack() {
	if s.sent {
		s.sent, s.problem, s.live.state = false, nil, LiveStarting
	}
}
