package stub

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// routes are all patterns that the server answers.
func (s *Server) routes() *http.ServeMux {
	mux := http.NewServeMux()
	s.deviceRoutes(mux)
	s.browserRoutes(mux)
	s.backchannelRoutes(mux)
	s.reactivateRoutes(mux)
	s.pageRoutes(mux)
	if s.o.QA {
		s.qaRoutes(mux)
	}
	return mux
}

// Handler is the whole server.
func (s *Server) Handler() http.Handler {
	mux := s.routes()
	same := http.NewCrossOriginProtection()
	if s.Origin() != "" {
		if err := same.AddTrustedOrigin(s.Origin()); err != nil {
			s.log.Error("the origin is no origin", "error", err)
		}
	}
	deny := s.handle(func(w http.ResponseWriter, r *http.Request) error {
		if forPrograms(r.URL.Path) {
			return fail(api.CodeCrossOrigin, "this comes from another site")
		}
		return s.show(w, r, http.StatusForbidden, pages.Frame{}, pages.Failure{What: "cross"})
	})
	same.SetDenyHandler(deny)
	return s.headers(s.faults.through(s, s.sameScheme(same.Handler(s.answerable(mux)), deny)))
}

// sameScheme refuses what a browser without Sec-Fetch-Site sends from a page of this
// name over plain http, where the server is at https: net/http compares the names
// alone, and such a page may be anybody's who is on the way.
func (s *Server) sameScheme(next, deny http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		scheme := "http://"
		if s.secure() {
			scheme = "https://"
		}
		origin := r.Header.Get("Origin")
		switch {
		case r.Method == http.MethodGet, r.Method == http.MethodHead, r.Method == http.MethodOptions,
			r.Header.Get("Sec-Fetch-Site") != "", origin == "", origin == s.Origin(), origin == scheme+r.Host:
			next.ServeHTTP(w, r)
		default:
			deny.ServeHTTP(w, r)
		}
	})
}

// headers go with every reply. Pages set a Content-Security-Policy of their own.
func (s *Server) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Referrer-Policy", "same-origin") // no-referrer would have forms send "Origin: null"
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		if s.secure() {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(&dated{ResponseWriter: w, now: s.now}, r)
	})
}

// dated says in its Date what time it is when the reply begins, by the clock that
// decides: a held poll would otherwise tell the time at which it was asked.
type dated struct {
	http.ResponseWriter
	now  func() time.Time
	sent bool
}

func (d *dated) WriteHeader(status int) {
	if !d.sent {
		d.sent = true
		d.Header().Set("Date", d.now().UTC().Format(http.TimeFormat))
	}
	d.ResponseWriter.WriteHeader(status)
}

func (d *dated) Write(b []byte) (int, error) {
	if !d.sent {
		d.WriteHeader(http.StatusOK)
	}
	return d.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (d *dated) Unwrap() http.ResponseWriter { return d.ResponseWriter }

// handle answers with the problem that h returns.
func (s *Server) handle(h func(w http.ResponseWriter, r *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := plainly(h, w, r); err != nil {
			s.writeProblem(w, r, err)
		}
	}
}

// plainly calls h where the path's {id} could be one of ours. Others come out of
// their escapes as paths: "..%2f%5cevil.example" in a redirect to "/login/{id}"
// would lead browsers to another site.
func plainly(h func(w http.ResponseWriter, r *http.Request) error, w http.ResponseWriter, r *http.Request) error {
	for _, c := range r.PathValue("id") {
		if c != '_' && c != '-' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return errNotFound
		}
	}
	return h(w, r)
}

func writeJSON(w http.ResponseWriter, status int, v any) error {
	w.Header().Set("Content-Type", api.TypeJSON)
	return writeBody(w, status, v)
}

// writeBody is writeJSON for a media type that is set already.
func writeBody(w http.ResponseWriter, status int, v any) error {
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(v) // a reader that is gone needs no answer
	return nil
}

func noContent(w http.ResponseWriter) error {
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// readBody reads at most 16 KiB.
func readBody(r *http.Request) ([]byte, error) { return readUpTo(r, api.MaxBody) }

func readUpTo(r *http.Request, most int64) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, most+1))
	switch {
	case err != nil:
		return nil, unread(err)
	case int64(len(body)) > most:
		return nil, errTooLarge
	}
	return body, nil
}

// readTyped reads a body of that media type.
func readTyped(r *http.Request, want string) ([]byte, error) {
	return readTypedUpTo(r, want, api.MaxBody)
}

func readTypedUpTo(r *http.Request, want string, most int64) ([]byte, error) {
	if got, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || got != want {
		return nil, fail(api.CodeType, "the body has to be "+want)
	}
	return readUpTo(r, most)
}

// readJSON reads one JSON object, which names no member twice.
func readJSON(r *http.Request, into any) error { return readJSONUpTo(r, into, api.MaxBody) }

func readJSONUpTo(r *http.Request, into any, most int64) error {
	body, err := readTypedUpTo(r, api.TypeJSON, most)
	if err != nil {
		return err
	}
	if err := api.DecodeObject(body, into); err != nil {
		return fail(api.CodeBadRequest, "the body is not the JSON that belongs here")
	}
	return nil
}

// waitOf reads ?wait=, in seconds: at most 25.
func waitOf(r *http.Request) (time.Duration, error) {
	raw := r.URL.Query().Get("wait")
	if raw == "" {
		return 0, nil
	}
	n, err := strconv.ParseUint(raw, 10, 16)
	if err != nil {
		return 0, fail(api.CodeBadRequest, "wait is a number of seconds")
	}
	return min(time.Duration(n)*time.Second, api.MaxWait), nil
}
