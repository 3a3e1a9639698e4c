package main

import (
	"fmt"
	"time"

	"kauth/server-stub/wake"
)

// services are the ways to wake phones that files set up.
func (set settings) services() (list []wake.Service, err error) {
	if set.fcm != "" {
		f, err := wake.OpenFCM(set.fcm, set.fcmAt, time.Now)
		if err != nil {
			return nil, fmt.Errorf("-fcm: %w", err)
		}
		list = append(list, f)
	}
	if set.apns != "" {
		n, err := wake.OpenAPNs(set.apns, set.apnsAt, time.Now)
		if err != nil {
			return nil, fmt.Errorf("-apns: %w", err)
		}
		list = append(list, n)
	}
	return list, nil
}
