package pos

import (
	"context"
	"encoding/hex"
	"slices"
	"time"
)

// Z is the report of a shift: a Z once it was closed, numbered and never
// changed again; an X while it runs.
type Z struct {
	Shift
	Closed bool      `json:"closed"`
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Auto   bool      `json:"auto,omitempty"` // nobody opened it: the first sale of the next day closed it

	WasCounted bool   `json:"was_counted"`
	Count      Count  `json:"count,omitempty"` // notes and coins, counted before Expected was seen
	Counted    Rupiah `json:"counted"`
	Expected   Rupiah `json:"expected"`
	Difference Rupiah `json:"difference"` // counted less expected; 0 when it was not counted

	Unpaid  []OpenLine  `json:"unpaid,omitempty"`  // codes that may still be paid, the first 200
	Waiting []MoneyLine `json:"waiting,omitempty"` // money whose order is not known, the first 200

	Backup string `json:"backup,omitempty"` // why the owner should look at the backups, see BackupWarning

	Head string `json:"head"` // the newest journal entry it counts
	Hash string `json:"hash"` // and its SHA-256
}

// OpenLine is an order that was not paid when the shift closed.
type OpenLine struct {
	Order  string    `json:"order"` // number
	State  State     `json:"state"`
	Amount Rupiah    `json:"amount"` // still owed
	Shown  time.Time `json:"shown_at"`
}

// MoneyLine is money that waited for a person when the shift closed.
type MoneyLine struct {
	Payment ID           `json:"payment"`
	State   PaymentState `json:"state"`
	Amount  Rupiah       `json:"amount"`
	At      time.Time    `json:"at"`
	Source  string       `json:"source"`
}

// report makes the report of the running shift as it stands. It reads indexes,
// so it comes before what a decision writes.
func (v view) report(s Shift, h head, now time.Time) (Z, error) {
	z := Z{Shift: s, At: utc(now), Expected: s.Drawer.Expected(), Head: h.Cursor.String(), Hash: hex.EncodeToString(h.Hash[:])}
	open, err := v.openOrders(now)
	if err != nil {
		return z, err
	}
	for _, o := range open {
		z.Unpaid = append(z.Unpaid, OpenLine{Order: o.Number, State: o.State, Amount: o.Owed(), Shown: o.FirstShown})
	}
	waiting, err := v.inbox()
	for _, p := range waiting {
		z.Waiting = append(z.Waiting, MoneyLine{Payment: p.ID, State: p.State, Amount: p.Amount, At: p.PaidAt, Source: p.Source})
	}
	return z, err
}

// X gives the report of the running shift at any time; it closes nothing.
func (t *Till) X(ctx context.Context) (z Z, err error) {
	err = t.read(ctx, func(v view) error {
		s, err := v.running()
		if err != nil {
			return err
		}
		h, err := v.newest()
		if err != nil {
			return err
		}
		z, err = v.report(s, h, t.now())
		return err
	})
	z.Doubt = z.Doubt || !t.ClockTrust().Trusted()
	z.Backup = t.backupDoubt(ctx)
	return z, err
}

// Count is notes and coins: denomination to pieces.
type Count map[Rupiah]int

// Denominations are the notes and coins of a drawer, largest first.
func Denominations() []Rupiah {
	return []Rupiah{100_000, 75_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100}
}

const piecesMost = 100_000

// Sum is what the count comes to, or ErrCount when it cannot be one.
func (c Count) Sum() (sum Rupiah, err error) {
	known := Denominations()
	for value, pieces := range c {
		if !slices.Contains(known, value) || pieces < 0 || pieces > piecesMost {
			return 0, ErrCount
		}
		sum += value * Rupiah(pieces)
	}
	return sum, nil
}
