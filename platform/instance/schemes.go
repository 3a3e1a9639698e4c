package instance

import "strings"

// mine is the scheme that no other app has a use for. The others are of all
// authenticators, and stay with whichever the person had first.
const mine = "kauth"

var shared = []string{"otpauth", "otpauth-migration"}

// associations is where Windows keeps which program opens which addresses.
type associations interface {
	// Command is how a scheme's program is started now; "" is nobody.
	Command(scheme string) string
	// Set has command open the addresses of a scheme.
	Set(scheme, command string) error
}

// register has program open the app's addresses, and changes nothing that is so already.
func register(r associations, program string) error {
	if strings.Contains(program, `"`) {
		return nil // no file of Windows is called so
	}
	command := `"` + program + `" -- "%1"` // so that no address is taken for an option
	for _, scheme := range append([]string{mine}, shared...) {
		now := r.Command(scheme)
		if now == command || scheme != mine && now != "" && !own(now) {
			continue
		}
		if err := r.Set(scheme, command); err != nil {
			return err
		}
	}
	return nil
}

// own says whether a command starts the app, perhaps from where it was before.
func own(command string) bool {
	program, _, _ := strings.Cut(strings.TrimPrefix(command, `"`), `"`)
	return strings.EqualFold(program[strings.LastIndexByte(program, '\\')+1:], "kauth.exe")
}
