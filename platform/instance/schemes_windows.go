package instance

import (
	"os"

	"golang.org/x/sys/windows/registry"

	"kauth/core"
)

// classes is where a user's own programs say what they open; nothing is written for
// other users, and no right of an administrator is needed.
const classes = `Software\Classes\`

// Register has this program open addresses of the app, from wherever it is now: there is
// no installer that would say so.
func Register() error {
	program, err := os.Executable()
	if err == nil {
		err = register(users{}, program)
	}
	if err != nil {
		return core.E("instance.Register", core.Internal, err)
	}
	return nil
}

type users struct{}

// Command is what an installer said for all users, where this one has nothing.
func (users) Command(scheme string) string {
	for _, root := range []registry.Key{registry.CURRENT_USER, registry.LOCAL_MACHINE} {
		k, err := registry.OpenKey(root, classes+scheme+`\shell\open\command`, registry.QUERY_VALUE)
		if err != nil {
			continue
		}
		command, _, err := k.GetStringValue("")
		k.Close()
		if err == nil {
			return command
		}
	}
	return ""
}

func (users) Set(scheme, command string) error {
	k, _, err := registry.CreateKey(registry.CURRENT_USER, classes+scheme, registry.SET_VALUE)
	if err != nil {
		return err
	}
	defer k.Close()
	if err := k.SetStringValue("", "URL:kAuth"); err != nil {
		return err
	}
	if err := k.SetStringValue("URL Protocol", ""); err != nil {
		return err
	}
	c, _, err := registry.CreateKey(registry.CURRENT_USER, classes+scheme+`\shell\open\command`, registry.SET_VALUE)
	if err != nil {
		return err
	}
	defer c.Close()
	return c.SetStringValue("", command)
}
