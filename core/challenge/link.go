package challenge

import (
	"context"

	"kauth/core"
)

// The states of LinkState besides those of a challenge.
const (
	LinkWaits   = "pending" // the challenge is here, to be answered
	LinkUnknown = ""        // the server does not speak of it any more
)

// LinkChallenge gives the request that asks for the six digits.
func (b *Inbox) LinkChallenge(ctx context.Context, id core.AccountID) (core.Challenge, error) {
	c, state, err := b.LinkState(ctx, id)
	switch {
	case err != nil:
		return core.Challenge{}, err
	case state == "expired":
		return core.Challenge{}, core.E("challenge.LinkChallenge", core.LinkExpired, nil)
	case state != LinkWaits:
		return core.Challenge{}, core.E("challenge.LinkChallenge", core.NotFound, nil)
	}
	return c, nil
}

// LinkState asks the server how far a link has come: LinkWaits with its challenge,
// the state in which it ended, or LinkUnknown.
func (b *Inbox) LinkState(ctx context.Context, id core.AccountID) (core.Challenge, string, error) {
	a, err := b.store.Account(id)
	if err != nil {
		return core.Challenge{}, "", err
	}
	if a.Device == nil || a.Device.ID == "" {
		return core.Challenge{}, "", core.E("challenge.LinkState", core.NotFound, nil)
	}
	reply, err := b.fetch(ctx, a, "", 0)
	if err != nil {
		return core.Challenge{}, "", err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, r := range b.requests {
		if r.Account == id && r.Kind == core.KindLink {
			return r.Challenge, LinkWaits, nil
		}
	}
	// A phone that is not confirmed yet has had no request but this one.
	for _, g := range reply.Gone {
		if g.State == "approved" || g.State == "redeemed" {
			return core.Challenge{}, "approved", nil
		}
	}
	if len(reply.Gone) > 0 {
		return core.Challenge{}, reply.Gone[0].State, nil
	}
	return core.Challenge{}, LinkUnknown, nil
}
