package house

import (
	"context"

	"laci/pos"
	"laci/sync/gateway"
)

// TestGateway asks a gateway about an order nobody made: the till reaches it, and
// it knows the credentials, when err is nil.
func (h *House) TestGateway(ctx context.Context, name string) error { return h.desk.Test(ctx, name) }

// Callback is the address at which a gateway tells of money, "" while the till
// has none in the internet.
func (h *House) Callback(g pos.Gateway) string {
	return gateway.CallbackAddress(h.Till.Shop().PublicAddress, g)
}
