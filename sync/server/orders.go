package server

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/oklog/ulid/v2"

	"laci/pos"
	"laci/sync/dialect"
)

const (
	pageDefault = 50   // things of one page unless the caller says
	pageMost    = 200  // things of one page at most
	pageLook    = 2000 // orders looked at for one page
)

// ordersPage is one page of orders, newest first. Next is the before of the
// page that follows; it is empty on the last one.
type ordersPage struct {
	Orders []orderView `json:"orders"`
	Next   string      `json:"next,omitempty"`
}

// listOrders gives the order of ?number=A-0042 or ?external_id= (the caller's
// own), the open ones (?open=true), or a page of those that fit ?day=, ?state=
// and ?amount=, newest first.
func (s *Server) listOrders(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	var page ordersPage
	var err error
	switch {
	case query.Has("number"):
		page, err = one(s.till.OrderByNumber(r.Context(), query.Get("number")))
	case query.Has("external_id"):
		page, err = one(s.till.OrderByExternalID(r.Context(), callerOf(r).actor, query.Get("external_id")))
	case query.Get("open") == "true":
		var orders []pos.Order
		orders, err = s.till.OpenOrders(r.Context())
		page = pageOf(orders)
	default:
		page, err = s.searchOrders(r.Context(), query)
	}
	if err != nil {
		return err
	}
	return s.reply(w, r, http.StatusOK, page)
}

// one is the page of one order, or of none.
func one(order pos.Order, err error) (ordersPage, error) {
	if errors.Is(err, pos.ErrNotFound) {
		return pageOf(nil), nil
	}
	return pageOf([]pos.Order{order}), err
}

func pageOf(orders []pos.Order) ordersPage {
	page := ordersPage{Orders: make([]orderView, len(orders))}
	for i, order := range orders {
		page.Orders[i].Order = order
	}
	return page
}

// orderSearch is what a page of orders is searched by.
type orderSearch struct {
	day    pos.Day // "" for any
	states []pos.State
	amount pos.Rupiah // of the sale; 0 for any
	before pos.ID
	limit  int
}

// readSearch reads the search of a query.
func (s *Server) readSearch(query url.Values) (o orderSearch, err error) {
	if o.limit, err = dialect.QueryInt(query, "limit", pageDefault, 1, pageMost); err != nil {
		return o, err
	}
	if query.Has("day") {
		if o.day, err = s.dayOf(query.Get("day")); err != nil {
			return o, err
		}
	}
	for _, name := range query["state"] {
		state := pos.State(name)
		if !slices.Contains(orderStates(), state) {
			return o, because(dialect.ErrQuery, errors.New("the state is none"))
		}
		o.states = append(o.states, state)
	}
	if query.Has("amount") {
		if o.amount, err = pos.ParseRupiah(query.Get("amount")); err != nil {
			return o, because(dialect.ErrQuery, err)
		}
	}
	if query.Has("before") {
		if o.before, err = ulid.ParseStrict(query.Get("before")); err != nil {
			return o, because(dialect.ErrQuery, err)
		}
	}
	return o, nil
}

func orderStates() []pos.State {
	return []pos.State{pos.Placed, pos.Pending, pos.Awaiting, pos.Paid, pos.Expired, pos.Cancelled, pos.Failed, pos.Refunded}
}

func (o orderSearch) fits(order pos.Order) bool {
	return (len(o.states) == 0 || slices.Contains(o.states, order.State)) && (o.amount == 0 || o.amount == order.Amount)
}

// searchOrders reads on until the page is full, nothing is left, or it has
// looked at so many that others would wait: then the page may hold fewer, and
// Next says where it stopped.
func (s *Server) searchOrders(ctx context.Context, query url.Values) (ordersPage, error) {
	o, err := s.readSearch(query)
	if err != nil {
		return ordersPage{}, err
	}
	var found []pos.Order
	next, looked := "", 0
	for done := false; !done; {
		batch, err := s.ordersBefore(ctx, o)
		if err != nil {
			return ordersPage{}, err
		}
		done = len(batch) <= o.limit
		batch = batch[:min(len(batch), o.limit)]
		for i, order := range batch {
			o.before = order.ID
			if o.fits(order) {
				found = append(found, order)
			}
			more := !done || i < len(batch)-1
			if looked++; more && (len(found) == o.limit || looked == pageLook) {
				next, done = order.ID.String(), true
				break
			}
		}
	}
	page := pageOf(found)
	page.Next = next
	return page, nil
}

// ordersBefore reads one order more than the page holds, to know whether there
// are others.
func (s *Server) ordersBefore(ctx context.Context, o orderSearch) ([]pos.Order, error) {
	if o.day != "" {
		return s.till.DayOrders(ctx, o.day, o.before, o.limit+1)
	}
	return s.till.History(ctx, pos.Search{Amount: o.amount, Before: o.before, Limit: o.limit + 1})
}
