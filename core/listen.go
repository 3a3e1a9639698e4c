package core

// Listening is what a locked phone holds of a device: all that it takes to hear
// requests and to refuse them, and nothing that approves.
func (d Device) Listening() Device {
	d.Key, d.NextKey, d.LinkCode = DeviceKey{}, DeviceKey{}, Secret{}
	return d
}

// Locked tells a device without the key that approves.
func (d Device) Locked() bool { return d.Key.IsZero() }

// Learn takes over what the same device heard while it was locked: newer server
// keys and a newer policy, which its server takes for known since then. It tells
// whether there was any news.
func (d *Device) Learn(heard Device) (news bool) {
	if d.Origin != heard.Origin || d.ID != heard.ID {
		return false
	}
	if heard.KeysAt > d.KeysAt {
		d.ServerKeys, d.KeysAt, news = heard.ServerKeys, heard.KeysAt, true
	}
	if heard.Policy.Version > d.Policy.Version {
		d.Policy, news = heard.Policy, true
	}
	return news
}
