//go:build android || ios

package vault

import "time"

// keyringLimit is how long one call of the keyring may take. Nobody is asked anything
// there, and a chip of its own (StrongBox) takes seconds to make a key: whoever gave up
// earlier would ask for a passphrase instead, on a phone that needs none.
const keyringLimit = 20 * time.Second
