// Package deps keeps modules until used.
package deps
import (
 _ "fyne.io/fyne/v2/app"
 _ "fyne.io/fyne/v2/test"
 _ "fyne.io/fyne/v2/widget"
 _ "fyne.io/fyne/v2/dialog"
 _ "fyne.io/fyne/v2/storage"
 _ "fyne.io/fyne/v2/lang"
 _ "github.com/chromedp/chromedp"
 _ "github.com/makiuchi-d/gozxing/qrcode"
 _ "github.com/makiuchi-d/gozxing/multi/qrcode"
 _ "github.com/pquerna/otp/totp"
 _ "github.com/pquerna/otp/hotp"
 _ "github.com/skip2/go-qrcode"
 _ "github.com/zalando/go-keyring"
 _ "go.etcd.io/bbolt"
 _ "golang.org/x/crypto/argon2"
 _ "golang.org/x/crypto/chacha20poly1305"
 _ "golang.org/x/image/webp"
 _ "golang.org/x/image/bmp"
 _ "golang.org/x/image/draw"
 _ "golang.org/x/sys/unix"
)
