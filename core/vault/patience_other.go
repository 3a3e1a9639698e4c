//go:build !android && !ios

package vault

import "time"

// keyringLimit is how long one call of the keyring may take: one that is locked may ask
// the person without limit.
const keyringLimit = 2 * time.Second
