package client

import (
	"context"
	"encoding/json"
	"net/http"

	"kauth/core"
	"kauth/core/api"
)

// PutPush tells the server where this phone can be woken, in the place of all that it
// was told before; an empty list: nowhere. A locked phone may.
func (c *Client) PutPush(ctx context.Context, d core.Device, list []api.Push) error {
	if list == nil {
		list = []api.Push{}
	}
	body, err := json.Marshal(map[string][]api.Push{"push": list})
	if err != nil {
		return core.E("client.PutPush", core.Internal, err)
	}
	_, err = c.do(ctx, exchange{
		op: "client.PutPush", origin: d.Origin, method: http.MethodPut, path: api.PathPush,
		device: &d, proof: true, hears: true, contentType: api.TypeJSON, body: body, empty: true, again: true,
	})
	return err
}
