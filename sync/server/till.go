package server

import (
	"context"
	"time"

	"laci/pos"
)

// Till is what the server asks of the till, in pieces a test can stand in for
// one at a time. *pos.Till is one.
type Till interface {
	Journal
	Orders
	Sources
	Keys
	Days
	Shop() pos.Shop
}

// Journal is the till's append-only record, read by cursor.
type Journal interface {
	// Head gives the place of the newest entry.
	Head() pos.Cursor
	// Watch gives a channel that always holds the newest head nobody has taken
	// yet, and the call that ends it.
	Watch() (<-chan pos.Cursor, func())
	// Entries gives at most limit entries after a cursor, or pos.ErrCursor.
	Entries(ctx context.Context, after pos.Cursor, limit int) ([]pos.Entry, error)
}

// Orders are the sales of the till.
type Orders interface {
	Charge(ctx context.Context, charge pos.Charge) (pos.Order, error)
	Order(ctx context.Context, id pos.ID) (pos.Order, error)
	OrderByNumber(ctx context.Context, number string) (pos.Order, error)
	OpenOrders(ctx context.Context) ([]pos.Order, error)
	DayOrders(ctx context.Context, day pos.Day, before pos.ID, limit int) ([]pos.Order, error)
}

// Sources are those who may report money, each with a secret of its own.
type Sources interface {
	// SourceSecret gives the bytes a source signs with, or pos.ErrSource.
	SourceSecret(ctx context.Context, name string) ([]byte, error)
	// Heard notes that a source spoke, with or without money.
	Heard(name string)
	// HeardTime notes the time a source says it is just now.
	HeardTime(name string, at time.Time)
	// ClockTrust tells how far the till's clock can be believed.
	ClockTrust() pos.ClockTrust
	// Settle hands a report of money to the till. It is on disk when err is nil.
	Settle(ctx context.Context, report pos.Report) (pos.Outcome, error)
}

// Keys are the bearer keys programs come with.
type Keys interface {
	// Key finds who a secret belongs to, or pos.ErrKeyUnknown.
	Key(ctx context.Context, secret string) (pos.APIKey, error)
}

// Days are the totals of business days.
type Days interface {
	Today(ctx context.Context) (pos.Summary, error)
	Summary(ctx context.Context, day pos.Day) (pos.Summary, error)
}
