package stub

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kauth/server-stub/pages"
)

// deskPages are where requests for help are decided: with -qa, on this machine alone.
func (s *Server) deskPages(mux *http.ServeMux) {
	mux.HandleFunc("GET /desk", s.page(s.near(s.webDesk)))
	mux.HandleFunc("POST /desk/{id}", s.page(s.near(s.webDecide)))
	mux.HandleFunc("GET /desk/{id}/{kind}", s.page(s.near(s.webDeskFile)))
}

// helpCases lists all requests: the open ones first, the newest first.
func (s *Server) helpCases() (list []*helpCase, err error) {
	err = s.view(func(t *tx) error {
		list = nil
		for _, id := range t.idsOf(inHelp) {
			c, err := load[helpCase](t, inHelp, id)
			if err != nil {
				return err
			}
			list = append(list, c)
		}
		return nil
	})
	slices.SortFunc(list, func(a, b *helpCase) int {
		switch {
		case a.open() != b.open() && a.open():
			return -1
		case a.open() != b.open():
			return 1
		}
		return int(b.Made - a.Made)
	})
	return list, err
}

func (s *Server) webDesk(w http.ResponseWriter, r *http.Request) error {
	return s.showDesk(w, r, "", http.StatusOK)
}

func (s *Server) showDesk(w http.ResponseWriter, r *http.Request, wrong string, status int) error {
	cases, err := s.helpCases()
	if err != nil {
		return err
	}
	page := pages.Desk{Problem: wrong, Now: s.now()}
	for _, c := range cases {
		one := pages.DeskCase{
			Number: c.Number, State: c.State, Why: c.Why, Name: c.Name, Reach: c.Reach, User: c.User, Reason: c.Reason,
			Place: c.Visitor.Place, Agent: c.Visitor.Agent, Proved: c.Proved, Open: c.open(), Made: time.Unix(c.Made, 0),
		}
		if p, err := s.personOf(c.Account); err == nil {
			one.Account = p.User
		}
		for _, f := range c.Files {
			one.Files = append(one.Files, pages.DeskFile{
				Kind: f.Kind, Type: f.Type, KiB: (f.Size + 1023) / 1024, Href: "/desk/" + c.Number + "/" + f.Kind,
				Picture: strings.HasPrefix(f.Type, "image/"),
			})
		}
		page.Cases = append(page.Cases, one)
	}
	return s.show(w, r, status, pages.Frame{}, page)
}

func (s *Server) webDecide(w http.ResponseWriter, r *http.Request) error {
	err := s.DecideHelp(Decision{
		Case: r.PathValue("id"), To: r.PostFormValue("decision"), User: r.PostFormValue("user"), Reason: r.PostFormValue("reason"),
	})
	p := problemOf(err)
	if err == nil {
		return seeOther(w, r, "/desk")
	}
	if p.Status == http.StatusInternalServerError || p.Status == http.StatusNotFound {
		return err
	}
	return s.showDesk(w, r, p.Detail, p.Status)
}

// webDeskFile gives a file to whoever decides. The type is the one that was found in
// it; nothing in it runs.
func (s *Server) webDeskFile(w http.ResponseWriter, r *http.Request) error {
	f, err := s.helpFile(r.PathValue("id"), r.PathValue("kind"))
	if err != nil {
		return err
	}
	file, err := os.Open(filepath.Join(s.helpFolder(), f.Disk))
	if err != nil {
		return errNotFound // removed a moment ago
	}
	defer file.Close()
	way := "attachment"
	if strings.HasPrefix(f.Type, "image/") {
		way = "inline"
	}
	h := w.Header()
	h.Set("Content-Type", f.Type)
	h.Set("Content-Length", fmt.Sprint(f.Size))
	h.Set("Content-Disposition", way+`; filename="`+f.Kind+`"`)
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	io.Copy(w, file) // a reader that is gone needs no answer
	return nil
}

func (s *Server) helpFile(number, kind string) (f helpFile, err error) {
	err = s.view(func(t *tx) error {
		c, err := load[helpCase](t, inHelp, number)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(c.Files, func(f helpFile) bool { return f.Kind == kind })
		if at < 0 {
			return errNotFound
		}
		f = c.Files[at]
		return nil
	})
	return f, err
}

// qaHelp lists the requests for help.
func (s *Server) qaHelp(w http.ResponseWriter, _ *http.Request) error {
	cases, err := s.helpCases()
	if err != nil {
		return err
	}
	list := []map[string]any{}
	for _, c := range cases {
		files := []map[string]any{}
		for _, f := range c.Files {
			files = append(files, map[string]any{"kind": f.Kind, "type": f.Type, "bytes": f.Size, "path": "/desk/" + c.Number + "/" + f.Kind})
		}
		list = append(list, map[string]any{
			"case": c.Number, "state": c.State, "why": c.Why, "name": c.Name, "reach": c.Reach, "user": c.User, "account": c.Account,
			"proved": c.Proved, "made": c.Made, "decided": c.Decided, "reason": c.Reason, "files": files,
		})
	}
	return writeJSON(w, http.StatusOK, map[string]any{"cases": list})
}

func (s *Server) qaDecide(w http.ResponseWriter, r *http.Request) error {
	var d Decision
	if err := readJSON(r, &d); err != nil {
		return err
	}
	if err := s.DecideHelp(d); err != nil {
		return err
	}
	return noContent(w)
}
