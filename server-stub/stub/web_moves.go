package stub

import (
	"slices"

	"kauth/server-stub/pages"
)

// roads are what a new phone may be for; to is the one that was chosen already.
func (s *Server) roads(who signedIn, to string) (roads pages.Roads, err error) {
	reply, err := s.methods(who)
	if err != nil {
		return roads, err
	}
	for _, m := range reply.Methods {
		if m.Kind == kindKauth && !m.Suspended {
			roads.Phones = append(roads.Phones, methodLine(m))
		}
	}
	if slices.ContainsFunc(roads.Phones, func(m pages.Method) bool { return m.ID == to }) {
		roads.To = to
	}
	policy, err := s.Policy()
	if err == nil && !policy.MayLeave && len(roads.Phones) > 0 {
		roads = pages.Roads{Kept: true}
	}
	return roads, err
}
