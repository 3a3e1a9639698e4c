package notify

import (
	"kauth/platform/android"
	"kauth/platform/bridge"
)

const server = "Android"

func call(what, text string, data []byte) ([]byte, error) { return android.Call(what, text, data) }
func listen(what string, f func(bridge.Event))            { android.Listen(what, f) }
