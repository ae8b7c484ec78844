package pos

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// calls tells whether an actor is a caller: a program with a key, or a person
// who comes through the web.
func (s *shopState) calls(actor string) bool {
	p := s.person(actor)
	return strings.HasPrefix(actor, apiActor) || p != nil && p.Role.Web()
}

// payTo gives the pinned code of an id, the counter's for "".
func (s *shopState) payTo(id string) (QRIS, error) {
	code, ok := s.public().PinnedCode(id)
	switch {
	case ok:
		return code, nil
	case id == "":
		return code, ErrNotSetUp
	}
	return code, fmt.Errorf("pinned QRIS %q: %w", id, ErrNotFound)
}

// newOrderCode makes the code of a pay page: 16 letters and digits, 80 random
// bits.
func newOrderCode() string { return rand.Text()[:16] }

const urlMost = 2000

// checkURL refuses what is no address of a page. Where the till may call is
// not decided here.
func checkURL(address string) error {
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || len(address) > urlMost || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ErrURL
	}
	return nil
}

// CallerSearch says which of a caller's orders are wanted, newest first. The
// zero value wants the first 50 of all.
type CallerSearch struct {
	States    []State   // any of these; none is any
	From, To  time.Time // placed from and to, both included; zero is any time
	AmountMin Rupiah    // of the sale, included
	AmountMax Rupiah    // included; 0 is any
	Offset    int       // this many of those that fit are left out
	Limit     int       // at most this many; 50 when 0
}

// CallerOrders gives a page of the orders that a caller ("api:NAME", or a
// person who comes through the web) charged, and of those that strangers made
// for it, newest first, and how many fit the search in all.
func (t *Till) CallerOrders(ctx context.Context, caller string, s CallerSearch) (orders []Order, total int, err error) {
	if s.Limit <= 0 {
		s.Limit = historyPage
	}
	prefix := callsKey(caller)
	err = t.read(ctx, func(v view) error {
		orders, total = nil, 0
		return v.scanBack(bucketIndex, prefix, append(slices.Clone(prefix), s.end()...), func(key, _ []byte) (bool, error) {
			call := callOf(key[len(prefix):])
			if !s.From.IsZero() && call.placed().Before(s.From.Truncate(time.Millisecond)) {
				return false, nil
			}
			if !s.fits(call) {
				return true, nil
			}
			total++
			if total <= s.Offset || len(orders) == s.Limit {
				return true, nil
			}
			o, err := v.orderBy(call.order)
			orders = append(orders, o)
			return true, err
		})
	})
	return orders, total, err
}

// end is what no order of the search comes after.
func (s CallerSearch) end() []byte {
	if s.To.IsZero() {
		return slices.Repeat([]byte{0xff}, len(ID{})+1)
	}
	var first ID
	_ = first.SetTime(uint64(s.To.UnixMilli()) + 1) // fails after the year 10889
	return first[:]
}

func (s CallerSearch) fits(c call) bool {
	return (len(s.States) == 0 || slices.Contains(s.States, c.state)) &&
		c.amount >= s.AmountMin && (s.AmountMax == 0 || c.amount <= s.AmountMax)
}

// call is what the index of a caller's orders knows of one without reading it.
type call struct {
	order  ID
	amount Rupiah
	state  State
}

func (c call) placed() time.Time { return time.UnixMilli(int64(c.order.Time())) }

// callStates are the states by their byte in the index.
var callStates = [...]State{Placed, Pending, Awaiting, Paid, Expired, Cancelled, Failed, Refunded}

// callsKey is the prefix of a caller's orders in the index.
func callsKey(caller string) []byte { return indexKey(byCalls, payeeKey(caller)) }

// callKey is the key of a caller's order in the index.
func (o Order) callKey() []byte {
	state := slices.Index(callStates[:], o.State)
	return slices.Concat(callsKey(o.Caller()), o.ID[:], rupiahKey(o.Amount), []byte{byte(state)})
}

// callOf reads a key of the index behind its prefix.
func callOf(key []byte) (c call) {
	rest := key[copy(c.order[:], key):]
	c.amount = Rupiah(binary.BigEndian.Uint64(rest))
	c.state = callStates[rest[8]]
	return c
}

// OrderByCode gives the order of a pay page's code, or ErrNotFound.
func (t *Till) OrderByCode(ctx context.Context, code string) (Order, error) {
	return t.orderAt(ctx, codeKey(code))
}

// codeKey is the index key of a pay page's code.
func codeKey(code string) []byte { return indexKey(byCode, []byte(code)) }

// externalKey is the index key of a caller's own name for an order.
func externalKey(caller, id string) []byte {
	return indexKey(byCaller, []byte(join("external", caller, id)))
}

// OrderByExternalID gives the order a caller named itself, or ErrNotFound.
func (t *Till) OrderByExternalID(ctx context.Context, caller, external string) (Order, error) {
	return t.orderAt(ctx, externalKey(caller, external))
}

// orderAt gives the order an index key leads to, or ErrNotFound.
func (t *Till) orderAt(ctx context.Context, key []byte) (o Order, err error) {
	err = t.read(ctx, func(v view) error {
		id, found, err := v.idAt(key)
		if err == nil && !found {
			err = ErrNotFound
		}
		if err != nil {
			return err
		}
		o, err = v.orderBy(id)
		return err
	})
	return o, err
}
