package api

import "log/slog"

// hidden is embedded in every message that holds a secret, a code or a password
// in the clear: outside of the wire's JSON it says nothing but "[secret]".
type hidden struct{}

func (hidden) String() string       { return "[secret]" }
func (hidden) GoString() string     { return "[secret]" }
func (hidden) LogValue() slog.Value { return slog.StringValue("[secret]") }
