//go:build !ci && !film && (!mobile || android || ios)

package main

import "kauth/platform/camera"

func systemCameras() camera.Source { return camera.System() }
