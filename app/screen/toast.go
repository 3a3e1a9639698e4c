package screen

import (
	"kauth/app/text"
	"kauth/app/viewmodel"
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
	}
	return ""
}
