package server

import (
	"context"
	"os"
	"time"

	"laci/pos"
)

// Till is what the server asks of the till, in pieces a test can stand in for
// one at a time. *pos.Till is one.
type Till interface {
	Journal
	Orders
	Payments
	Sources
	Keys
	Days
	Shop() pos.Shop
	// OpenBackup opens the last good backup, which only the recovery code reads.
	OpenBackup() (*os.File, error)
	// BackupWarning is what the owner is told of the backups; "" when all is well.
	BackupWarning(ctx context.Context) (string, error)
	// Settings gives the settings as they are now; others are at another address.
	Settings() *pos.Settings
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
	// OrderByCode finds the order of a pay page, or pos.ErrNotFound.
	OrderByCode(ctx context.Context, code string) (pos.Order, error)
	// Claim notes that a customer says an order is paid.
	Claim(ctx context.Context, id pos.ID, from string) (pos.Order, error)
	// OrderIfChanged gives an order and its stored bytes, or neither when those
	// are known.
	OrderIfChanged(ctx context.Context, id pos.ID, known []byte) (order pos.Order, stored []byte, err error)
	OrderByNumber(ctx context.Context, number string) (pos.Order, error)
	OrderByExternalID(ctx context.Context, caller, external string) (pos.Order, error)
	History(ctx context.Context, search pos.Search) ([]pos.Order, error)
	OpenOrders(ctx context.Context) ([]pos.Order, error)
	DayOrders(ctx context.Context, day pos.Day, before pos.ID, limit int) ([]pos.Order, error)
	Cancel(ctx context.Context, id pos.ID, reason, actor string) (pos.Order, error)
	Show(ctx context.Context, id pos.ID, actor string) (pos.Order, error)
	Extend(ctx context.Context, id pos.ID, actor string) (pos.Order, error)
	AskOwner(ctx context.Context, id pos.ID, actor string) (pos.Order, error)
	AnswerOwner(ctx context.Context, id pos.ID, yes bool, actor string) (pos.Order, error)
}

// Payments are the money that came in.
type Payments interface {
	Payments(ctx context.Context, search pos.PaymentSearch) ([]pos.Payment, error)
	Payment(ctx context.Context, id pos.ID) (pos.Payment, error)
	// Inbox gives the money that waits for a person, oldest first.
	Inbox(ctx context.Context) ([]pos.Payment, error)
}

// Sources are those who may report money, each with a secret of its own.
type Sources interface {
	// SourceSecret gives the bytes a source signs with, or pos.ErrSource.
	SourceSecret(ctx context.Context, name string) ([]byte, error)
	// Sources gives those who were not revoked.
	Sources() []pos.Source
	// Heard notes that a source spoke, with or without money.
	Heard(name string)
	// HeardBeat notes that it sends signs of life: its silence means something.
	HeardBeat(name string)
	// PairSource gives a phone its name and secret for a one-time code, or
	// pos.ErrPairing.
	PairSource(ctx context.Context, code string) (name, secret string, err error)
	// HeardTime notes the time a source says it is just now.
	HeardTime(name string, at time.Time)
	// ClockTrust tells how far the till's clock can be believed.
	ClockTrust() pos.ClockTrust
	// Settle hands a report of money to the till. It is on disk when err is nil.
	Settle(ctx context.Context, report pos.Report) (pos.Outcome, error)
}

// Keys are the bearer keys that programs and paired devices come with.
type Keys interface {
	// Key finds the program a secret belongs to, or pos.ErrKeyUnknown.
	Key(ctx context.Context, secret string) (pos.APIKey, error)
	// Device finds the device a token belongs to, or pos.ErrKeyUnknown.
	Device(ctx context.Context, token string) (pos.Device, error)
	// Pair gives a device its token for a one-time code, or pos.ErrPairing.
	Pair(ctx context.Context, code, name string) (token string, err error)
	Keys() []pos.APIKey
	Devices() []pos.Device
	// DropKey and DropDevice take keys away on a program's word.
	DropKey(ctx context.Context, name string, by pos.APIKey) error
	DropDevice(ctx context.Context, name string, by pos.APIKey) error
	// Hooks gives the programs elsewhere that are told, DropHook tells one nothing more.
	Hooks() []pos.Hook
	DropHook(ctx context.Context, name string, by pos.APIKey) error
	// AddQRIS stores a code; without the owner's PIN it is proposed only.
	AddQRIS(ctx context.Context, code pos.AddQRIS) (pos.QRIS, error)
}

// Days are the totals of business days, and of the shifts in them.
type Days interface {
	Day() pos.Day
	Summary(ctx context.Context, day pos.Day) (pos.Summary, error)
	Days(ctx context.Context, from, to pos.Day) ([]pos.Summary, error)
	X(ctx context.Context) (pos.Z, error)
	Z(ctx context.Context, number uint64) (pos.Z, error)
	Zs(ctx context.Context, before uint64, limit int) ([]pos.Z, error)
}
