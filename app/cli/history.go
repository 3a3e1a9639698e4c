package main

import (
	"context"
	"math"
	"strings"
	"time"

	"kauth/app/wire"
	"kauth/core"
	"kauth/core/history"
)

// runHistory prints what became of the requests, or checks that it is as it was
// written. It asks no server.
func runHistory(ctx context.Context, p *params) error {
	since, err := sinceWhen(p.since, time.Now())
	if err != nil {
		return err
	}
	return p.with(ctx, func(phone *wire.Phone) error {
		if p.verify {
			return p.verified(phone)
		}
		q := history.Query{Since: since}
		if p.account != "" {
			a, err := pick(phone, p.account)
			if err != nil {
				return err
			}
			q.Account = a.ID
		}
		records, _, err := phone.History.List(q, 0, math.MaxInt)
		if err != nil {
			return err
		}
		return p.table(func() error {
			for _, r := range records {
				c := r.Context
				if err := p.result(history.Export(r), "%s\t%s\t%s\t%s\t%s\t%s\t%s",
					r.When().Local().Format("2006-01-02 15:04"), outcomeWords(r), orNone(words.Agent(c.Agent)), orNone(words.Place(c.Place)), orNone(c.IP), r.Label, r.ID); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// sinceWhen reads --since: how long ago, a day, or a time.
func sinceWhen(since string, now time.Time) (time.Time, error) {
	if since == "" {
		return time.Time{}, nil
	}
	if days, ok := strings.CutSuffix(since, "d"); ok {
		since = days + "h"
		if ago, err := time.ParseDuration(since); err == nil && ago >= 0 && ago < math.MaxInt64/24 {
			return now.Add(-24 * ago), nil
		}
	}
	if ago, err := time.ParseDuration(since); err == nil && ago >= 0 {
		return now.Add(-ago), nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if at, err := time.ParseInLocation(layout, since, time.Local); err == nil {
			return at, nil
		}
	}
	return time.Time{}, misuse("--since is a time like 24h, 7d, 2026-03-01 or 2026-03-01T09:00:00Z")
}

// verified says whether the chain holds, and fails where it does not.
func (p *params) verified(phone *wire.Phone) error {
	report, err := phone.History.Verify()
	if err != nil {
		return err
	}
	r := verifyResult{OK: report.OK(), Records: report.Records, First: report.First, Last: report.Last}
	for _, b := range report.Breaks {
		r.Breaks = append(r.Breaks, breakResult{string(b.Fault), b.From, b.To})
	}
	if r.OK {
		return p.result(r, "The history is as it was written: %s.", count(r.Records, "record"))
	}
	if err := p.result(r, "The history is not as it was written:"); err != nil || p.asJSON {
		if err == nil {
			err = errTold
		}
		return err
	}
	for _, b := range r.Breaks {
		if err := p.result(nil, "  records %d to %d: %s", b.From, b.To, faultWords[b.Fault]); err != nil {
			return err
		}
	}
	return errTold
}

var faultWords = map[string]string{
	string(history.Changed): "changed", string(history.Missing): "missing", string(history.Moved): "moved",
	string(history.NoHead): "there may have been more before or after them",
}

// outcomeWords says what became of a request, in a word or two.
func outcomeWords(r core.Record) string {
	switch {
	case r.Outcome == core.Refused && r.Why == core.NotMe:
		return "refused, not me"
	case r.Outcome == core.AnsweredOther && history.GroupOf(r) != history.Over:
		return string(history.GroupOf(r)) + " elsewhere"
	case r.Why == core.NotMe:
		return outcomes[r.Outcome] + ", then: not me"
	}
	return outcomes[r.Outcome]
}

var outcomes = map[core.Outcome]string{
	core.Approved: "approved", core.Refused: "refused", core.WrongNumber: "wrong number", core.TimedOut: "expired",
	core.Withdrawn: "withdrawn", core.Superseded: "asked again", core.AnsweredOther: "answered elsewhere",
	core.Unsent: "answer not sent",
}

func orNone(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
