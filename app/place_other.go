//go:build !android

package main

import "kauth/app/wire"

func defaultVault() string { return wire.DefaultDir() }
func defaultName() string  { return wire.DefaultPhoneName() }
