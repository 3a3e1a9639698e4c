package drive

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"path/filepath"
)

// File is one that is dropped on the window.
type File struct {
	Name string
	Data []byte
}

func (p *Phone) drop(w http.ResponseWriter, r *http.Request) {
	files, err := dropped(r)
	if err == nil {
		p.hooks.Drop(files)
	}
	done(w, err)
}

// maxDrop is a little over what the app takes, so that its own limit can be tested.
const maxDrop = 32 << 20

// dropped takes a file as the body, files of a form, or files by their paths.
func dropped(r *http.Request) ([]File, error) {
	r.Body = http.MaxBytesReader(nil, r.Body, maxDrop)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "multipart/form-data":
		return formFiles(r)
	case "application/json":
		var a struct {
			Path  string   `json:"path"`
			Paths []string `json:"paths"`
		}
		if err := json.NewDecoder(r.Body).Decode(&a); err != nil {
			return nil, err
		}
		if a.Path != "" {
			a.Paths = append(a.Paths, a.Path)
		}
		return filesAt(a.Paths)
	}
	if path := r.URL.Query().Get("path"); path != "" {
		return filesAt([]string{path})
	}
	data, err := io.ReadAll(r.Body)
	return []File{{Name: "picture", Data: data}}, err
}

func formFiles(r *http.Request) (files []File, err error) {
	m, err := r.MultipartReader()
	if err != nil {
		return nil, err
	}
	for {
		part, err := m.NextPart()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return nil, err
		}
		files = append(files, File{Name: part.FileName(), Data: data})
	}
}

func filesAt(paths []string) (files []File, err error) {
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			return nil, err
		}
		files = append(files, File{Name: filepath.Base(p), Data: data})
	}
	return files, nil
}
