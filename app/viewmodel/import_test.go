//go:build !race

package viewmodel

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kauth/core"
)

const codesOfAnother = "otpauth://totp/ACME:ben?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJR\n" +
	"otpauth://totp/Infomaniak:anna?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n" + // linked()'s
	"otpauth://yaotp/Yandex:zoe?secret=GEZDGNBVGY3TQOJQ\n"

func holding(text string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
}

// importPage opens the page as a person does.
func (s *scene) importPage() *Import {
	s.t.Helper()
	s.shown.Intents.(*Home).Settings()
	s.rest()
	s.shown.Intents.(*Settings).Import()
	s.rest()
	return s.shown.Intents.(*Import)
}

func TestAllOfAFileIsShownBeforeAnythingIsAdded(t *testing.T) {
	play(t, linked(), func(s *scene) {
		i := s.importPage()
		i.File(holding(codesOfAnother))
		s.rest()
		st := is[ImportState](s)
		if st.Step != ImportPreview || len(st.Add) != 1 || st.Add[0].Label != "ben" || len(st.Here) != 1 || len(st.Out) != 1 || st.Out[0].Reason != "unsupported_type" {
			t.Fatalf("%+v", st)
		}
		if len(s.accounts.all) != 1 {
			t.Fatal("something was added before it was asked for")
		}
		i.Add()
		s.rest()
		is[HomeState](s)
		if len(s.accounts.all) != 2 || s.accounts.all[1].Label != "ben" || s.accounts.all[1].ID == "" || s.accounts.all[1].Order <= s.accounts.all[0].Order {
			t.Errorf("%+v", s.accounts.all)
		}
	})
}

func TestAFileThatCannotBeReadChangesNothing(t *testing.T) {
	for name, c := range map[string]struct {
		open   func() (io.ReadCloser, error)
		failed string
	}{
		"prose":      {holding("Dear Sir"), "not_ours"},
		"cut off":    {holding(`{"version":1,"header":{`), "malformed"},
		"a database": {holding("SQLite format 3\x00"), "unsupported"},
		"later":      {holding(`{"services":[],"schemaVersion":99}`), "too_new"},
		"gone":       {func() (io.ReadCloser, error) { return nil, errors.New("gone") }, "not_ours"},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, linked(), func(s *scene) {
				s.importPage().File(c.open)
				s.rest()
				if st := is[ImportState](s); st.Step != ImportChoose || st.Failed != c.failed {
					t.Errorf("%+v", st)
				}
				if len(s.accounts.all) != 1 {
					t.Error("something was added")
				}
			})
		})
	}
}

func TestASealedFileAsksForItsPasswordAndForgetsIt(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "core", "transfer", "testdata", "ente_encrypted.txt"))
	if err != nil {
		t.Fatal(err)
	}
	play(t, linked(), func(s *scene) {
		i := s.importPage()
		i.File(holding(string(data)))
		s.rest()
		if st := is[ImportState](s); st.Step != ImportPassword || st.Format != "ente" {
			t.Fatalf("%+v", st)
		}
		i.Password("wrong")
		s.rest()
		if st := is[ImportState](s); st.Step != ImportPassword || !st.Wrong {
			t.Fatalf("%+v", st)
		}
		i.Password("test")
		s.rest()
		if st := is[ImportState](s); st.Step != ImportPreview || len(st.Add) != 7 {
			t.Fatalf("%+v", st)
		}
		if i.password != nil || i.data != nil {
			t.Error("password and file are still held")
		}
		s.app.Back()
		s.rest()
		if st := is[ImportState](s); st.Step != ImportChoose || len(i.report.Entries) != 0 {
			t.Errorf("%+v", st)
		}
	})
}

func TestAFullDiskAddsNothingAndSaysSo(t *testing.T) {
	play(t, linked(), func(s *scene) {
		i := s.importPage()
		i.File(holding(codesOfAnother))
		s.rest()
		s.accounts.full = true
		i.Add()
		s.rest()
		st := is[ImportState](s)
		if st.Step != ImportPreview || st.Problem == nil || st.Problem.Kind != core.StorageFull || len(st.Add) != 1 {
			t.Errorf("%+v", st)
		}
		s.accounts.full = false
		i.Add()
		s.rest()
		is[HomeState](s)
	})
}

func TestFileDroppedOnTheImportIsImported(t *testing.T) {
	play(t, linked(), func(s *scene) {
		s.importPage()
		s.app.Drop([]File{{Name: "codes.txt", Open: holding(codesOfAnother)}})
		s.rest()
		if st := is[ImportState](s); st.Step != ImportPreview || len(st.Add) != 1 {
			t.Fatalf("%+v", st)
		}
	})
}

func TestWelcomeLeadsToTheImportAndOnToTheList(t *testing.T) {
	play(t, nil, func(s *scene) {
		s.shown.Intents.(*Welcome).Import()
		s.rest()
		i := s.shown.Intents.(*Import)
		i.File(holding(codesOfAnother))
		s.rest()
		i.Add()
		s.rest()
		if h := is[HomeState](s); len(h.Rows) != 2 {
			t.Fatalf("%+v", h)
		}
	})
}
