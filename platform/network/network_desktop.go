//go:build linux && !android

package network

import (
	"context"
	"errors"
	"net"
	"os"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sys/unix"
)

// Watch calls changed with each change until ctx ends. It returns at once. Where the
// kernel tells nothing (a sandbox), nothing is heard.
func Watch(ctx context.Context, changed func(Change)) {
	s, err := open()
	if err != nil {
		return
	}
	go follow(ctx, s, way, changed)
}

// way describes how the machine is reached; "" where it is not. Interfaces are read
// anew, whatever the message was: a message that was lost costs nothing.
func way() string {
	all, err := net.Interfaces()
	if err != nil {
		return "unknown"
	}
	var ways []string
	for _, i := range all {
		if i.Flags&net.FlagUp == 0 || i.Flags&net.FlagRunning == 0 || i.Flags&net.FlagLoopback != 0 {
			continue
		}
		addresses, _ := i.Addrs()
		for _, a := range addresses {
			if n, ok := a.(*net.IPNet); ok && n.IP.IsGlobalUnicast() {
				ways = append(ways, i.Name+" "+a.String())
			}
		}
	}
	slices.Sort(ways)
	return strings.Join(ways, ", ")
}

// kernel is a netlink socket and a timer that is canceled when the clock is set, which
// is also how a machine wakes up.
type kernel struct {
	routes, jumps *os.File
	news          chan bool
	over          sync.WaitGroup
}

func open() (*kernel, error) {
	routes, err := listen()
	if err != nil {
		return nil, err
	}
	k := &kernel{routes: routes, news: make(chan bool)}
	k.over.Go(k.hearRoutes)
	if jumps, err := unix.TimerfdCreate(unix.CLOCK_REALTIME, unix.TFD_CLOEXEC|unix.TFD_NONBLOCK); err == nil {
		k.jumps = os.NewFile(uintptr(jumps), "clock")
		k.over.Go(k.hearJumps)
	}
	go func() { k.over.Wait(); close(k.news) }()
	return k, nil
}

// listen asks for what concerns links, addresses and routes.
func listen() (*os.File, error) {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, unix.NETLINK_ROUTE)
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	groups := uint32(unix.RTMGRP_LINK | unix.RTMGRP_IPV4_IFADDR | unix.RTMGRP_IPV6_IFADDR | unix.RTMGRP_IPV4_ROUTE | unix.RTMGRP_IPV6_ROUTE)
	if err := unix.Bind(fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK, Groups: groups}); err != nil {
		unix.Close(fd)
		return nil, os.NewSyscallError("bind", err)
	}
	return os.NewFile(uintptr(fd), "netlink"), nil
}

func (k *kernel) hearRoutes() {
	message := make([]byte, 16<<10)
	for {
		n, err := k.routes.Read(message)
		switch {
		case errors.Is(err, unix.ENOBUFS): // some were lost, which is news too
		case err != nil || n == 0:
			return
		}
		k.news <- false
	}
}

// far is a moment that never comes.
const far = 1 << 40

func (k *kernel) hearJumps() {
	timer, err := k.jumps.SyscallConn()
	if err != nil {
		return
	}
	tick := make([]byte, 8)
	for {
		var armed error
		err := timer.Control(func(fd uintptr) {
			when := unix.ItimerSpec{Value: unix.Timespec{Sec: far}}
			armed = unix.TimerfdSettime(int(fd), unix.TFD_TIMER_ABSTIME|unix.TFD_TIMER_CANCEL_ON_SET, &when, nil)
		})
		if err != nil || armed != nil {
			return
		}
		if _, err := k.jumps.Read(tick); !errors.Is(err, unix.ECANCELED) {
			return
		}
		k.news <- true
	}
}

func (k *kernel) next() (bool, error) {
	woke, more := <-k.news
	if !more {
		return false, os.ErrClosed
	}
	return woke, nil
}

func (k *kernel) close() {
	k.routes.Close()
	if k.jumps != nil {
		k.jumps.Close()
	}
	for range k.news { // nobody else takes it
	}
}
