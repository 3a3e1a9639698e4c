package stub

import "net/http"

// pageRoutes adds the computer's side in HTML.
func (s *Server) pageRoutes(mux *http.ServeMux) {}
