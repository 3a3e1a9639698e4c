package core_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"kauth/core"
)

func TestKindIsThatOfTheOutermostError(t *testing.T) {
	inner := core.E("vault.Put", core.StorageFull, io.ErrShortWrite)
	for name, c := range map[string]struct {
		err  error
		kind core.Kind
	}{
		"nil":          {nil, ""},
		"not ours":     {io.EOF, core.Internal},
		"plain":        {inner, core.StorageFull},
		"wrapped":      {fmt.Errorf("while linking: %w", inner), core.StorageFull},
		"ours in ours": {core.E("enroll.Begin", core.Offline, inner), core.Offline},
		"joined":       {errors.Join(io.EOF, inner), core.StorageFull},
	} {
		if k := core.KindOf(c.err); k != c.kind {
			t.Errorf("%s: %q", name, k)
		}
	}
	if !errors.Is(core.E("a", core.Offline, inner), io.ErrShortWrite) {
		t.Error("the cause cannot be found")
	}
}

func TestReasonIsTheInnermostCause(t *testing.T) {
	for want, err := range map[string]error{
		"":            core.E("a", core.Offline, nil),
		"short write": core.E("a", core.Offline, core.E("b", core.Slow, io.ErrShortWrite)),
		"EOF":         io.EOF,
	} {
		if got := core.Reason(err); got != want {
			t.Errorf("%v: %q", err, got)
		}
	}
	if core.Reason(nil) != "" {
		t.Error("nothing has a reason")
	}
}
