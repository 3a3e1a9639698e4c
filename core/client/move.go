package client

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"kauth/core"
	"kauth/core/api"
)

// Move asks how far the move of a new phone is, and holds for wait (whole seconds, at
// most api.MaxWait) while the old one has not answered.
func (c *Client) Move(ctx context.Context, d core.Device, wait time.Duration) (api.MoveReply, error) {
	wait = min(max(wait, 0), api.MaxWait).Truncate(time.Second)
	var reply api.MoveReply
	x := exchange{
		op: "client.Move", origin: d.Origin, method: http.MethodGet,
		path:   api.PathMove + "?wait=" + strconv.Itoa(int(wait/time.Second)),
		device: &d, proof: true, wait: wait, into: &reply,
	}
	if _, err := c.do(ctx, x); err != nil {
		return api.MoveReply{}, err
	}
	if err := reply.Check(); err != nil {
		return api.MoveReply{}, core.E(x.op, core.Garbled, err)
	}
	return reply, nil
}

// CancelMove gives the move of a new phone up. core.AlreadyDone: it was over, and an
// *api.ProblemError has the State.
func (c *Client) CancelMove(ctx context.Context, d core.Device) error {
	_, err := c.do(ctx, exchange{
		op: "client.CancelMove", origin: d.Origin, method: http.MethodDelete, path: api.PathMove,
		device: &d, proof: true, empty: true, again: true,
	})
	return err
}
