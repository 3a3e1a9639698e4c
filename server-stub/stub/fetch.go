package stub

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"time"

	"kauth/core/api"
)

const (
	goneFor = 10 * 60 // how long a phone is told that a request ended
	maxGone = 32      // of how many: a reply stays small
)

// fetch gives a phone all that waits for it as soon as that differs from what the
// cursor stands for; nil when the wait is over before. No cursor stands for
// nothing waiting.
func (s *Server) fetch(ctx context.Context, id, cursor string, wait time.Duration) (reply *api.FetchReply, err error) {
	ctx, done := s.polls.begin(ctx, id)
	defer done()
	err = s.hold(ctx, id, wait, func() (bool, error) {
		now, _, err := s.snapshot(id)
		if err != nil || now.Cursor == cursor {
			return false, err
		}
		reply = &now
		return true, nil
	})
	if err != nil && s.life.Err() != nil {
		return nil, nil // the file closed under it
	}
	return reply, err
}

// snapshot is what a phone is told, by poll or by stream; last where there will be
// nothing else ever.
func (s *Server) snapshot(id string) (reply api.FetchReply, last bool, err error) {
	if s.streams.isAhead(id) {
		// A stream told what is not on disk yet: less than that would take it back.
		if err := s.update(func(*tx) error { return nil }); err != nil {
			return reply, false, err
		}
	}
	return s.snapshotBy(s.view, id)
}

func (s *Server) snapshotBy(read func(func(*tx) error) error, id string) (reply api.FetchReply, last bool, err error) {
	err = read(func(t *tx) error {
		d, err := t.device(id)
		if err != nil {
			return err
		}
		last = d.State == deviceRevoked
		reply, err = t.snapshot(d)
		return err
	})
	return reply, last, err
}

func (t *tx) snapshot(d *device) (api.FetchReply, error) {
	reply := api.FetchReply{ServerTime: t.now, Challenges: []string{}, Gone: []api.Gone{}, Statements: []string{}}
	switch d.State {
	case deviceSuspended:
		return reply, d.usable()
	case deviceRevoked:
		return t.farewell(d, reply)
	}
	stmts, news, err := t.statements(d)
	if err != nil {
		return reply, err
	}
	p, err := t.person(d.Account)
	if err == nil {
		err = t.barred(p)
	}
	if err != nil {
		return reply, err
	}
	for _, id := range d.Challenges {
		c, err := look[challenge](t, inChallenges, id)
		switch {
		case err != nil || c.Sent[d.ID] == "":
		case c.State == statePending || c.stillDenied(d, t.now):
			reply.Challenges = append(reply.Challenges, c.Sent[d.ID])
		case t.now < c.Ended+goneFor && len(reply.Gone) < maxGone:
			reply.Gone = append(reply.Gone, api.Gone{ID: id, State: c.outward()})
		}
	}
	reply.Statements, reply.Cursor = stmts, cursorOf(reply, news)
	return reply, nil
}

// farewell is all that a removed phone hears: the one statement on which it may
// forget its account.
func (t *tx) farewell(d *device, reply api.FetchReply) (api.FetchReply, error) {
	jws, err := t.signFor(d, api.TypeStatement, api.Statement{
		Kind: api.StmtRevoked, Iss: t.s.Origin(), Aud: d.ID, Account: d.Account, Key: d.Key, Listen: d.Listen, Iat: t.now,
		Why: d.whyGone(), To: d.MovedTo,
	})
	reply.Statements, reply.Cursor = []string{jws}, "revoked"
	return reply, err
}

// cursorOf stands for what a reply says; "" for nothing. news stands for its
// statements.
func cursorOf(r api.FetchReply, news string) string {
	if len(r.Challenges)+len(r.Gone) == 0 && news == "" {
		return ""
	}
	said, err := json.Marshal([]any{r.Challenges, r.Gone, news})
	if err != nil {
		panic(err) // strings alone
	}
	sum := sha256.Sum256(said)
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}
