package pos

import (
	"context"
	"encoding/hex"
	"errors"
	"time"
)

// extentVersion is the version of what a backup holds; one of a higher version
// was made by a newer program.
const extentVersion = 1

// Extent says whose journal it is, how far it reaches and what it comes to. Two
// journals with the same head, hash and totals are the same.
type Extent struct {
	Version  int    `json:"version"`
	Shop     string `json:"shop"` // merchant name of the pinned QRIS
	NMID     string `json:"nmid"`
	Terminal string `json:"terminal"`       // the letter of its order numbers
	Name     string `json:"terminal_name"`  // "Kasir A"
	Zone     string `json:"zone,omitempty"` // of the shop: WIB, WITA or WIT; "" in old backups
	Practice bool   `json:"practice"`

	Head     string `json:"head"` // "1.1200"
	Hash     string `json:"hash"` // of the head's entry, hex
	Numbers  uint64 `json:"numbers"`
	Sales    Tally  `json:"sales"`
	Received Tally  `json:"received"`

	LastOrder string    `json:"last_order,omitempty"` // the newest order's number
	LastAt    time.Time `json:"last_at,omitzero"`     // and when it was made
}

// same tells whether both reach as far and come to the same.
func (e Extent) same(other Extent) bool {
	return e.Head == other.Head && e.Hash == other.Hash && e.Numbers == other.Numbers &&
		e.Sales == other.Sales && e.Received == other.Received
}

// extent reads a file's extent.
func (v view) extent() (e Extent, err error) {
	shop, err := v.shopState()
	if err != nil {
		return e, err
	}
	h, err := v.newest()
	if err != nil {
		return e, err
	}
	e = Extent{Version: extentVersion, Terminal: shop.Terminal, Name: shop.Settings.TerminalName, Zone: shop.Settings.Zone, Practice: shop.Practice,
		Head: h.String(), Hash: hex.EncodeToString(h.Hash[:]), Numbers: h.Orders}
	if code, ok := shop.public().Pinned(); ok {
		e.Shop, e.NMID = code.Name, code.NMID
	}
	newest, err := v.run(bucketOrders, nil, ID{}, 1)
	if err != nil {
		return e, err
	}
	if len(newest) > 0 {
		e.LastOrder, e.LastAt = newest[0].Number, newest[0].Placed
	}
	return e, errors.Join(err, v.addDays(&e))
}

// addDays adds up what all business days come to.
func (v view) addDays(e *Extent) error {
	return v.scan(bucketDays, nil, nil, func(key, _ []byte) (bool, error) {
		day, err := v.summary(Day(key))
		e.Sales.add(day.Sales.Count, day.Sales.Sum)
		e.Received.add(day.Received.Count, day.Received.Sum)
		return true, err
	})
}

// origin names the till a journal is of, whatever became of it since: eight
// digits of the hash of its first entry.
func (v view) origin() (string, error) {
	key, stored := v.tx.Bucket(bucketJournal).Cursor().First()
	entry, err := checked(bucketJournal, key, stored)
	if err != nil {
		return "", err
	}
	hash := hashOf(entry)
	return hex.EncodeToString(hash[:4]), nil
}

// Extent says whose journal this till's is, how far it reaches and what it
// comes to.
func (t *Till) Extent(ctx context.Context) (e Extent, err error) {
	err = t.read(ctx, func(v view) error {
		e, err = v.extent()
		return err
	})
	return e, err
}
