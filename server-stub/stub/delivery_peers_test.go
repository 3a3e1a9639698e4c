//go:build bench

package stub

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The peers deliver a message of the size of our event, marked, without keeping or
// signing it: MQTT 3.1.1 at QoS 0, and NATS core. Their clients are raw sockets too.

const (
	peerMarker = "KAUTH-DELIVERY-MARK"
	eventBytes = 900 // of our event with one request
)

var peerPayload = peerMarker + strings.Repeat("x", eventBytes-len(peerMarker))

// peer is a server written by others.
type peer struct {
	name   string
	launch func(t *testing.T) (s *subject, addr string)
	hello  func(addr string, i int) (net.Conn, error)
	send   func(c net.Conn, i int) error
}

var peers = []peer{
	{"mosquitto", launchMosquitto, mqttSubscribe, mqttPublish},
	{"nats-server", launchNATS, natsSubscribe, natsPublish},
}

// program finds a server where Debian puts it, which is not on everybody's path.
func program(t *testing.T, name string) string {
	for _, dir := range []string{"", "/usr/sbin/", "/usr/local/sbin/"} {
		if path, err := exec.LookPath(dir + name); err == nil {
			return path
		}
	}
	t.Fatal(name + " is missing: .tools/install bench")
	return ""
}

func launchMosquitto(t *testing.T) (*subject, string) {
	addr, port := freeAddr(t)
	conf := filepath.Join(t.TempDir(), "mosquitto.conf")
	text := "listener " + port + " 127.0.0.1\nallow_anonymous true\npersistence false\nset_tcp_nodelay true\nlog_type none\nmax_connections -1\n"
	if err := os.WriteFile(conf, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	s, _ := launch(t, nil, program(t, "mosquitto"), "-c", conf)
	reach(t, addr)
	return s, addr
}

func launchNATS(t *testing.T) (*subject, string) {
	addr, port := freeAddr(t)
	s, _ := launch(t, nil, program(t, "nats-server"), "-a", "127.0.0.1", "-p", port)
	reach(t, addr)
	return s, addr
}

// mqtt frames a packet.
func mqtt(kind byte, body []byte) []byte {
	b := []byte{kind}
	for n := len(body); ; {
		if n < 128 {
			b = append(b, byte(n))
			break
		}
		b = append(b, byte(n%128)|128)
		n /= 128
	}
	return append(b, body...)
}

func mqttText(s string) []byte { return append([]byte{byte(len(s) >> 8), byte(len(s))}, s...) }

func mqttConnect(addr, id string) (net.Conn, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	body := append(append(mqttText("MQTT"), 4, 2, 0, 0), mqttText(id)...)
	if _, err := c.Write(mqtt(0x10, body)); err != nil {
		return nil, err
	}
	_, err = io.ReadFull(c, make([]byte, 4))
	return c, err
}

func topic(i int) string { return fmt.Sprintf("phone%05d", i) }

func mqttSubscribe(addr string, i int) (net.Conn, error) {
	c, err := mqttConnect(addr, topic(i))
	if i < 0 || err != nil {
		return c, err
	}
	body := append(append([]byte{0, 1}, mqttText(topic(i))...), 0)
	if _, err := c.Write(mqtt(0x82, body)); err != nil {
		return nil, err
	}
	_, err = io.ReadFull(c, make([]byte, 5))
	return c, err
}

func mqttPublish(c net.Conn, i int) error {
	_, err := c.Write(mqtt(0x30, append(mqttText(topic(i)), peerPayload...)))
	return err
}

func natsSubscribe(addr string, i int) (net.Conn, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	hello := "CONNECT {\"verbose\":false,\"pedantic\":false}\r\n"
	if i >= 0 {
		hello += "SUB " + topic(i) + " 1\r\n"
	}
	r := bufio.NewReader(c)
	if _, err := r.ReadString('\n'); err != nil { // INFO
		return nil, err
	}
	if _, err := io.WriteString(c, hello+"PING\r\n"); err != nil {
		return nil, err
	}
	for line := ""; line != "PONG\r\n"; {
		if line, err = r.ReadString('\n'); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func natsPublish(c net.Conn, i int) error {
	_, err := fmt.Fprintf(c, "PUB %s %d\r\n%s\r\n", topic(i), len(peerPayload), peerPayload)
	return err
}
