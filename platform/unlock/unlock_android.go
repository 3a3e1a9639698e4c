package unlock

import "kauth/platform/android"

func call(what, text string, data []byte) ([]byte, error) { return android.Call(what, text, data) }
