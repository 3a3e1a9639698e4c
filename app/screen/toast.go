package screen

import (
	"kauth/app/text"
	"kauth/app/viewmodel"
	"kauth/app/widgets"
)

// toast is a Toast's words; "" hides it.
func toast(t *text.Catalog, what viewmodel.Toast) string {
	switch what {
	case viewmodel.ToastCopied:
		return t.T("toast.copied")
	case viewmodel.ToastRevealed:
		return t.T("toast.revealed")
	case viewmodel.ToastAdded:
		return t.T("toast.added")
	case viewmodel.ToastSaved:
		return t.T("toast.saved")
	case viewmodel.ToastRemoved:
		return t.T("toast.removed")
	case viewmodel.ToastImported:
		return t.T("toast.imported")
	case viewmodel.ToastBackedUp:
		return t.T("toast.backedup")
	case viewmodel.ToastRestored:
		return t.T("toast.restored")
	case viewmodel.ToastRestoredCodes:
		return t.T("toast.restored.codes")
	case viewmodel.ToastForever:
		return t.T("toast.forever")
	}
	return ""
}

// say shows a Toast, and "Undo" where that can be.
func say(t *text.Catalog, p *widgets.Page, what viewmodel.Toast, can bool, undo func()) {
	words, action := toast(t, what), ""
	if can && words != "" {
		action = t.T("toast.undo")
	}
	p.ToastWith(words, action, undo)
}
