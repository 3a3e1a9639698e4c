package coretest

import (
	"context"
	"net/url"
	"strings"
	"time"

	"kauth/core"
	"kauth/core/api"
	"kauth/core/link"
)

// OfferMove offers to link a phone that takes another's place.
func (s *Server) OfferMove(account, from string) link.Offer {
	o := s.Offer(account)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.codes[o.Code].from = from
	return o
}

// AuthorizeMove is Authorize for such a phone.
func (s *Server) AuthorizeMove(address, account, from string) url.Values {
	v := s.Authorize(address, account)
	_, challenge, _ := strings.Cut(v.Get("code"), ".")
	v.Set("code", account+"!"+from+"."+challenge)
	return v
}

// MoveNumber is what a new phone shows, and its owner types on the old one.
const MoveNumber = "640913"

func (s *Server) askToMove(p *phone, c *linkCode) {
	p.move = &Challenge{Kind: api.KindMove, account: c.account, expires: s.Now().Add(api.LinkLife), Number: MoveNumber, from: c.from, to: p}
	s.send(p.move)
}

func (s *Server) moveReply(p *phone) *api.MoveReply {
	if p.move == nil {
		return nil
	}
	r := &api.MoveReply{State: p.move.State, From: "Old phone", Device: p.move.from}
	if r.State == "pending" {
		r.Digits, r.ExpiresIn = p.move.Number, int(p.move.expires.Sub(s.Now())/time.Second)
	}
	r.Recovery = r.State == "approved" && len(p.codes) > 0
	return r
}

// endMove follows the old phone's answer.
func (s *Server) endMove(c *Challenge) {
	if c.State != "approved" {
		c.to.state = "revoked"
		return
	}
	old := s.phones[c.from]
	c.to.state, c.to.codes = "active", old.codes
	old.state, old.movedTo = "revoked", "New phone"
}

// AnswerMove answers for the phone that is asked: "approved", or any other end.
func (s *Server) AnswerMove(device, state string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.challenges {
		if c.from == device && c.State == "pending" {
			c.State = state
			s.endMove(c)
		}
	}
	s.changed()
}

// Move implements enroll.Server.
func (s *Server) Move(ctx context.Context, d core.Device, wait time.Duration) (reply api.MoveReply, err error) {
	until := time.NewTimer(wait)
	defer until.Stop()
	for over := wait <= 0; ; {
		var changed chan struct{}
		err := s.call(ctx, "Move", func() error {
			changed = s.waiting
			p, err := s.device(d)
			if err != nil {
				return err
			}
			if p.move == nil {
				return problem("coretest.Move", core.NotLinked, api.CodeNotFound)
			}
			reply = *s.moveReply(p)
			return nil
		})
		if err != nil || reply.State != "pending" || over {
			return reply, err
		}
		select {
		case <-changed:
		case <-until.C:
			over = true
		case <-ctx.Done():
			return api.MoveReply{}, core.E("coretest.Move", core.Cancelled, ctx.Err())
		}
	}
}

// CancelMove implements enroll.Server.
func (s *Server) CancelMove(ctx context.Context, d core.Device) error {
	return s.call(ctx, "CancelMove", func() error {
		p, err := s.device(d)
		switch {
		case err != nil:
			return err
		case p.move == nil:
			return problem("coretest.CancelMove", core.NotLinked, api.CodeNotFound)
		case p.move.State != "pending":
			return core.E("coretest.CancelMove", core.AlreadyDone, &api.ProblemError{
				Problem: api.Problem{Code: api.CodeAlreadyAnswered, State: p.move.State},
			})
		}
		p.move.State = "cancelled"
		s.endMove(p.move)
		s.changed()
		return nil
	})
}
