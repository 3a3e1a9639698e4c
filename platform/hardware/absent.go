package hardware

// absent is a machine without such hardware.
type absent struct{}

func (absent) make(string) (made, error)           { return made{}, errAbsent }
func (absent) public(string) (made, error)         { return made{}, errAbsent }
func (absent) sign(string, []byte) ([]byte, error) { return nil, errAbsent }
func (absent) remove(string) error                 { return errAbsent }
