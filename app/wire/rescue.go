package wire

import "context"

// AcceptBehind takes a vault that was put back to an earlier state for the right one
// from now on.
func (p *Phone) AcceptBehind(ctx context.Context) error {
	return p.Vault.AcceptBehind(ctx, p.Lock.k)
}
