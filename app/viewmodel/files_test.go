//go:build !race

package viewmodel

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"testing"

	"kauth/core"
	"kauth/core/link"
)

// textReader takes a file's lines for the codes in a picture.
type textReader struct{}

func (textReader) Read(_ context.Context, r io.Reader) (texts []string, err error) {
	data, err := io.ReadAll(r)
	for line := range bytes.Lines(data) {
		texts = append(texts, string(bytes.TrimSpace(line)))
	}
	if len(texts) == 0 {
		err = core.E("fake", core.NoCode, nil)
	}
	return texts, err
}

func (textReader) ReadImage(context.Context, image.Image) ([]string, error) {
	return []string{codeText, otherText}, nil
}

func dropped(name, text string) File {
	return File{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader([]byte(text))), nil }}
}

func readsText(_ *scene, p *Ports) { p.Reader = textReader{} }

func TestSeveralFilesAreEachToldOf(t *testing.T) {
	stage(t, linked(), readsText, func(s *scene) {
		s.app.Drop([]File{
			dropped("a.png", foreignText+"\n"+codeText), dropped("b.png", ""), dropped("c.png", otherText),
			{Name: "d.png", Open: func() (io.ReadCloser, error) { return nil, errors.New("gone") }},
			dropped("e.png", foreignText), dropped("f.png", codeText+"&digits=99"),
		})
		s.rest()
		st := is[PickState](s)
		var told []string
		for _, r := range st.Rows {
			kind := core.Kind("")
			if r.Problem != nil {
				kind = r.Problem.Kind
			}
			told = append(told, fmt.Sprintf("%s %s %s %s", r.File, r.Kind, r.Issuer, kind))
		}
		want := []string{
			"a.png otpauth GitHub ", "b.png   no_code", "c.png otpauth Mail ", "d.png   no_picture",
			"e.png other  not_ours", "f.png otpauth  malformed",
		}
		if !st.Files || st.Busy || fmt.Sprint(told) != fmt.Sprint(want) {
			t.Errorf("%+v\n%q", told, want)
		}
	})
}

func TestAccountsOfSeveralFilesAreAddedOneAfterTheOther(t *testing.T) {
	stage(t, linked(), readsText, func(s *scene) {
		s.app.Drop([]File{dropped("a.png", codeText), dropped("b.png", otherText)})
		s.rest()
		for i := range 2 {
			s.shown.Intents.(*Pick).Choose(i)
			s.rest()
			s.shown.Intents.(*Add).Authorize()
			s.rest()
			if i == 0 {
				if st := is[PickState](s); !st.Rows[0].Taken || st.Rows[1].Taken {
					t.Fatalf("%+v", st)
				}
			}
		}
		is[HomeState](s)
		if len(s.accounts.all) != 3 {
			t.Errorf("%d accounts", len(s.accounts.all))
		}
	})
}

func TestOneFileGoesStraightOn(t *testing.T) {
	stage(t, linked(), readsText, func(s *scene) {
		s.app.Drop([]File{dropped("a.png", codeText)})
		s.rest()
		is[ConfirmState](s)
		s.app.Back()
		s.rest()
		is[ScanState](s)
	})
}

func TestMoreFilesThanAnybodyMeansAreNotAllRead(t *testing.T) {
	stage(t, linked(), readsText, func(s *scene) {
		var all []File
		for i := range 120 {
			all = append(all, dropped(fmt.Sprint(i), codeText))
		}
		s.app.Drop(all)
		s.rest()
		if st := is[PickState](s); len(st.Rows) != 120 || !st.Rows[119].Skipped || st.Rows[maxFiles-1].Kind != link.OTPAuth || st.Busy {
			t.Errorf("%d rows", len(st.Rows))
		}
	})
}

func TestCodesOnTheScreenAreChosenFrom(t *testing.T) {
	for kind, take := range map[core.Kind]Screen{
		"":                 func(context.Context) (image.Image, error) { return image.NewGray(image.Rect(0, 0, 9, 9)), nil },
		core.ScreenRefused: func(context.Context) (image.Image, error) { return nil, core.E("fake", core.ScreenRefused, nil) },
	} {
		stage(t, linked(), func(s *scene, p *Ports) { readsText(s, p); p.Screen = take }, func(s *scene) {
			s.app.send(func() { s.app.push(&Scan{app: s.app}) })
			s.rest()
			if !is[ScanState](s).Desktop {
				t.Fatal("not offered")
			}
			s.shown.Intents.(*Scan).FromScreen()
			s.rest()
			if kind != "" {
				if st := is[ScanState](s); st.Problem == nil || st.Problem.Kind != kind {
					t.Errorf("%+v", st)
				}
				return
			}
			if st := is[PickState](s); len(st.Rows) != 2 || st.Files {
				t.Errorf("%+v", st)
			}
		})
	}
}

func TestPartsOfAnExportInSeveralFilesGoTogether(t *testing.T) {
	one, two := part(0, 2, 7, "a"), part(1, 2, 7, "b")
	for name, files := range map[string][]File{
		"alone":          {dropped("b.png", two), dropped("a.png", one)},
		"beside another": {dropped("b.png", two), dropped("a.png", one), dropped("c.png", "")},
	} {
		stage(t, linked(), readsText, func(s *scene) {
			s.app.Drop(files)
			s.rest()
			if name != "alone" {
				s.shown.Intents.(*Pick).Choose(1)
				s.rest()
			}
			if st := is[PartsState](s); len(st.Rows) != 2 || len(st.Missing) > 0 {
				t.Errorf("%s: %+v", name, st)
			}
		})
	}
}
