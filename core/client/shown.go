package client

import (
	"context"
	"net/http"

	"kauth/core"
	"kauth/core/api"
)

// Shown tells the server that the person can see a request. A locked phone may.
// core.NotFound: the server knows no such request, or is older than this call.
func (c *Client) Shown(ctx context.Context, d core.Device, challengeID string) error {
	const op = "client.Shown"
	if !api.ValidID("chl_", challengeID) {
		return core.Errorf(op, core.Malformed, "that is no id of a challenge")
	}
	_, err := c.do(ctx, exchange{
		op: op, origin: d.Origin, method: http.MethodPost, path: api.Path(api.PathShown, challengeID),
		device: &d, proof: true, hears: true, empty: true, again: true,
		kinds: map[api.Code]core.Kind{api.CodeNotFound: core.NotFound},
	})
	return err
}
