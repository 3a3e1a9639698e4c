package client

import (
	"net/http"
	"time"

	"kauth/core"
	"kauth/core/api"
)

// refusal is the error for a status of 400 or more. A 5xx needs no body of ours:
// what stands in front of a server answers for it when it is down.
func refusal(x exchange, a answer) error {
	p := &api.ProblemError{Problem: a.problem(), RetryAfter: retryAfter(a.header, time.Now())}
	if x.oauth && p.Code == "" {
		p.Problem = oauthProblem(a)
	}
	if p.Code == "" {
		p.Problem = api.Problem{Status: a.status, Title: http.StatusText(a.status)}
	}
	return refused(x, a.status, p)
}

func refused(x exchange, status int, p *api.ProblemError) error {
	if kind, ok := x.kinds[p.Code]; ok && p.Code != "" {
		return core.E(x.op, kind, p)
	}
	kind, ok := kinds[p.Code]
	switch {
	case status >= 500:
		return core.E(x.op, core.ServerDown, p)
	case status == http.StatusTooManyRequests:
		return core.E(x.op, core.RateLimited, p)
	case ok:
		return core.E(x.op, kind, p)
	case status == http.StatusForbidden && p.Code != "":
		return core.E(x.op, core.Denied, p) // for a reason that is newer than we are
	}
	return core.Errorf(x.op, core.Garbled, "status %d without a reason that we know", status)
}

// kinds says what each code means to a phone that is registered.
var kinds = map[api.Code]core.Kind{
	api.CodeBadRequest:      core.Internal, // we said something that the protocol does not allow
	api.CodeBadJWS:          core.Internal,
	api.CodeMethod:          core.Internal,
	api.CodeTooLarge:        core.Internal,
	api.CodeType:            core.Internal,
	api.CodeHeaders:         core.Internal,
	api.CodeTimeout:         core.Slow,
	api.CodeUseNonce:        core.Garbled, // it refuses the nonce that it has just handed out
	api.CodeBadProof:        core.NotLinked,
	api.CodeUnconfirmed:     core.Denied,
	api.CodeSuspended:       core.Suspended,
	api.CodeAccountBlocked:  core.Blocked,
	api.CodePushPaused:      core.Paused,
	api.CodeRelink:          core.Relink,
	api.CodeListenOnly:      core.Internal, // we said YES, or asked, by a key that may not
	api.CodeUVRequired:      core.Unverified,
	api.CodePolicy:          core.Forbidden,
	api.CodeNotFound:        core.NotLinked,
	api.CodeAlreadyAnswered: core.AlreadyDone,
	api.CodeSuperseded:      core.AlreadyDone,
	api.CodeLinkUsed:        core.LinkUsed,
	api.CodeCounterReuse:    core.Suspended,
	api.CodeOvertaken:       core.Slow, // it came too late; given again, it is signed anew
	api.CodeExpired:         core.Expired,
	api.CodeMismatch:        core.Mismatch,
	api.CodeRateLimited:     core.RateLimited,
	api.CodeUnavailable:     core.ServerDown,
}

// oauthProblem reads an error of RFC 6749 section 5.2. An authorization code that
// is not taken was used before, or its time is over.
func oauthProblem(a answer) api.Problem {
	var e struct {
		Error string `json:"error"`
	}
	if !a.is(api.TypeJSON) || api.DecodeObject(a.body, &e) != nil {
		return api.Problem{}
	}
	p := api.Problem{Status: a.status, Title: http.StatusText(a.status), Code: api.CodeBadRequest}
	switch e.Error {
	case "invalid_grant":
		p.Code = api.CodeExpired
	case "":
		return api.Problem{}
	}
	return p
}
