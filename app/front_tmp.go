package main
import "context"
const driven = false
func front(ctx context.Context, stop func(), f flags) int { return 0 }
