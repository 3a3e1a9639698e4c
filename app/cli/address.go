package main

import (
	"context"
	"errors"
	"io"
	"os"

	"kauth/core"
	"kauth/core/link"
	"kauth/core/qr"
)

// address reads an address from the command line, from standard input for "-", or
// from a picture.
func (p *params) address(ctx context.Context, said string) (link.Parsed, error) {
	if said == "-" {
		data, err := io.ReadAll(io.LimitReader(p.machine.in, link.MaxText+1))
		if err != nil {
			return link.Parsed{}, misuse("standard input cannot be read")
		}
		return link.Parse(string(data))
	}
	parsed, err := link.Parse(said)
	if core.KindOf(err) != core.NotOurs {
		return parsed, err
	}
	texts, notRead := p.scan(ctx, said)
	switch {
	case errors.Is(notRead, errNoFile):
		return parsed, err
	case notRead != nil:
		return parsed, notRead
	}
	return firstOurs(texts)
}

// firstOurs takes the first text that is an address of ours: a photograph of a
// page may hold other codes.
func firstOurs(texts []string) (parsed link.Parsed, err error) {
	for _, t := range texts {
		parsed, err = link.Parse(t)
		if core.KindOf(err) != core.NotOurs {
			return parsed, err
		}
	}
	return parsed, err
}

var errNoFile = errors.New("no such file")

// scan reads the picture in a file.
func (p *params) scan(ctx context.Context, name string) ([]string, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, core.E("kauth-cli", core.NotPicture, errNoFile)
	}
	defer f.Close()
	return qr.Read(ctx, f)
}
