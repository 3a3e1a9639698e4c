package stub

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	boltErrors "go.etcd.io/bbolt/errors"

	"kauth/core/api"
)

// problem is an error that the other end may see (RFC 9457).
type problem struct {
	api.Problem
	RetryAfter int // seconds; 0 for none
}

func (p *problem) Error() string {
	return fmt.Sprintf("%d %s: %s", p.Status, p.Code, p.Detail)
}

// statusOf gives the status that each code comes with.
var statusOf = map[api.Code]int{
	api.CodeBadRequest: 400, api.CodeBadJWS: 400,
	api.CodeBadCredentials: 401, api.CodeUseNonce: 401, api.CodeBadProof: 401, api.CodeNoSession: 401,
	api.CodeUnconfirmed: 403, api.CodeSuspended: 403, api.CodePushPaused: 403, api.CodeCrossOrigin: 403,
	api.CodeRelink: 403, api.CodeUVRequired: 403, api.CodePasswordNeeded: 403, api.CodePolicy: 403,
	api.CodeAddressGone:    403,
	api.CodeAccountBlocked: 403, api.CodeForbidden: 403, api.CodeListenOnly: 403, api.CodeLastOne: 409,
	api.CodeNotFound: 404,
	api.CodeMethod:   405, api.CodeTimeout: 408, api.CodeTooLarge: 413, api.CodeType: 415, api.CodeHeaders: 431,
	api.CodeAlreadyAnswered: 409, api.CodeSuperseded: 409, api.CodeLinkUsed: 409, api.CodeCounterReuse: 409, api.CodeOvertaken: 409, api.CodeNotApproved: 409,
	api.CodeExpired: 410, api.CodeMismatch: 422, api.CodeRateLimited: 429, api.CodeUnavailable: 503,
}

func fail(code api.Code, detail string) *problem {
	status := statusOf[code]
	return &problem{Problem: api.Problem{
		Type: "about:blank", Title: http.StatusText(status), Status: status, Code: code, Detail: detail,
	}}
}

func rateLimited(seconds int64, detail string) *problem {
	p := fail(api.CodeRateLimited, detail)
	p.RetryAfter = int(max(seconds, 1))
	return p
}

var errNotFound = fail(api.CodeNotFound, "there is no such thing here, or it is not yours")

// problemOf makes any error fit to be seen: what is not a problem is a defect of
// ours, and its words stay here.
func problemOf(err error) *problem {
	var p *problem
	if errors.As(err, &p) {
		return p
	}
	if errors.Is(err, boltErrors.ErrDatabaseNotOpen) {
		p = fail(api.CodeUnavailable, "the server is going down")
		p.RetryAfter = 1
		return p
	}
	var disk storeError
	if errors.As(err, &disk) {
		p = fail(api.CodeUnavailable, "the server cannot write at the moment")
		p.RetryAfter = 5
		return p
	}
	return &problem{Problem: api.Problem{
		Type: "about:blank", Title: "Internal Server Error", Status: 500, Code: "internal",
	}}
}

// writeProblem answers with err.
func (s *Server) writeProblem(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(err)
	if p.Status == http.StatusInternalServerError {
		s.log.Error("request failed", "method", r.Method, "path", r.URL.Path, "error", err)
	}
	if p.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(p.RetryAfter))
	}
	w.Header().Set("Content-Type", api.TypeProblem)
	w.WriteHeader(p.Status)
	json.NewEncoder(w).Encode(p.Problem)
}
