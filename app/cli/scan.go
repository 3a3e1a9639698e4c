package main

import (
	"context"

	"kauth/core/link"
)

// runScan needs no vault: it only says what pictures hold.
func runScan(ctx context.Context, p *params) error {
	var failed error
	for _, name := range p.args {
		texts, err := p.scan(ctx, name)
		if err != nil {
			failed = errTold
			told := problemOf(err)
			if err := p.result(scanResult{File: name, Error: told}, "%s: %s", name, told.Message); err != nil {
				return err
			}
		}
		for _, t := range texts {
			parsed, _ := link.Parse(t) // its Kind counts, even where a rule is broken
			if err := p.result(scanResult{File: name, Text: t, Kind: string(parsed.Kind)}, "%s: %s", name, t); err != nil {
				return err
			}
		}
	}
	return failed
}
