package notify

import (
	"kauth/platform/bridge"
	"kauth/platform/ios"
)

const server = "iOS"

func call(what, text string, data []byte) ([]byte, error) { return ios.Call(what, text, data) }
func listen(what string, f func(bridge.Event))            { ios.Listen(what, f) }
