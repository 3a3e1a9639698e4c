//go:build !android && !ios

package main

import "kauth/app/wire"

func defaultVault() string { return wire.DefaultDir() }
func defaultName() string  { return wire.DefaultPhoneName() }
