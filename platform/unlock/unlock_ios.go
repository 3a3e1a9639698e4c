package unlock

import "kauth/platform/ios"

func call(what, text string, data []byte) ([]byte, error) { return ios.Call(what, text, data) }
