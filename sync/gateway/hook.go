package gateway

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"

	"laci/pos"
)

// nowhere is the address systems get that insist on one, from a till that nobody
// can reach: the name can never exist.
const nowhere = "https://laci.invalid"

// callbacks is the path callbacks come to, with a gateway's name behind it.
const callbacks = "/api/v1/callbacks/"

// callback is the address at which a gateway may tell of an order's money. One
// whose callbacks prove nothing gets an address of the order's own, that nobody
// else can guess.
func (a *account) callback(public string, o pos.Order) string {
	if public == "" {
		public = nowhere
	}
	if address := CallbackAddress(public, a.Gateway); address != "" {
		return address
	}
	return strings.TrimRight(public, "/") + callbacks + a.Name + "/" + a.token(o.ID)
}

// token is the part of an order's own address that nobody can guess: 128 bits of
// a keyed hash.
func (a *account) token(id pos.ID) string {
	mac := hmac.New(sha256.New, a.hook)
	mac.Write([]byte("callback " + id.String()))
	return id.String() + "." + base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(mac.Sum(nil)[:16])
}

// CallbackAddress is what to type into a system's own pages, so that it tells of
// money at once; "" for a till nobody can reach, and for systems that are told an
// address with each order.
func CallbackAddress(public string, g pos.Gateway) string {
	k, err := KindOf(g.System)
	if err != nil || public == "" || !k.Proved {
		return ""
	}
	return strings.TrimRight(public, "/") + callbacks + g.Name
}

// Receipt says what became of a callback.
type Receipt struct {
	Result string // settled, witnessed, seen …; "asked" when nothing came of asking, "ignored" when it names no order of ours
	Order  pos.ID
}

// The results that are not the till's.
const (
	resultAsked   = "asked"
	resultIgnored = "ignored"
)

// Has tells whether a name is a gateway's.
func (d *Desk) Has(name string) bool {
	for _, g := range d.till.Gateways() {
		if g.Name == name {
			return true
		}
	}
	return false
}

// askWait is how long a callback waits until its order was asked about.
const askWait = 8 * time.Second

// Callback takes a callback that must prove itself. What it proves to be paid is
// settled; for everything else the order is asked about. It fails with ErrProof,
// ErrStale or ErrCallback, or with why the order could not be asked about: then
// the sender should come again.
func (d *Desk) Callback(ctx context.Context, name string, c Callback) (Receipt, error) {
	a, err := d.account(ctx, name)
	if err != nil {
		return Receipt{}, err
	}
	if !a.kind.Proved {
		return Receipt{}, ErrProof // its callbacks come to addresses of their own
	}
	word, err := a.system.Verify(c)
	if err != nil {
		return Receipt{}, err
	}
	id, err := ulid.ParseStrict(word.Order)
	if err != nil {
		return Receipt{Result: resultIgnored}, nil
	}
	o, err := d.till.Order(ctx, id)
	if errors.Is(err, pos.ErrNotFound) || err == nil && o.Gateway != name {
		return Receipt{Result: resultIgnored}, nil
	}
	if err != nil {
		return Receipt{}, err
	}
	if len(word.Money) > 0 || word.Status == Claimed {
		return d.take(ctx, a, o, word, pos.GatewayReported)
	}
	ctx, cancel := context.WithTimeout(ctx, askWait)
	defer cancel()
	receipt, err := d.askOne(ctx, a, o)
	if err != nil {
		d.wake(wake{gateway: name, order: id})
	}
	return receipt, err
}

// Hint takes a callback that proves nothing, at an order's own address: the order
// is asked about soon. An address that was never given out is pos.ErrNotFound.
func (d *Desk) Hint(ctx context.Context, name, token string) error {
	a, err := d.account(ctx, name)
	if err != nil {
		return err
	}
	text, _, _ := strings.Cut(token, ".")
	id, err := ulid.ParseStrict(text)
	if err != nil || !hmac.Equal([]byte(token), []byte(a.token(id))) {
		return fmt.Errorf("callback address: %w", pos.ErrNotFound)
	}
	d.wake(wake{gateway: name, order: id})
	return nil
}

// Wake has an order asked about soon, if it went to a gateway: somebody who
// proves nothing says that it was paid.
func (d *Desk) Wake(o pos.Order) {
	if o.Gateway != "" {
		d.wake(wake{gateway: o.Gateway, order: o.ID})
	}
}
