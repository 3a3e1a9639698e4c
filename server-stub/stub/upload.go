package stub

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/image/webp"

	"kauth/core/api"
)

// A form with files is read as it comes in: files go to the disk piece by piece,
// nothing of them is held in memory, and every bound holds before the next piece is
// read. What a file is called is not looked at.

const (
	maxUpload  = 10 << 20  // a file
	maxForm    = 96 << 20  // the whole body: what is over a bound is read and thrown away, so that the browser gets the page that says so
	maxText    = 4 << 10   // a field of text
	maxParts   = 16        // fields of any kind
	maxSide    = 12_000    // pixels
	maxPixels  = 60 << 20  // width by height: a picture that is small on the wire can be huge when it is drawn
	uploadTime = 5 * 60    // seconds, for slow lines
	pdfEnd     = 4 << 10   // bytes at the end of a PDF in which its mark has to be
	uploadWait = 30        // seconds, said to those who come while too many others send
	sniffed    = 512       // bytes that tell what a file is
	anyField   = "unknown" // a file in a field that has none
)

// Who sends slowly holds a place: one network alone must not hold them all.
const (
	maxUploads  = 32 // bodies with files that are read at once
	uploadsFrom = 2  // of those, from one network
)

// uploads are the bodies with files that are being read, by network.
type uploads struct {
	mu   sync.Mutex
	all  int
	from map[string]int
}

func (u *uploads) begin(network string) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.all >= maxUploads || u.from[network] >= uploadsFrom {
		return false
	}
	if u.from == nil {
		u.from = map[string]int{}
	}
	u.all++
	u.from[network]++
	return true
}

func (u *uploads) end(network string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.all--
	if u.from[network]--; u.from[network] == 0 {
		delete(u.from, network)
	}
}

// fileTrouble is what is wrong with a file: "big", "type", "broken", "pixels",
// "empty", "twice", "missing".
type fileTrouble struct{ Field, What string }

// uploadedForm is a form that was read. Whoever does not keep its files calls drop.
type uploadedForm struct {
	Text     map[string]string
	Files    []helpFile
	Troubles []fileTrouble
	folder   string
}

func (f *uploadedForm) drop() {
	for _, one := range f.Files {
		os.Remove(filepath.Join(f.folder, one.Disk))
	}
	f.Files = nil
}

// readUpload reads a form with files for the fields that are named.
func (s *Server) readUpload(w http.ResponseWriter, r *http.Request, fields []string) (*uploadedForm, error) {
	from := network(s.visitorOf(r).IP)
	if !s.uploads.begin(from) {
		p := fail(api.CodeUnavailable, "others send files: wait a moment")
		p.RetryAfter = uploadWait
		return nil, p
	}
	defer s.uploads.end(from)
	// The connection's own clock, not the server's: this ends a line that stalls, and
	// leaves as much time for the reply as if the form had come at once.
	line, end := http.NewResponseController(w), time.Now().Add(uploadTime*time.Second)
	line.SetReadDeadline(end)
	line.SetWriteDeadline(end.Add(s.limits.reply))
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, fail(api.CodeBadRequest, "that is no form with files")
	}
	form := &uploadedForm{Text: map[string]string{}, folder: s.helpFolder()}
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		if err == io.EOF {
			return form, nil
		}
		if err == nil && n >= maxParts {
			err = errors.New("too many fields")
		}
		if err == nil {
			err = form.take(part, fields)
		}
		if err != nil {
			form.drop()
			return nil, badUpload(err)
		}
	}
}

func badUpload(err error) error {
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return fail(api.CodeBadRequest, "the form is over 96 MiB")
	}
	var own *problem
	var disk *os.PathError
	if errors.As(err, &own) || errors.As(err, &disk) {
		return err
	}
	return fail(api.CodeBadRequest, "the form broke off, or is none")
}

func (f *uploadedForm) take(part *multipart.Part, fields []string) error {
	name := part.FormName()
	for _, field := range fields {
		if name == field {
			return f.takeFile(part, field)
		}
	}
	if part.FileName() != "" {
		f.Troubles = append(f.Troubles, fileTrouble{anyField, "type"})
		_, err := io.Copy(io.Discard, part)
		return err
	}
	text, err := io.ReadAll(io.LimitReader(part, maxText+1))
	if err == nil && len(text) > maxText {
		err = fail(api.CodeBadRequest, "a field is too long")
	}
	f.Text[name] = string(text)
	return err
}

// takeFile stores a file, or notes what is wrong with it and reads on.
func (f *uploadedForm) takeFile(part *multipart.Part, field string) error {
	for _, other := range f.Files {
		if other.Kind == field {
			f.Troubles = append(f.Troubles, fileTrouble{field, "twice"})
			_, err := io.Copy(io.Discard, part)
			return err
		}
	}
	file, err := os.OpenFile(filepath.Join(f.folder, newDiskName()), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	size, what, kind, err := receive(file, part)
	if err == nil && what == "" {
		err = file.Sync()
	}
	if err != nil || what != "" || size == 0 {
		os.Remove(file.Name())
	}
	switch {
	case err != nil:
		return err
	case size == 0 && part.FileName() == "": // nothing was chosen
	case size == 0:
		f.Troubles = append(f.Troubles, fileTrouble{field, "empty"})
	case what != "":
		f.Troubles = append(f.Troubles, fileTrouble{field, what})
		_, err = io.Copy(io.Discard, part)
	default:
		f.Files = append(f.Files, helpFile{Kind: field, Type: kind, Size: size, Disk: filepath.Base(file.Name())})
	}
	return err
}

func newDiskName() string {
	raw := make([]byte, 16)
	rand.Read(raw)
	return hex.EncodeToString(raw)
}

// receive copies at most maxUpload bytes, and says what they are.
func receive(file *os.File, from io.Reader) (size int64, trouble, kind string, err error) {
	size, err = io.Copy(file, io.LimitReader(from, maxUpload+1))
	switch {
	case err != nil || size == 0:
		return size, "", "", err
	case size > maxUpload:
		return size, "big", "", nil
	}
	trouble, kind, err = examine(file, size)
	return size, trouble, kind, err
}

// examine tells what a file is by what is in it. Pictures are not decoded: their
// header says how large they would be.
func examine(file io.ReadSeeker, size int64) (trouble, kind string, err error) {
	head := make([]byte, sniffed)
	if _, err = file.Seek(0, io.SeekStart); err != nil {
		return "", "", err
	}
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", "", err
	}
	kind = http.DetectContentType(head[:n])
	if kind == "application/pdf" {
		return examinePDF(file, size)
	}
	config := map[string]func(io.Reader) (image.Config, error){
		"image/jpeg": jpeg.DecodeConfig, "image/png": png.DecodeConfig, "image/webp": webp.DecodeConfig,
	}[kind]
	if config == nil {
		return "type", "", nil
	}
	if _, err = file.Seek(0, io.SeekStart); err != nil {
		return "", "", err
	}
	c, wrong := config(file)
	switch {
	case wrong != nil || c.Width <= 0 || c.Height <= 0:
		return "broken", "", nil
	case c.Width > maxSide || c.Height > maxSide || c.Width*c.Height > maxPixels:
		return "pixels", "", nil
	}
	return "", kind, nil
}

func examinePDF(file io.ReadSeeker, size int64) (trouble, kind string, err error) {
	if _, err = file.Seek(-min(size, pdfEnd), io.SeekEnd); err != nil {
		return "", "", err
	}
	tail, err := io.ReadAll(file)
	if err == nil && !bytes.Contains(tail, []byte("%%EOF")) {
		return "broken", "", nil
	}
	return "", "application/pdf", err
}
