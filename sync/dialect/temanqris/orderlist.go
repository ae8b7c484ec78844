package temanqris

import (
	"context"
	"net/http"
	"slices"

	"laci/pos"
	"laci/sync/dialect"
)

// The pages of the list of orders.
const (
	limitDefault = 20
	limitMost    = 100
	offsetMost   = 1_000_000
)

// listOrders gives a page of the caller's orders, newest first.
func (d *TemanQRIS) listOrders(w http.ResponseWriter, r *http.Request, key pos.APIKey) error {
	query := r.URL.Query()
	limit, err := dialect.QueryInt(query, "limit", limitDefault, 1, limitMost)
	if err != nil {
		return err
	}
	offset, err := dialect.QueryInt(query, "offset", 0, 0, offsetMost)
	if err != nil {
		return err
	}
	orders, total, err := d.page(r.Context(), key, query.Get("status"), offset, limit)
	if err != nil {
		return err
	}
	type order struct {
		OrderID string     `json:"order_id"`
		Title   string     `json:"title"`
		Amount  pos.Rupiah `json:"amount"`
		Status  string     `json:"status"`
		IsPaid  bool       `json:"is_paid"`
	}
	listed := []order{}
	for _, o := range orders {
		listed = append(listed, order{orderID(o), o.Note, asked(o), word(o), word(o) == wordPaid})
	}
	type pagination struct {
		Total  int `json:"total"`
		Limit  int `json:"limit"`
		Offset int `json:"offset"`
	}
	dialect.Reply(w, http.StatusOK, struct {
		Success    bool       `json:"success"`
		Orders     []order    `json:"orders"`
		Pagination pagination `json:"pagination"`
	}{true, listed, pagination{total, limit, offset}})
	return nil
}

// openMost bounds the orders that wait, whose word depends on what the customer
// said: they live for a day.
const openMost = 10_000

// page reads the orders of a word, "" for all.
func (d *TemanQRIS) page(ctx context.Context, key pos.APIKey, status string, offset, limit int) ([]pos.Order, int, error) {
	switch status {
	case "":
		return d.till.CallerOrders(ctx, key.Actor(), pos.CallerSearch{Offset: offset, Limit: limit})
	case wordPaid, wordExpired, wordCancelled:
		return d.till.CallerOrders(ctx, key.Actor(), pos.CallerSearch{States: states[status], Offset: offset, Limit: limit})
	case wordPending, wordAwaiting:
	default:
		return nil, 0, invalid("The status must be pending, awaiting_confirmation, paid, expired or cancelled.")
	}
	waiting, _, err := d.till.CallerOrders(ctx, key.Actor(), pos.CallerSearch{States: slices.Concat(states[wordPending], states[wordAwaiting]), Limit: openMost})
	if err != nil {
		return nil, 0, err
	}
	waiting = slices.DeleteFunc(waiting, func(o pos.Order) bool { return word(o) != status })
	total := len(waiting)
	waiting = waiting[min(offset, total):]
	return waiting[:min(limit, len(waiting))], total, nil
}
