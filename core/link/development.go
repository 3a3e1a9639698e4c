//go:build !release

package link

// Development says that plain http is allowed for this machine: loopback, and
// 10.0.2.2, where the Android emulator finds its host.
const Development = true
