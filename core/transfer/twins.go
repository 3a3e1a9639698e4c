package transfer

import (
	"kauth/core"
)

// code is what makes two entries the same: the codes that they give. Names differ from
// app to app, and the place of a counter from day to day.
type code struct {
	kind      core.OTPType
	secret    string
	algorithm string
	digits    int
	period    int64
}

func codeOf(o core.OTP) code {
	return code{o.Type, string(o.Secret.Bytes()), o.Algorithm, o.Digits, int64(o.Period)}
}

// markTwins marks what stands in the file twice; the first one stays.
func markTwins(entries []Entry) {
	seen := map[code]bool{}
	for i, e := range entries {
		if !e.Usable() {
			continue
		}
		if c := codeOf(e.Account.OTP); seen[c] {
			entries[i].Outcome, entries[i].Reason = Duplicate, Elsewhere
		} else {
			seen[c] = true
		}
	}
}

// Against marks the entries whose code one of these accounts gives already: nothing
// that is here is replaced. It returns a report of its own.
func (r Report) Against(here []core.Account) Report {
	has := map[code]bool{}
	for _, a := range here {
		if a.OTP.Secret.Len() > 0 {
			has[codeOf(a.OTP)] = true
		}
	}
	r.Entries = append([]Entry(nil), r.Entries...)
	for i, e := range r.Entries {
		if e.Usable() && has[codeOf(e.Account.OTP)] {
			r.Entries[i].Outcome, r.Entries[i].Reason = Duplicate, Elsewhere
		}
	}
	return r
}
