package main

import (
	"context"
	"io"

	"kauth/core/qr"
)

// reader finds QR codes for the view-model.
type reader struct{}

func (reader) Read(ctx context.Context, r io.Reader) ([]string, error) { return qr.Read(ctx, r) }
