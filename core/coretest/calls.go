package coretest

import (
	"context"
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"kauth/core"
	"kauth/core/api"
)

// call runs one call between its two points.
func (s *Server) call(ctx context.Context, name string, f func() error) error {
	if err := s.start(name); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return core.E("coretest."+name, core.Cancelled, ctx.Err())
	}
	s.mu.Lock()
	s.expire()
	err := f()
	s.mu.Unlock()
	if err != nil {
		return err
	}
	return s.finish(name)
}

// device finds the phone that calls, by its device key.
func (s *Server) device(d core.Device) (*phone, error) { return s.caller(d, d.Key) }

// hearer finds the phone that asks what waits, by its listening key if it has one.
func (s *Server) hearer(d core.Device) (*phone, error) {
	if d.Listen.IsZero() {
		return s.device(d)
	}
	return s.caller(d, d.Listen)
}

func (s *Server) caller(d core.Device, key core.DeviceKey) (*phone, error) {
	if key.IsZero() {
		return nil, core.E("coretest", core.Locked, nil)
	}
	p := s.phones[d.ID]
	public, ok := key.Public().(*ecdsa.PublicKey)
	if p != nil {
		p.keysAt, p.policyAt = max(p.keysAt, min(d.KeysAt, uint64(len(s.keys)))), d.Policy.Version
		p.labelAt = d.LabelAt
	}
	switch {
	case p == nil:
		return nil, problem("coretest", core.NotLinked, api.CodeNotFound)
	case !ok || !p.key.Equal(public) && !p.hears(public) || d.Origin != s.Origin:
		return nil, problem("coretest", core.NotLinked, api.CodeBadProof)
	}
	return p, nil
}

// active is device for a call that only a confirmed phone may make.
func (s *Server) active(d core.Device) (*phone, error) {
	p, err := s.device(d)
	switch {
	case err != nil:
		return nil, err
	case p.state == "unconfirmed":
		return nil, problem("coretest", core.Denied, api.CodeUnconfirmed)
	case p.state == "suspended":
		return nil, problem("coretest", core.Suspended, api.CodeSuspended)
	case p.state == "revoked":
		return nil, problem("coretest", core.NotLinked, api.CodeNotFound)
	}
	return p, nil
}

// Configuration implements enroll.Server.
func (s *Server) Configuration(ctx context.Context, origin string) (conf api.Configuration, err error) {
	err = s.call(ctx, "Configuration", func() error {
		conf = api.Configuration{Issuer: s.Origin, Name: s.Name, Versions: []int{1}}
		if !s.Deaf {
			conf.Features = []string{api.FeatureListen}
		}
		return nil
	})
	return conf, err
}

// Register implements enroll.Server: the same again for the same code and key.
func (s *Server) Register(ctx context.Context, origin string, req api.RegisterRequest) (reply api.RegisterReply, err error) {
	err = s.call(ctx, "Register", func() error {
		code := s.codes[req.Link]
		if code == nil {
			return problem("coretest.Register", core.LinkExpired, api.CodeNotFound)
		}
		reg, key, err := api.OpenRegistration(req.Reg, s.Origin, req.Link)
		if err != nil {
			return core.E("coretest.Register", core.Internal, err)
		}
		if p := s.phones[code.used]; p != nil {
			if !p.key.Equal(key) || p.listenID() != s.listenOf(reg) {
				return problem("coretest.Register", core.LinkUsed, api.CodeLinkUsed)
			}
			reply = p.reply
			return nil
		}
		if !s.Now().Before(code.until) {
			return problem("coretest.Register", core.LinkExpired, api.CodeExpired)
		}
		reply = s.register(code, key, reg)
		return nil
	})
	return reply, err
}

func (s *Server) register(code *linkCode, key *ecdsa.PublicKey, reg api.Registration) api.RegisterReply {
	p := &phone{id: api.NewID("dev_"), account: code.account, key: key, state: "unconfirmed"}
	s.phones[p.id], code.used = p, p.id
	s.takeListen(p, reg)
	switch {
	case code.direct:
		s.activate(p)
	case code.from != "":
		s.askToMove(p, code)
	default:
		s.send(&Challenge{Kind: "link", account: code.account, expires: code.until, Number: "482913"})
	}
	p.reply = s.newReply(p, code)
	return p.reply
}

func (s *Server) activate(p *phone) {
	p.state = "active"
	for i := range 10 {
		p.codes = append(p.codes, fmt.Sprintf("code-%04d", i))
	}
}

// Fetch implements challenge.Server.
func (s *Server) Fetch(ctx context.Context, d core.Device, cursor string, wait time.Duration) (reply api.FetchReply, err error) {
	until := time.NewTimer(wait)
	defer until.Stop()
	for over := wait <= 0; ; {
		var news bool
		var changed chan struct{}
		err := s.call(ctx, "Fetch", func() error {
			changed = s.waiting
			p, err := s.hearer(d)
			if err != nil {
				return err
			}
			reply, err = s.snapshot(p)
			news = reply.Cursor != cursor
			return err
		})
		switch {
		case err != nil:
			return api.FetchReply{}, err
		case news:
			return reply, nil
		case over:
			return api.FetchReply{Cursor: cursor}, nil
		}
		select {
		case <-changed:
		case <-until.C:
			over = true
		case <-ctx.Done():
			return api.FetchReply{}, core.E("coretest.Fetch", core.Cancelled, ctx.Err())
		}
	}
}

// Stream implements challenge.Server: nothing, until Streams says that it may.
func (s *Server) Stream(ctx context.Context, d core.Device, cursor string, take func(api.FetchReply) error) error {
	if !s.Streams {
		return core.E("coretest.Stream", core.Unsupported, nil)
	}
	for {
		var reply api.FetchReply
		var changed chan struct{}
		err := s.call(ctx, "Stream", func() error {
			changed = s.waiting
			p, err := s.hearer(d)
			if err != nil {
				return err
			}
			reply, err = s.snapshot(p)
			return err
		})
		if err == nil && reply.Cursor != cursor {
			cursor = reply.Cursor
			err = take(reply)
		}
		if err != nil {
			return err
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return core.E("coretest.Stream", core.Cancelled, ctx.Err())
		}
	}
}

// Bundle implements challenge.Server as so many streams.
func (s *Server) Bundle(ctx context.Context, devices []core.Device, cursors []string, take func(int, api.FetchReply, error)) error {
	if !s.Streams {
		return core.E("coretest.Bundle", core.Unsupported, nil)
	}
	var all sync.WaitGroup
	var one sync.Mutex
	for n, d := range devices {
		all.Go(func() {
			told := func(reply api.FetchReply, err error) {
				one.Lock()
				defer one.Unlock()
				take(n, reply, err)
			}
			told(api.FetchReply{}, s.Stream(ctx, d, cursors[n], func(reply api.FetchReply) error {
				told(reply, nil)
				return nil
			}))
		})
	}
	all.Wait()
	return core.E("coretest.Bundle", core.Offline, ctx.Err())
}

func (s *Server) snapshot(p *phone) (reply api.FetchReply, err error) {
	reply.ServerTime = s.Now().Unix()
	switch p.state {
	case "suspended":
		return reply, problem("coretest.Fetch", core.Suspended, api.CodeSuspended)
	case "revoked":
		reply.Cursor = "revoked"
		st := api.Statement{Kind: api.StmtRevoked, To: p.movedTo}
		if p.movedTo != "" {
			st.Why = api.WhyMoved
		}
		reply.Statements = []string{s.state(p, st)}
		return reply, nil
	}
	news := ""
	if p.state == "active" && max(p.keysAt, 1) < uint64(len(s.keys)) {
		reply.Statements, news = append(reply.Statements, s.state(p, s.KeyRoll())), fmt.Sprint("keys", len(s.keys))
	}
	if p.state == "active" && p.policyAt < s.policy.PolicyAt {
		reply.Statements, news = append(reply.Statements, s.state(p, s.policy)), fmt.Sprint(news, "policy", s.policy.PolicyAt)
	}
	if p.state == "active" && p.labelAt < s.label.LabelAt {
		reply.Statements, news = append(reply.Statements, s.state(p, s.label)), fmt.Sprint(news, "label", s.label.LabelAt)
	}
	for _, id := range slices.Sorted(maps.Keys(s.challenges)) {
		c := s.challenges[id]
		switch jws := c.sent[p.id]; {
		case jws == "":
		case c.State == "pending":
			reply.Challenges = append(reply.Challenges, jws)
		case p.spoken == "" || p.spoken == c.Kind:
			reply.Gone = append(reply.Gone, api.Gone{ID: c.ID, State: c.State})
		}
	}
	if len(reply.Challenges)+len(reply.Gone) > 0 || news != "" {
		reply.Cursor = api.Hash(fmt.Append(nil, reply.Challenges, reply.Gone, news))
	}
	return reply, nil
}

// Answer implements challenge.Server, with the checks in the protocol's order.
func (s *Server) Answer(ctx context.Context, d core.Device, id, jws string) (reply api.AnswerReply, err error) {
	err = s.call(ctx, "Answer", func() error {
		p, err := s.answerer(d)
		if err != nil {
			return err
		}
		a, heard, err := s.openAnswer(p, jws)
		if err != nil {
			return err
		}
		c := s.challenges[id]
		if c == nil || c.sent[p.id] == "" || a.Challenge != id || p.state == "revoked" {
			return problem("coretest.Answer", core.NotFound, api.CodeNotFound)
		}
		if before, ok := c.answers[jws]; ok {
			reply = before
			return ended(before.State)
		}
		if a.Hash != api.Hash([]byte(c.sent[p.id])) {
			return core.E("coretest.Answer", core.Internal, nil)
		}
		if err := c.open(p.id, a.Decision); err != nil {
			return err
		}
		if !heard && a.Counter <= p.counter {
			p.state = "suspended"
			return problem("coretest.Answer", core.Suspended, api.CodeCounterReuse)
		}
		if !heard {
			p.counter = a.Counter
		}
		reply = s.decide(c, p, a, jws)
		return ended(reply.State)
	})
	return reply, err
}

func ended(state string) error {
	if state == "mismatch" {
		return problem("coretest.Answer", core.Mismatch, api.CodeMismatch)
	}
	return nil
}

func (c *Challenge) open(device, decision string) error {
	switch {
	case c.State == "pending", c.State == "approved" && decision == "deny" && c.Kind == "login":
		return nil
	case c.State == "expired":
		return problem("coretest.Answer", core.Expired, api.CodeExpired)
	case c.State == "superseded":
		return problem("coretest.Answer", core.AlreadyDone, api.CodeSuperseded)
	}
	by := "other_device"
	if c.By == device {
		by = "this_device"
	} else if c.By == "" {
		by = ""
	}
	return core.E("coretest.Answer", core.AlreadyDone, &api.ProblemError{
		Problem: api.Problem{Code: api.CodeAlreadyAnswered, State: c.State, By: by},
	})
}

func (s *Server) decide(c *Challenge, p *phone, a api.Answer, jws string) api.AnswerReply {
	c.By = p.id
	switch {
	case a.Decision == "deny":
		c.State = "denied"
	case a.Match != c.Number:
		c.State = "mismatch"
	default:
		c.State = "approved"
	}
	if c.Kind == api.KindMove {
		s.endMove(c)
	}
	if c.Kind == "link" && c.State == "approved" {
		s.activate(p)
	} else if c.Kind == "link" {
		p.state = "revoked"
	}
	r := api.AnswerReply{ID: c.ID, State: c.State, ServerTime: s.Now().Unix(), Recovery: c.Kind == "link" && len(p.codes) > 0}
	c.answers[jws] = r
	s.changed()
	return r
}

// Rekey implements challenge.Server, with the same again for the same registration.
func (s *Server) Rekey(ctx context.Context, d core.Device, req api.RekeyRequest) (reply api.RekeyReply, err error) {
	err = s.call(ctx, "Rekey", func() error {
		p := s.phones[d.ID]
		if d.Locked() {
			return core.E("coretest.Rekey", core.Locked, nil)
		}
		by, ok := d.Key.Public().(*ecdsa.PublicKey)
		if p == nil || !ok || !(p.key.Equal(by) || p.old != nil && p.old.Equal(by)) {
			return problem("coretest.Rekey", core.NotLinked, api.CodeBadProof)
		}
		if p.old != nil {
			if reg, key, err := api.OpenRotation(req.Reg, s.Origin, p.id, api.Thumbprint(p.old)); err == nil && key.Equal(p.key) && p.listenID() == s.listenOf(reg) {
				reply = s.rekeyed(p)
				return nil
			}
		}
		if _, err := s.active(d); err != nil {
			return err
		}
		reg, key, err := api.OpenRotation(req.Reg, s.Origin, p.id, api.Thumbprint(p.key))
		if err != nil {
			return core.E("coretest.Rekey", core.Internal, err)
		}
		p.old, p.key = p.key, key
		s.takeListen(p, reg)
		reply = s.rekeyed(p)
		s.changed()
		return nil
	})
	return reply, err
}

func (s *Server) rekeyed(p *phone) api.RekeyReply {
	return api.RekeyReply{Statement: s.state(p, api.Statement{Kind: api.StmtRekeyed}), ServerTime: s.Now().Unix()}
}

// RecoveryCodes implements enroll.Server.
func (s *Server) RecoveryCodes(ctx context.Context, d core.Device) (codes []string, err error) {
	err = s.call(ctx, "RecoveryCodes", func() error {
		p, err := s.active(d)
		if err == nil {
			codes = slices.Clone(p.codes)
		}
		return err
	})
	return codes, err
}

// AckRecoveryCodes implements enroll.Server.
func (s *Server) AckRecoveryCodes(ctx context.Context, d core.Device) error {
	return s.call(ctx, "AckRecoveryCodes", func() error {
		p, err := s.active(d)
		if err == nil {
			p.codes = nil
		}
		return err
	})
}

// Activity implements enroll.Server.
func (s *Server) Activity(ctx context.Context, d core.Device) (events []api.Event, err error) {
	err = s.call(ctx, "Activity", func() error {
		_, err := s.active(d)
		return err
	})
	return events, err
}

// GiveUp implements enroll.Server.
func (s *Server) GiveUp(ctx context.Context, d core.Device) error {
	return s.call(ctx, "GiveUp", func() error {
		p, err := s.active(d)
		switch {
		case err != nil:
			return err
		case s.policy.MayLeave != nil && !*s.policy.MayLeave:
			return problem("coretest.GiveUp", core.Forbidden, api.CodePolicy)
		}
		p.state = "revoked"
		s.changed()
		return nil
	})
}

// Authorize is the person pressing Authorize in the browser: it gives what comes
// back to the app. The code stands for the account and the PKCE challenge.
func (s *Server) Authorize(address, account string) url.Values {
	u, err := url.Parse(address)
	if err != nil {
		panic(err)
	}
	q := u.Query()
	return url.Values{
		"code": {account + "." + q.Get("code_challenge")}, "state": {q.Get("state")}, "iss": {s.Origin},
	}
}

// Token implements enroll.Server.
func (s *Server) Token(ctx context.Context, origin, code, verifier, redirect string) (reply api.TokenReply, err error) {
	err = s.call(ctx, "Token", func() error {
		account, challenge, _ := strings.Cut(code, ".")
		sum := sha256.Sum256([]byte(verifier))
		if challenge != base64.RawURLEncoding.EncodeToString(sum[:]) {
			return problem("coretest.Token", core.LinkExpired, api.CodeExpired)
		}
		reply = s.token(account)
		return nil
	})
	return reply, err
}
