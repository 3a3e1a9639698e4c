package stub

import (
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"

	"kauth/core/api"
)

// What no handler sees: unknown paths, methods that a path does not have, headers
// that are too large. Whatever is refused is refused as a problem (RFC 9457) where
// programs call, and as a page where people look.

// maxHeaders is how much header there may be, in bytes. A script's jar holds a
// cookie for each of its sign-ins. net/http itself cuts off at twice as much.
const maxHeaders = 256 << 10

// forPrograms tells the paths that browsers show nobody.
func forPrograms(path string) bool {
	for _, prefix := range []string{"/v1/", "/qa/", "/.well-known/"} {
		if strings.HasPrefix(path, prefix) && path != "/qa/" {
			return true
		}
	}
	return path == api.PathToken || path == api.PathBackchannel || strings.HasPrefix(path, api.PathDAV)
}

// refuse answers with a problem, or with a page that says what went wrong.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, err error) {
	if forPrograms(r.URL.Path) {
		s.writeProblem(w, r, err)
		return
	}
	s.failed(w, r, err)
}

// everything is the pattern that fits where no other does.
const everything = "/"

// answerable lets through what there is a handler for.
func (s *Server) answerable(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if headerBytes(r) > maxHeaders {
			s.refuse(w, r, fail(api.CodeHeaders, "the headers are over 256 KiB"))
			return
		}
		if _, pattern := mux.Handler(r); pattern == everything {
			err := errNotFound
			if allow := allowed(mux, r); len(allow) > 0 {
				w.Header().Set("Allow", strings.Join(allow, ", "))
				err = fail(api.CodeMethod, "this path does not take "+api.CleanText(r.Method, 16))
			}
			s.refuse(w, r, err)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// allowed lists the methods that the request's path has.
func allowed(mux *http.ServeMux, r *http.Request) (methods []string) {
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		other := *r
		other.Method = method
		if _, pattern := mux.Handler(&other); pattern != everything && pattern != "" {
			methods = append(methods, method)
		}
	}
	return slices.Clip(methods)
}

func headerBytes(r *http.Request) (n int) {
	for name, values := range r.Header {
		for _, value := range values {
			n += len(name) + len(value)
		}
	}
	return n + len(r.RequestURI)
}

// unread says what became of a body that could not be read.
func unread(err error) error {
	var large *http.MaxBytesError
	var slow net.Error
	switch {
	case errors.As(err, &large):
		return errTooLarge
	case errors.As(err, &slow) && slow.Timeout():
		return fail(api.CodeTimeout, "the body took too long")
	}
	return fail(api.CodeBadRequest, "the body broke off, or is none")
}

var errTooLarge = fail(api.CodeTooLarge, "the body is over 16 KiB")
