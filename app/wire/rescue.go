package wire

import "context"

// AcceptFound has what was found wrong with the vault not be told again.
func (p *Phone) AcceptFound(ctx context.Context) error {
	if _, is := p.Vault.Damage(); is {
		if err := p.Vault.AcceptDamage(); err != nil {
			return err
		}
	}
	if _, is := p.Vault.Behind(); is {
		return p.AcceptBehind(ctx)
	}
	return nil
}

// AcceptBehind takes a vault that was put back to an earlier state for the right one
// from now on.
func (p *Phone) AcceptBehind(ctx context.Context) error {
	return p.Vault.AcceptBehind(ctx, p.Lock.k)
}
