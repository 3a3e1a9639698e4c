package stub

// mustKeepTwoFactor tells whether p may not turn two-factor off, and why.
func (t *tx) mustKeepTwoFactor(*person) (reason string, must bool) { return "", false }
