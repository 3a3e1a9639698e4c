package stub

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"kauth/core/api"
)

// paper is a picture that a person sends.
func paper(t testing.TB, encode func(io.Writer, image.Image) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b, image.NewGray(image.Rect(0, 0, 320, 200))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngPaper(t testing.TB) []byte { return paper(t, png.Encode) }

func jpegPaper(t testing.TB) []byte {
	return paper(t, func(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, nil) })
}

// part is one field of a form with files; File is its file's name.
type part struct {
	Name, File string
	Body       []byte
}

func formOf(t testing.TB, parts []part) (body []byte, contentType string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, p := range parts {
		var to io.Writer
		var err error
		if p.File != "" {
			to, err = w.CreateFormFile(p.Name, p.File)
		} else {
			to, err = w.CreateFormField(p.Name)
		}
		if err == nil {
			_, err = to.Write(p.Body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	w.Close()
	return b.Bytes(), w.FormDataContentType()
}

// helpParts is a good form, with parts of the same name put in place of its own.
func helpParts(t testing.TB, change ...part) []part {
	good := []part{
		{"why", "", []byte("second")},
		{"name", "", []byte("Anna Keller")},
		{"user", "", []byte(annaUser)},
		{"reach", "", []byte("anna@elsewhere.example.net")},
		{"front", "front.png", pngPaper(t)},
		{"back", "../../etc/passwd", jpegPaper(t)},
		{"selfie", "me.exe", jpegPaper(t)},
	}
	for _, p := range change {
		for i := range good {
			if good[i].Name == p.Name {
				good[i] = p
			}
		}
	}
	return good
}

func (r *reader) askHelp(parts []part) *reader {
	r.w.t.Helper()
	body, contentType := formOf(r.w.t, parts)
	return r.shown(r.client.Post(r.w.http.URL+"/help", contentType, bytes.NewReader(body)))
}

func (w *world) helpFiles() (names []string) {
	w.t.Helper()
	list, err := os.ReadDir(filepath.Join(w.o.Data, "help"))
	w.ok(err)
	for _, one := range list {
		info, err := one.Info()
		w.ok(err)
		if info.Mode().Perm() != 0o600 {
			w.t.Errorf("%s has the mode %o", one.Name(), info.Mode().Perm())
		}
		names = append(names, one.Name())
	}
	return names
}

var (
	caseNumber = regexp.MustCompile(`/help/case/([0-9a-z]{4}-[0-9a-z]{4})`)
	longCode   = regexp.MustCompile(`\b[0-9a-z]{4}(-[0-9a-z]{4}){3}\b`)
)

// decide is QA deciding a case.
func (w *world) decide(body map[string]string) result {
	w.t.Helper()
	return w.browser().do("POST", "/qa/help", body)
}

func TestHelpGoesFromTheFormToANewSecondStep(t *testing.T) {
	w := newWorld(t, Options{QA: true})
	w.reachable()
	b, lost := w.linked()
	r := w.reader().signIn().wants("/login/lgn_.*", "Answer on your phone")
	login := strings.TrimPrefix(r.at, "/login/")
	r.get("/help?why=second&login="+login).wants("/help", annaUser, "readonly")
	r.askHelp(append(helpParts(t, part{"user", "", []byte("somebody@else.ch")}), part{"login", "", []byte(login)}))
	r.wants("/help/case/.*", "Your request is here", "a•••@e•••.net")
	number := caseNumber.FindStringSubmatch(r.at)[1]
	secret := longCode.FindString(r.page)
	if n := len(w.helpFiles()); n != 3 {
		t.Fatalf("%d files are stored", n)
	}
	for _, to := range []string{annaUser, "anna@home.example.net"} {
		if m := w.newest(to); m.Subject != "Somebody asks for help to get into your account" || !strings.Contains(m.Text, number) {
			t.Errorf("%s was told %+v", to, m)
		}
	}
	if m := w.newest("anna@elsewhere.example.net"); !strings.Contains(m.Text, number) || strings.Contains(m.Text, secret) {
		t.Errorf("%+v", m)
	}
	w.decide(map[string]string{"case": number, "decision": "review"}).want(204)
	r.get(r.at).wants("/help/case/.*", "is being looked at")
	w.decide(map[string]string{"case": number, "decision": "accept"}).want(204)
	w.decide(map[string]string{"case": number, "decision": "refuse", "reason": "unknown"}).refused(api.CodeAlreadyAnswered)
	r.get(r.at).wants("/help/case/.*", "Your request is accepted", `href="/help/in?case=`+number+`"`)
	code := longCode.FindString(w.newest("anna@elsewhere.example.net").Text)
	other := w.reader().get("/help/in").send("/help/in", "number", strings.ToUpper(number), "code", secret).wants("/help/in", "is wrong")
	other.send("/help/in", "number", number, "code", strings.ReplaceAll(code, "-", " ")).wants("/help/in/"+number, "Now your password", annaUser)
	r.get("/help/in/"+number).wants(".*", "This is over") // another browser typed the code
	other.get("/help/in/"+number).send("/help/in/"+number, "password", "wrong").wants(".*", "not your password")
	b.do("GET", api.PathMethods, nil).want(200)
	other.send("/help/in/"+number, "password", annaPass).wants("/2fa", ">Off<", "You are in", "Enable")
	b.do("GET", api.PathMethods, nil).refused(api.CodeNoSession)
	lost.wantRevoked()
	other.enable("Pixel 10")
	w.reader().get("/help/in").send("/help/in", "number", number, "code", code).wants("/help/in", "is wrong")
	w.wantMail("All phones and methods were removed")
}

func TestHelpWithTheForgottenPasswordKeepsTheSecondStep(t *testing.T) {
	for why, second := range map[string]bool{"password": true, "both": false} {
		w := newWorld(t, Options{QA: true})
		w.linked()
		r := w.reader().askHelp(helpParts(t, part{"why", "", []byte(why)})).wants("/help/case/.*")
		number := caseNumber.FindStringSubmatch(r.at)[1]
		w.decide(map[string]string{"case": number, "decision": "accept"}).want(204)
		r.get("/help/in").send("/help/in", "number", number, "code", longCode.FindString(w.newest("anna@elsewhere.example.net").Text))
		r.wants("/help/in/"+number, "Choose a new password").send("/help/in/"+number, "new", "a new horse", "again", "a new horse")
		if !second {
			r.wants("/2fa", ">Off<", "You are in")
			continue
		}
		r.wants("/login", "Your password is changed").send("/login", "user", annaUser, "password", "a new horse").wants("/login/lgn_.*", "Answer on your phone")
	}
}

func TestHelpWithAForgottenIdentifierNamesIt(t *testing.T) {
	w := newWorld(t, Options{QA: true})
	r := w.reader().askHelp(helpParts(t, part{"why", "", []byte("identifier")}, part{"user", "", nil})).wants("/help/case/.*")
	number := caseNumber.FindStringSubmatch(r.at)[1]
	w.decide(map[string]string{"case": number, "decision": "accept"}).refused(api.CodeBadRequest) // whose account?
	w.decide(map[string]string{"case": number, "decision": "accept", "user": "nobody@example.ch"}).refused(api.CodeBadRequest)
	w.decide(map[string]string{"case": number, "decision": "accept", "user": annaUser}).want(204)
	if m := w.newest("anna@elsewhere.example.net"); !strings.Contains(m.Text, annaUser) || longCode.MatchString(m.Text) {
		t.Fatalf("%+v", m)
	}
	r.get(r.at).wants(".*", "Your sign-in address went to")
}

func TestRefusedHelpSaysWhyAndLosesItsFiles(t *testing.T) {
	w := newWorld(t, Options{QA: true})
	r := w.reader().askHelp(helpParts(t)).wants("/help/case/.*")
	number := caseNumber.FindStringSubmatch(r.at)[1]
	w.decide(map[string]string{"case": number, "decision": "refuse"}).refused(api.CodeBadRequest)
	w.decide(map[string]string{"case": number, "decision": "refuse", "reason": "unreadable"}).want(204)
	r.get(r.at).wants(".*", "Your request is refused", "cannot be read", "Ask again")
	if m := w.newest("anna@elsewhere.example.net"); !strings.Contains(m.Text, "cannot be read") {
		t.Fatalf("%+v", m)
	}
	w.pass(71 * time.Hour)
	w.ok(w.s.removeDoomed())
	if n := len(w.helpFiles()); n != 3 {
		t.Fatalf("%d files are there before their time is over", n)
	}
	w.pass(time.Hour)
	w.ok(w.s.removeDoomed())
	if n := len(w.helpFiles()); n != 0 {
		t.Fatalf("%d files are there after 72 hours", n)
	}
	r.get(r.at).wants(".*", "The files are removed")
	w.reader().get("/desk/"+number+"/front").wants(".*", "This page does not exist")
}

func TestUnknownNamesAskForHelpLikeAllOthers(t *testing.T) {
	w := newWorld(t, Options{QA: true})
	hide := func(page string) string {
		return longCode.ReplaceAllString(regexp.MustCompile(`[0-9a-z]{4}-[0-9a-z]{4}`).ReplaceAllString(page, "N"), "S")
	}
	known := w.reader().askHelp(helpParts(t)).wants("/help/case/.*").page
	unknown := w.reader().askHelp(helpParts(t, part{"user", "", []byte("nobody@example.ch")})).wants("/help/case/.*").page
	if hide(known) != hide(unknown) {
		t.Fatalf("%s\ninstead of\n%s", unknown, known)
	}
}

func TestCaseShowsItsStateToItsKeyAlone(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reader().askHelp(helpParts(t)).wants("/help/case/.*")
	number, secret := caseNumber.FindStringSubmatch(r.at)[1], longCode.FindString(r.page)
	other := w.reader().get(r.at).wants("/help/state", "Look at a request")
	other.send("/help/state", "number", number, "secret", otherSecret(secret)).wants("/help/state", "There is no case with this number")
	wrong := other.page
	other.send("/help/state", "number", "0000-0000", "secret", secret).wants("/help/state")
	if strings.ReplaceAll(wrong, number, "0000-0000") != other.page {
		t.Error("a number without a case reads otherwise than a wrong key")
	}
	other.send("/help/state", "number", " "+strings.ToUpper(number), "secret", strings.ToUpper(strings.ReplaceAll(secret, "-", ""))).wants("/help/case/"+number, "Your request is here", secret)
	for range 30 {
		other.post("/help/state", "number", number, "secret", "guess")
	}
	if other.wants(".*", "too often"); other.code != http.StatusTooManyRequests {
		t.Errorf("status %d", other.code)
	}
}

// bomb is a PNG of a few bytes that says it is huge.
func bomb(side uint32) []byte {
	var b bytes.Buffer
	b.WriteString("\x89PNG\r\n\x1a\n")
	head := []byte("IHDR\x00\x00\x00\x00\x00\x00\x00\x00\x08\x06\x00\x00\x00")
	binary.BigEndian.PutUint32(head[4:], side)
	binary.BigEndian.PutUint32(head[8:], side)
	binary.Write(&b, binary.BigEndian, uint32(13))
	b.Write(head)
	binary.Write(&b, binary.BigEndian, crc32.ChecksumIEEE(head))
	return b.Bytes()
}

func TestWrongFilesAreNamedWithTheReason(t *testing.T) {
	w := newWorld(t, Options{})
	large := append(pngPaper(t), make([]byte, maxUpload)...)
	for name, c := range map[string]struct {
		change part
		says   string
	}{
		"a text":            {part{"front", "x.png", []byte("hello, I am a picture")}, "front: not a JPEG"},
		"a page":            {part{"selfie", "x.jpg", []byte("<html><script>alert(1)</script>")}, "taken now: not a JPEG"},
		"a drawing":         {part{"front", "x.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)}, "front: not a JPEG"},
		"a program":         {part{"back", "x.png", []byte("MZ\x90\x00\x03\x00\x00\x00")}, "not a JPEG"},
		"a bomb":            {part{"front", "x.png", bomb(100_000)}, "front: too many pixels"},
		"a smaller bomb":    {part{"front", "x.png", bomb(11_000)}, "front: too many pixels"},
		"a broken picture":  {part{"front", "x.png", pngPaper(t)[:20]}, "front: the file is damaged"},
		"half a PDF":        {part{"front", "x.pdf", []byte("%PDF-1.7\n1 0 obj")}, "front: the file is damaged"},
		"a large file":      {part{"selfie", "x.png", large}, "taken now: larger than 10 MB"},
		"an empty file":     {part{"selfie", "x.png", nil}, "taken now: the file is empty"},
		"no file":           {part{"selfie", "", nil}, "taken now: still missing"},
		"a broken address":  {part{"reach", "", []byte("anna")}, "Type a mail address where we reach you"},
		"no name":           {part{"name", "", []byte(" \u202e")}, "Type your name"},
		"no account's name": {part{"user", "", nil}, "Type the sign-in address"},
	} {
		r := w.reader().askHelp(helpParts(t, c.change))
		if r.code != http.StatusUnprocessableEntity || !strings.Contains(r.page, c.says) {
			t.Errorf("%s: status %d, and no %q in %s", name, r.code, c.says, r.page)
		}
		if c.change.Name != "name" && !strings.Contains(r.page, `value="Anna Keller"`) {
			t.Errorf("%s: the name is lost", name)
		}
	}
	if r := w.reader().askHelp(append(helpParts(t), part{"front", "again.png", pngPaper(t)})); !strings.Contains(r.page, "sent twice") {
		t.Errorf("a second file for one field: %s", r.page)
	}
	if r := w.reader().askHelp(append(helpParts(t), part{"other", "x.png", pngPaper(t)})); !strings.Contains(r.page, "Another file") {
		t.Errorf("a file for no field: %s", r.page)
	}
	if files := w.helpFiles(); len(files) > 0 {
		t.Errorf("files are left behind: %q", files)
	}
	good := w.reader().askHelp(helpParts(t, part{"front", "pass.pdf", []byte("%PDF-1.7\n1 0 obj\n%%EOF\n")}, part{"back", "", nil}))
	good.wants("/help/case/.*")
}

// otherSecret is a secret that differs in its last character.
func otherSecret(secret string) string {
	if strings.HasSuffix(secret, "0") {
		return secret[:18] + "1"
	}
	return secret[:18] + "0"
}
