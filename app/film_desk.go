//go:build film || (mobile && !android && !ios)

package main

import (
	"os"

	"kauth/platform/camera"
	"kauth/platform/camera/film"
)

// systemCameras plays the pictures of a folder, in builds that are made for testing.
func systemCameras() camera.Source {
	if dir := os.Getenv("KAUTH_FILM"); dir != "" {
		return film.Folder(dir)
	}
	return camera.System()
}
