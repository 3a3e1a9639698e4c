package clock

import "kauth/core"

// Moment is the present by the phone and by the servers.
func (c *Clock) Moment() core.Moment {
	_, sure := c.Off()
	return core.Moment{Phone: c.Phone(), Corrected: c.Now(), Sure: sure}
}
