package viewmodel

// TextSize is the choice of how large words are, which is taken at once.
type TextSize struct{ app *App }

// TextSizeState shows it.
type TextSizeState struct{ Chosen string } // "", "100" to "200" in percent; "" follows the system

// Screen names it.
func (TextSizeState) Screen() string { return "text_size" }

func (p *TextSize) state() State { return TextSizeState{p.app.look.TextSize} }

// Choose takes a size in percent; "" follows the system.
func (p *TextSize) Choose(percent string) {
	p.app.do(func() {
		chosen := p.app.look
		chosen.TextSize = percent
		p.app.setLook(chosen)
	})
}

// TextSize opens the choice of how large words are.
func (s *Settings) TextSize() { s.app.do(func() { s.app.push(&TextSize{app: s.app}) }) }

// SwitchMotion turns motion off in this app, or leaves it to the system.
func (s *Settings) SwitchMotion() {
	s.app.do(func() {
		chosen := s.app.look
		chosen.Still = !chosen.Still
		s.app.setLook(chosen)
	})
}

// The keys of Ports.Settings for what makes the app easier to use.
const (
	keyTextSize = "text_size"
	keyStill    = "still"
)

func lookOf(c Choices) Look {
	return Look{
		Language: c.String("language"), Appearance: c.String("appearance"),
		TextSize: c.String(keyTextSize), Still: c.String(keyStill) == "on",
	}
}

func keepLook(c Choices, l Look) {
	c.SetString("language", l.Language)
	c.SetString("appearance", l.Appearance)
	c.SetString(keyTextSize, l.TextSize)
	still := ""
	if l.Still {
		still = "on"
	}
	c.SetString(keyStill, still)
}
