package transfer

import (
	"fmt"
	"io"
)

// What holds a secret as it was read prints none of it.

// Format hides the password.
func (Options) Format(f fmt.State, _ rune) { io.WriteString(f, "[secret]") }

// Format hides the secret, as does that of the next.
func (code) Format(f fmt.State, _ rune) { io.WriteString(f, "[secret]") }

func (steamAccount) Format(f fmt.State, _ rune) { io.WriteString(f, "[secret]") }
