package viewmodel

import "kauth/core"

// MendFind leads to the page that finds out step by step.
const MendFind CheckMend = "find"

// mendFor is what the account's page offers for each class of trouble. A pause ends by
// itself: asking again tells when it has. Who blocked an account says when it is over;
// there is nothing to do for it here.
func mendFor(p *Problem) CheckMend {
	if p == nil {
		return ""
	}
	switch p.Kind {
	case core.Offline, core.Slow, core.ServerDown, core.RateLimited, core.Paused:
		return MendAgain
	case core.Relink, core.NotLinked, core.WrongKey, core.KeyGone, core.SignerGone, core.Suspended:
		return MendLink
	case core.Blocked:
		return ""
	}
	return MendFind
}

// Mend does what the state says.
func (d *Detail) Mend() {
	d.app.do(func() {
		s, ok := d.state().(DetailState)
		if !ok || d.app.top() != page(d) {
			return // a second tap on what has opened already
		}
		switch s.Mend {
		case MendAgain:
			d.app.refresh()
		case MendLink:
			d.app.openAgain(d.account.ID)
		case MendFind:
			d.app.arrived(d.account.ID) // it is being looked into
			d.app.check()
		}
	})
}
