package main

import (
	"runtime/debug"

	"kauth/app/viewmodel"
)

// version is FyneApp.toml's too: a test holds them together.
const version = "0.1.0"

// aboutState says which build this is, and on whose work it stands.
func aboutState() viewmodel.AboutState {
	s := viewmodel.AboutState{Version: version, Licenses: licenses}
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return s
	}
	for _, is := range build.Settings {
		if is.Key == "vcs.revision" && len(is.Value) >= 7 {
			s.Version += " (" + is.Value[:7] + ")"
		}
	}
	return s
}
