package screen

import (
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// facts are what there is to judge a request by.
func (p *challenge) facts(s viewmodel.ChallengeState) []widgets.Row {
	t := p.c.t
	known := func(v string) string {
		if v == "" {
			return t.T("challenge.unknown")
		}
		return v
	}
	icon := "lap"
	if s.Device == "phone" || s.Device == "tablet" {
		icon = "phone"
	}
	if s.Match {
		where := known(t.Place(s.Place))
		if s.IP != "" {
			where += " · " + s.IP
		}
		rows := []widgets.Row{
			{Icon: icon, Value: known(t.Agent(s.Agent)), Compact: true},
			{Icon: "pin", Value: where, Compact: true},
		}
		if s.To != "" {
			rows = append(rows, p.then(s))
		}
		return rows
	}
	return []widgets.Row{
		{Icon: icon, Key: t.T("challenge.device"), Value: known(t.Agent(s.Agent))},
		{Icon: "pin", Key: t.T("challenge.place"), Value: known(t.Place(s.Place))},
		{Icon: "net", Key: t.T("challenge.ip"), Value: known(s.IP)},
		{Icon: "clock", Key: t.T("challenge.asked"), Value: t.When(s.Asked, p.c.now())},
	}
}

// whose names the account and its company.
func whose(s viewmodel.ChallengeState) string { return owner(s.Issuer, s.Account) }
