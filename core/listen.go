package core

// Listening is what a locked phone holds of a device: all that it takes to hear
// requests and to refuse them, and nothing that approves.
func (d Device) Listening() Device {
	d.Key, d.NextKey, d.LinkCode = DeviceKey{}, DeviceKey{}, Secret{}
	return d
}

// Locked tells a device without the key that approves.
func (d Device) Locked() bool { return d.Key.IsZero() }
