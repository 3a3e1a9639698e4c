package look

// still is looked at on the window's goroutine alone, like the theme.
var still bool

// Still tells that the person wants no motion.
func Still() bool { return still }

// SetStill takes their wish.
func SetStill(on bool) { still = on }
