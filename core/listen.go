package core

// Listening is what a locked phone holds of a device: all that it takes to hear
// requests and to refuse them, and nothing that approves.
func (d Device) Listening() Device {
	d.Key, d.NextKey, d.LinkCode = DeviceKey{}, DeviceKey{}, Secret{}
	return d
}

// Bare is what there is to say of an account: no seed and no key. Whoever may outlast the
// moment in which the phone is locked, as a page does that the toolkit still knows,
// keeps this.
func (a Account) Bare() Account {
	a.OTP.Secret = Secret{}
	if a.Device != nil {
		d := a.Device.Listening()
		d.Listen, d.NextListen = DeviceKey{}, DeviceKey{}
		a.Device = &d
	}
	return a
}

// Locked tells a device without the key that approves.
func (d Device) Locked() bool { return d.Key.IsZero() }
