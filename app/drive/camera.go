package drive

import (
	"bytes"
	"errors"
	"image"
	_ "image/gif"  // what may lie before the camera
	_ "image/jpeg" // likewise
	_ "image/png"  // likewise
	"net/http"
)

// camera puts a picture before the phone's camera, or has it fail.
func (p *Phone) camera(w http.ResponseWriter, r *http.Request) {
	if fault := r.URL.Query().Get("fault"); fault != "" {
		p.hooks.Camera(nil, fault)
		done(w, nil)
		return
	}
	files, err := dropped(r)
	if err == nil && len(files) != 1 {
		err = errors.New("one picture lies before a camera")
	}
	if err != nil {
		done(w, err)
		return
	}
	img, _, err := image.Decode(bytes.NewReader(files[0].Data))
	if err == nil {
		p.hooks.Camera(img, "")
	}
	done(w, err)
}
