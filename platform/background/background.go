// Package background tells whether the system keeps the app from working while nobody looks
// at it, and leads to the page where a person changes that. A desktop and iOS have no such
// setting that an app can ask for: there it is never so.
package background

// System implements viewmodel.Background.
type System struct{}
