package stub

import (
	"net/http"
	"strings"

	"kauth/core/api"
	"kauth/server-stub/pages"
)

// webNewCodes asks first: the old codes end.
func (s *Server) webNewCodes(w http.ResponseWriter, r *http.Request, who signedIn) error {
	if err := s.proven(who); err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, pages.Confirm{What: "codes", Action: "/2fa/codes"})
}

// webNewCodesMade answers the POST with the codes themselves: behind a redirect
// the server would have to keep them in clear.
func (s *Server) webNewCodesMade(w http.ResponseWriter, r *http.Request, who signedIn) error {
	codes, err := s.newRecoveryCodes(s.visitorOf(r), who)
	if err != nil {
		return err
	}
	return s.showCodes(w, r, who, codes)
}

// showCodes shows a set with the text of its file, which the download only returns.
func (s *Server) showCodes(w http.ResponseWriter, r *http.Request, who signedIn, codes []string) error {
	lang, _ := s.reading(w, r)
	text := pages.Text(lang, "codes.file", who.User) + "\n" + pages.MadeOn(lang, s.now()) + "\n\n" + strings.Join(codes, "\n") + "\n"
	return s.show(w, r, http.StatusOK, pages.Frame{User: who.User}, pages.Codes{List: codes, Text: text})
}

// webCodesFile gives the page's own text back as a file: nothing is kept here.
func (s *Server) webCodesFile(w http.ResponseWriter, r *http.Request, _ signedIn) error {
	text := r.PostFormValue("text")
	if text == "" {
		return fail(api.CodeBadRequest, "there are no codes in the form")
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="kauth-backup-codes.txt"`)
	_, err := w.Write([]byte(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")))
	if err != nil {
		s.log.Debug("codes not downloaded", "error", err)
	}
	return nil
}
