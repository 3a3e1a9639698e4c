package stub

import (
	"strconv"

	"kauth/core/api"
)

// Policy is what the company asks of every phone. The zero value asks that nothing
// is ever removed by the phone; DefaultPolicy asks nothing.
type Policy struct {
	VerifyRequired bool // a YES counts only from a phone that its person unlocked
	MayLeave       bool // a phone may take itself off its account
}

// DefaultPolicy is the one of a server that was never told otherwise. It is not
// stated to phones.
var DefaultPolicy = Policy{MayLeave: true}

// policyRecord is the policy on file; At rises with each change.
type policyRecord struct {
	At uint64
	Policy
}

const namePolicy = "policy"

func (t *tx) policy() policyRecord {
	p, err := load[policyRecord](t, inMeta, namePolicy)
	if err != nil {
		return policyRecord{Policy: DefaultPolicy}
	}
	return *p
}

func (p policyRecord) verify() string {
	if p.VerifyRequired {
		return api.VerifyRequired
	}
	return api.VerifyNone
}

// Policy is what the company asks of phones now.
func (s *Server) Policy() (p Policy, err error) {
	err = s.view(func(t *tx) error {
		p = t.policy().Policy
		return nil
	})
	return p, err
}

// SetPolicy asks something else of every phone from now on, and states it to them.
func (s *Server) SetPolicy(p Policy) error {
	return s.update(func(t *tx) error {
		old := t.policy()
		if old.Policy == p {
			return nil
		}
		t.put(inMeta, namePolicy, policyRecord{old.At + 1, p})
		return t.tellPhones()
	})
}

// mayApprove refuses a YES of a phone that nobody unlocked, where the policy asks for
// that. The request goes on waiting. A link comes before any policy.
func (t *tx) mayApprove(c *challenge, a api.Answer) error {
	if c.Kind == kindMove && a.Decision == "approve" && !t.policy().MayLeave {
		return fail(api.CodePolicy, "the organization keeps this phone on its account")
	}
	if c.Kind != kindLink && a.Decision == "approve" && a.Verified == "none" && t.policy().VerifyRequired {
		return fail(api.CodeUVRequired, "the organization takes a YES only from a phone that was unlocked for it")
	}
	return nil
}

func text(n uint64) string { return strconv.FormatUint(n, 10) }
