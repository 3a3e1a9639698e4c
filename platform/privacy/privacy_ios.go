package privacy

// native hides nothing from screenshots: iOS lets nobody forbid them. A view that covers
// the window in the list of recent apps is always there: platform/ios/privacy_ios.m.
func native() system { return absent{} }
