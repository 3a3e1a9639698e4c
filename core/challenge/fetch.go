package challenge

import (
	"context"
	"time"

	"kauth/core"
	"kauth/core/api"
)

// maxListed is more requests than a server may have waiting for one account.
const maxListed = 32

// ticket says when a fetch was begun: as the n-th, and at what time. What a stream says
// may be old by then, but comes in its order: it ends by silence what was there before
// it began and what it told itself, and nothing that was heard elsewhere meanwhile.
type ticket struct {
	n      uint64
	at     time.Time
	stream uint64 // its number; 0: none
}

// fetch asks what waits for an account, takes it in, and does what may come after.
func (b *Inbox) fetch(ctx context.Context, a core.Account, cursor string, wait time.Duration) (api.FetchReply, error) {
	reply, err := b.ask(ctx, a, cursor, wait)
	if err == nil {
		b.after(ctx, a)
	}
	return reply, err
}

// ask is fetch without that. No news since no cursor means that nothing waits.
func (b *Inbox) ask(ctx context.Context, a core.Account, cursor string, wait time.Duration) (api.FetchReply, error) {
	begun := b.ticket()
	b.mu.Lock()
	b.origins[a.ID] = a.Device.Origin
	b.mu.Unlock()
	reply, err := b.server.Fetch(ctx, *a.Device, cursor, wait)
	if strange(err) {
		if now, ok := b.caughtUp(ctx, a); ok {
			a = now
			reply, err = b.server.Fetch(ctx, *a.Device, cursor, wait)
		}
	}
	if ctx.Err() == nil || err == nil {
		b.tell(b.setTrouble(a, err)...)
	}
	if err != nil || (reply.ServerTime == 0 && cursor != "") { // nothing changed
		return reply, err
	}
	return reply, b.takeReply(ctx, a, reply, begun)
}

// takeReply takes in what a server says of an account, by poll or by stream.
func (b *Inbox) takeReply(ctx context.Context, a core.Account, reply api.FetchReply, begun ticket) error {
	// The account may have gone, or be another phone's by now, while we waited.
	now, err := b.store.Account(a.ID)
	if err != nil {
		return err
	}
	if now.Device == nil || now.Device.ID != a.Device.ID {
		return core.E("challenge.fetch", core.NotFound, nil)
	}
	if revoked, err := b.takeStatements(now, reply.Statements); revoked || err != nil {
		return err
	}
	if len(reply.Statements) > 0 { // it may have other keys now
		if now, err = b.store.Account(a.ID); err != nil {
			return err
		}
	}
	b.readLeft()
	b.tell(b.take(now, reply, begun)...)
	if begun.stream > 0 && b.unnoted(now.ID) {
		sleep(ctx, screenFirst)
	}
	b.noteWaiting(now.ID)
	b.readCame()
	return nil
}

// take makes the requests of an account what a reply lists. Signatures and the store
// come first: whoever asks what is pending must not wait for either.
func (b *Inbox) take(a core.Account, reply api.FetchReply, begun ticket) (events []Event) {
	good, dropped := read(a, reply.Challenges)
	answered := map[string]bool{}
	for _, c := range good {
		answered[c.ID] = b.isAnswered(c.ID)
	}
	before := b.answeredBefore(a, reply.Gone)
	told := b.kept(toldBucket, a.ID)
	defer b.forgetTold(told)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.observe(a.Device.Origin, reply.ServerTime, begun.at)
	late := b.heardLate(told, reply.Gone)
	b.goneBefore(a, reply.Gone, before)
	b.dropped += dropped
	listed, fresh := map[string]bool{}, false
	for _, c := range good {
		if listed[c.ID] || !b.mayShow(a, c) {
			b.dropped++
			continue
		}
		listed[c.ID] = true
		if r := b.requests[c.ID]; r != nil && begun.stream > 0 {
			r.stream = begun.stream
		}
		if r, known := b.requests[c.ID]; known || answered[c.ID] || b.isEnded(c.ID) {
			fresh = fresh || known && r.scanned
			if known {
				r.scanned = false // it can be answered over the network now
			}
			continue
		}
		b.requests[c.ID] = &request{
			Challenge: c, origin: a.Device.Origin, device: a.Device.ID,
			seen: b.fetches, stream: begun.stream, turn: make(chan struct{}, 1), title: a.Title(), label: a.Label,
		}
		b.arrived(c)
		fresh = true
	}
	events = append(late, b.dropUnlisted(a, listed, reply.Gone, begun)...)
	b.settleLeft(a, before)
	if fresh {
		events = append(events, Event{Pending: true})
		nudge(b.sweep)
	}
	return events
}

// after tells whether what is said would list the request if it still waited.
func (t ticket) after(r *request) bool {
	return t.n > r.seen || (t.stream > 0 && t.stream == r.stream)
}

// dropUnlisted ends what waits no longer: what the reply says is gone, and what it
// does not list although it was asked after that had come.
func (b *Inbox) dropUnlisted(a core.Account, listed map[string]bool, gone []api.Gone, begun ticket) (events []Event) {
	states := map[string]string{}
	for _, g := range gone {
		states[g.ID] = g.State
		if _, waits := b.requests[g.ID]; !waits && !b.isEnded(g.ID) {
			// Never seen by this process, but somebody may ask how it ended.
			e := Ended{ID: g.ID, Account: a.ID, Outcome: outcomeOf(g.State), State: g.State}
			b.ended[g.ID] = ending{Ended: e, until: b.o.Now().Add(rememberFor)}
		}
	}
	for id, r := range b.requests {
		state, isGone := states[id]
		switch {
		case r.Account != a.ID || listed[id] || (!isGone && !begun.after(r)):
		case len(r.turn) > 0: // our own answer is under way and may be what ended it
			r.gone = state
		case r.told:
			events = append(events, b.end(id, endTold(r.answer.decision, state))...)
		default:
			events = append(events, b.end(id, Ended{Outcome: outcomeOf(state), State: state})...)
		}
	}
	return events
}

// mayShow refuses what is over, and what fits no phone in this state: a request to
// sign in while the link is not confirmed, or to link again once it is; and another
// message under a known id.
func (b *Inbox) mayShow(a core.Account, c core.Challenge) bool {
	if b.remaining(a.Device.Origin, c) <= 0 || (c.Kind == core.KindLink) != (a.State == core.Unconfirmed) {
		return false
	}
	r, known := b.requests[c.ID]
	return !known || (r.Account == c.Account && r.JWS == c.JWS)
}

// read checks signed requests against the account's own server keys, and counts
// those that it drops.
func read(a core.Account, messages []string) (good []core.Challenge, dropped int) {
	d := a.Device
	for i, jws := range messages {
		if i >= maxListed {
			return good, dropped + len(messages) - i
		}
		m, err := api.OpenChallenge(jws, keysOf(d), d.Origin, d.ID, d.Account)
		if err != nil {
			dropped++
			continue
		}
		good = append(good, shown(a.ID, m, jws))
	}
	return good, dropped
}

// shown is a checked message in the words of core.
func shown(account core.AccountID, m api.Challenge, jws string) core.Challenge {
	return core.Challenge{
		ID: m.ID, Account: account, Kind: core.ChallengeKind(m.Kind), Mode: core.Mode(m.Mode), Digits: m.Digits,
		Context: core.Context{
			App: m.Context.App, Origin: m.Context.Origin, IP: m.Context.IP, Place: m.Context.Place,
			Agent: m.Context.Agent, DeviceType: m.Context.Device, At: time.Unix(m.Context.At, 0),
			To: m.Context.To,
		},
		Issued: time.Unix(m.Iat, 0), Expires: time.Unix(m.Exp, 0), JWS: jws,
	}
}

// end takes a request out and remembers how it ended.
func (b *Inbox) end(id string, e Ended) []Event {
	r, ok := b.requests[id]
	if !ok {
		return nil
	}
	delete(b.requests, id)
	e.ID, e.Account = id, r.Account
	if r.Kind != core.KindLink {
		b.past = append(b.past, b.recordOf(r, e))
	}
	left := b.remaining(r.origin, r.Challenge)
	b.ended[id] = ending{Ended: e, until: b.o.Now().Add(left + rememberFor), sent: len(r.turn) > 0}
	if r.told && e.State != "" {
		b.settled = append(b.settled, settled{b.recordOf(r, e), e.Outcome})
	}
	return []Event{{Pending: true, Ended: &e}}
}

func (b *Inbox) isEnded(id string) bool {
	_, ok := b.ended[id]
	return ok
}
