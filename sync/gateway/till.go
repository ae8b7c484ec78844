package gateway

import (
	"context"
	"time"

	"laci/pos"
)

// Till is what gateways ask of the till. *pos.Till is one.
type Till interface {
	Accounts
	Orders
	Journal
	Shop() pos.Shop
}

// Accounts are the gateways the shop has, and how contact with them goes.
type Accounts interface {
	Gateways() []pos.Gateway
	// GatewayCredentials gives what a gateway's API asks for, or pos.ErrGateway.
	GatewayCredentials(ctx context.Context, name string) (map[string]string, error)
	GatewayHeard(name string)
	GatewaySilent(name string, offline bool)
	// HeardTime notes the time a gateway says it is just now.
	HeardTime(source string, theirs time.Time)
}

// Orders are what gateways are asked about.
type Orders interface {
	Order(ctx context.Context, id pos.ID) (pos.Order, error)
	// AskAbout gives the orders whose gateway is to be asked about money.
	AskAbout(ctx context.Context, limit int) ([]pos.Order, error)
	// NeverShown gives the orders that were placed for a gateway's code, are on no
	// screen and wait for no answer.
	NeverShown(ctx context.Context) ([]pos.Order, error)
	FailNeverShown(ctx context.Context, id pos.ID) (pos.Order, error)
	// Settle hands a report of money to the till. It is on disk when err is nil.
	Settle(ctx context.Context, r pos.Report) (pos.Outcome, error)
	// Claim notes that the customer says the order is paid.
	Claim(ctx context.Context, id pos.ID, from string) (pos.Order, error)
}

// Journal is the till's record, read by cursor.
type Journal interface {
	Head() pos.Cursor
	Watch() (<-chan pos.Cursor, func())
	Entries(ctx context.Context, after pos.Cursor, limit int) ([]pos.Entry, error)
}
