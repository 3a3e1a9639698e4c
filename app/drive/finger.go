package drive

import (
	"context"
	"io"
	"net/http"
	"strings"
	"time"
)

// promptTime is how long a word waits for somebody to be asked.
const promptTime = 10 * time.Second

// finger plays the phone's sensor: the words are those of platform/unlock/played.
func (p *Phone) finger(w http.ResponseWriter, r *http.Request) {
	word, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<10))
	if err == nil {
		ctx, stop := context.WithTimeout(r.Context(), promptTime)
		defer stop()
		err = p.hooks.Finger(ctx, strings.TrimSpace(string(word)))
	}
	done(w, err)
}
