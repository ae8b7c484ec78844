package server

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/oklog/ulid/v2"

	"laci/pos"
	"laci/sync/dialect"
)

const (
	pageDefault = 50  // orders of one page unless the caller says
	pageMost    = 200 // orders of one page at most
	keyLongest  = 255 // characters of an Idempotency-Key
)

// ordersPage is one page of orders, newest first. Next is the before of the
// page that follows; it is empty on the last one.
type ordersPage struct {
	Orders []pos.Order `json:"orders"`
	Next   string      `json:"next,omitempty"`
}

// order gives one order by its id.
func (s *Server) order(w http.ResponseWriter, r *http.Request) error {
	id, err := ulid.ParseStrict(r.PathValue("id"))
	if err != nil {
		return pos.ErrNotFound
	}
	order, err := s.till.Order(r.Context(), id)
	if err != nil {
		return err
	}
	return s.reply(w, http.StatusOK, order)
}

// listOrders gives the order of ?number=A-0042, the open ones (?open=true), or
// a page (?limit=, ?before=ID) of the business day ?day=2026-11-20, by default
// today.
func (s *Server) listOrders(w http.ResponseWriter, r *http.Request) error {
	page, err := s.findOrders(r)
	if err != nil {
		return err
	}
	if page.Orders == nil {
		page.Orders = []pos.Order{}
	}
	return s.reply(w, http.StatusOK, page)
}

func (s *Server) findOrders(r *http.Request) (ordersPage, error) {
	query := r.URL.Query()
	if number := query.Get("number"); number != "" {
		order, err := s.till.OrderByNumber(r.Context(), number)
		if errors.Is(err, pos.ErrNotFound) {
			return ordersPage{}, nil
		}
		return ordersPage{Orders: []pos.Order{order}}, err
	}
	if query.Get("open") == "true" {
		orders, err := s.till.OpenOrders(r.Context())
		return ordersPage{Orders: orders}, err
	}
	return s.dayPage(r, query.Get("day"), query.Get("before"), query.Get("limit"))
}

// dayPage reads one order more than the page holds, to know whether there is
// another page.
func (s *Server) dayPage(r *http.Request, day, before, size string) (ordersPage, error) {
	date, err := s.dayOf(day)
	if err != nil {
		return ordersPage{}, err
	}
	var from pos.ID
	if before != "" {
		if from, err = ulid.ParseStrict(before); err != nil {
			return ordersPage{}, because(ErrQuery, err)
		}
	}
	limit := pageDefault
	if size != "" {
		if limit, err = strconv.Atoi(size); err != nil || limit < 1 || limit > pageMost {
			return ordersPage{}, because(ErrQuery, errors.New("limit is not 1 to 200"))
		}
	}
	orders, err := s.till.DayOrders(r.Context(), date, from, limit+1)
	if err != nil || len(orders) <= limit {
		return ordersPage{Orders: orders}, err
	}
	orders = orders[:limit]
	return ordersPage{Orders: orders, Next: orders[limit-1].ID.String()}, nil
}

// dayOf reads a business day; "" and "today" are the shop's today.
func (s *Server) dayOf(text string) (pos.Day, error) {
	if text == "" || text == "today" {
		return s.till.Shop().Calendar().Day(s.now()), nil
	}
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return "", because(ErrQuery, err)
	}
	return pos.Day(text), nil
}

// placeOrder charges an amount. The Idempotency-Key is the caller's, made
// before it asked: the same key and request give the same order again, another
// request under it is refused as key_reused.
func (s *Server) placeOrder(w http.ResponseWriter, r *http.Request) error {
	key := r.Header.Get("Idempotency-Key")
	if key == "" || len(key) > keyLongest {
		return pos.ErrKeyMissing
	}
	raw, err := body(r)
	if err != nil {
		return err
	}
	var wish struct {
		Amount *dialect.Amount `json:"amount"`
		Note   string          `json:"note"`
	}
	if err := json.Unmarshal(raw, &wish); err != nil {
		if errors.Is(err, pos.ErrAmount) {
			return err
		}
		return because(ErrBody, err)
	}
	if wish.Amount == nil {
		return pos.ErrAmount
	}
	if given := wish.Amount.Currency; given != "" && given != rupiahCode {
		return pos.ErrCurrency
	}
	// The till keeps the keys of each actor apart, so no caller meets another's.
	order, err := s.till.Charge(r.Context(), pos.Charge{Key: key, Amount: wish.Amount.Rupiah, Note: wish.Note, Actor: "api:" + caller(r).Name})
	if err != nil {
		return err
	}
	w.Header().Set("Location", "/api/v1/orders/"+order.ID.String())
	return s.reply(w, http.StatusCreated, order)
}
