package main

import (
	"context"
	"image"
	"io"

	"kauth/core/qr"
)

// reader finds QR codes for the view-model.
type reader struct{}

func (reader) Read(ctx context.Context, r io.Reader) ([]string, error) { return qr.Read(ctx, r) }

func (reader) ReadImage(ctx context.Context, img image.Image) ([]string, error) {
	return qr.ReadImage(ctx, img)
}
