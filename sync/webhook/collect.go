package webhook

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/oklog/ulid/v2"

	"laci/pos"
)

// collect reads what the journal got since the last time and stores who is told
// what, together with how far it was read.
func (p *Post) collect(ctx context.Context) error {
	if head, nobody := p.nobody(); nobody {
		return p.box.add(head, nil)
	}
	at, known, err := p.box.cursor()
	if err != nil {
		return err
	}
	for {
		entries, err := p.o.Till.Entries(ctx, at, page)
		if errors.Is(err, pos.ErrCursor) { // another journal: an older file was put in place
			at, known, err = pos.Cursor{}, false, nil
			continue
		}
		if err != nil || len(entries) == 0 {
			return err
		}
		var rows []Delivery
		for _, e := range entries {
			if known || p.o.Now().Sub(e.At) < backlog {
				told, err := p.told(ctx, e)
				if err != nil {
					return err
				}
				rows = append(rows, told...)
			}
			at = e.Cursor()
		}
		if err := p.box.add(at, rows); err != nil {
			return err
		}
	}
}

// nobody tells that there is nobody who could be told, and up to where the
// journal need not be read then: whoever comes now is told what happens from
// there on. Orders of the till's own API name no address.
func (p *Post) nobody() (head pos.Cursor, nobody bool) {
	head = p.o.Till.Head() // before looking who there is
	listens := len(p.o.Till.Hooks()) > 0 ||
		slices.ContainsFunc(p.o.Till.Keys(), func(k pos.APIKey) bool { return k.Dialect != "" }) ||
		slices.ContainsFunc(p.o.Till.People(), func(one pos.Person) bool { return one.Role.Web() && !one.Retired })
	return head, !listens
}

// told makes what each listener hears of an entry.
func (p *Post) told(ctx context.Context, e pos.Entry) (rows []Delivery, err error) {
	told := Told{Entry: e}
	if !e.Order.IsZero() {
		if told.Order, told.Payments, err = p.order(ctx, e.Order); err != nil {
			return nil, err
		}
	}
	for _, h := range p.o.Till.Hooks() {
		if h.Start.Before(e.Cursor()) && wants(h, e.Kind) {
			if rows, err = p.add(rows, Delivery{To: "hook:" + h.Name, URL: h.URL}, told); err != nil {
				return nil, err
			}
		}
	}
	if caller := told.Order.Caller(); told.Order.Callback != "" {
		if dialect, ok := p.dialect(caller); ok {
			d := Delivery{To: caller, URL: told.Order.Callback, Form: dialect}
			if rows, err = p.add(rows, d, told); err != nil {
				return nil, err
			}
		}
	}
	return rows, nil
}

// order reads an order and what was paid for it.
func (p *Post) order(ctx context.Context, id pos.ID) (o pos.Order, money []pos.Payment, err error) {
	if o, err = p.o.Till.Order(ctx, id); err != nil {
		return o, nil, err
	}
	for _, id := range o.Payments {
		one, err := p.o.Till.Payment(ctx, id)
		if err != nil {
			return o, nil, err
		}
		money = append(money, one)
	}
	return o, money, nil
}

// dialect is the system whose key a caller has, or whose web account; a caller
// whose key was revoked, or who is gone, is told nothing.
func (p *Post) dialect(caller string) (string, bool) {
	for _, key := range p.o.Till.Keys() {
		if key.Actor() == caller {
			return key.Dialect, true
		}
	}
	for _, person := range p.o.Till.People() {
		if person.Name == caller && person.Role.Web() && !person.Retired {
			return pos.DialectGateway, true
		}
	}
	return "", false
}

// add makes the delivery, unless the listener's system does not tell of such a
// thing.
func (p *Post) add(rows []Delivery, d Delivery, told Told) ([]Delivery, error) {
	event, body, err := p.form(d.Form).Body(told)
	if err != nil || body == nil {
		return rows, err
	}
	off, err := p.box.off(d.To)
	if err != nil {
		return rows, err
	}
	d.ID, d.Event, d.Body, d.Made = ulid.Make(), event, body, p.o.Now()
	d.Cursor, d.Kind, d.Order = told.Entry.Cursor().String(), told.Entry.Kind, told.Order.Number
	d.State, d.Next = Waiting, d.Made
	if off {
		d.State, d.Next = Held, time.Time{}
	}
	return append(rows, d), nil
}
