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
	img, err := onePicture(r)
	if err == nil {
		p.hooks.Camera(img, "")
	}
	done(w, err)
}

// desktop puts a picture on the screen that the app is on.
func (p *Phone) desktop(w http.ResponseWriter, r *http.Request) {
	img, err := onePicture(r)
	if err == nil {
		p.hooks.Desktop(img)
	}
	done(w, err)
}

func onePicture(r *http.Request) (image.Image, error) {
	files, err := dropped(r)
	if err != nil {
		return nil, err
	}
	if len(files) != 1 {
		return nil, errors.New("not one picture")
	}
	img, _, err := image.Decode(bytes.NewReader(files[0].Data))
	return img, err
}
