package checkup

import "kauth/core/wake"

// Woken says how the registrations of linked accounts stand together: WakeGone where one
// of them wakes this device no more, None where each does, and OpenOnly else.
func Woken(states ...wake.State) Cause {
	cause := None
	if len(states) == 0 {
		cause = OpenOnly
	}
	for _, s := range states {
		switch s {
		case wake.Gone, wake.Failed:
			return WakeGone
		case wake.Stands:
		default:
			cause = OpenOnly
		}
	}
	return cause
}
