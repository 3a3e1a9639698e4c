package client

import (
	"kauth/core/challenge"
	"kauth/core/enroll"
)

var (
	_ enroll.Server    = (*Client)(nil)
	_ challenge.Server = (*Client)(nil)
)
