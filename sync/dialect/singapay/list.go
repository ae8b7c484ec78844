package singapay

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"laci/pos"
)

// pagination is the document's.
type pagination struct {
	Count   int               `json:"count"` // on this page
	Total   int               `json:"total"`
	PerPage int               `json:"perPage"`
	Page    int               `json:"currentPage"`
	Pages   int               `json:"totalPages"`
	Links   map[string]string `json:"links"` // previous and next, where there is one
}

// row is what is kept of a transaction while the list is put in order.
type row struct {
	order    pos.ID
	sequence uint64
	amount   pos.Rupiah
}

// batch is how many orders are read at a time.
const batch = 500

// list gives a page of the caller's transactions that pass every filter.
func (d *Dialect) list(r *http.Request, key pos.APIKey) (envelope, error) {
	q, err := queryOf(r.URL.Query())
	if err != nil {
		return envelope{}, err
	}
	rows, err := d.rows(r.Context(), key.Actor(), q)
	if err != nil {
		return envelope{}, err
	}
	slices.SortStableFunc(rows, q.order)
	from := min((q.page-1)*q.perPage, len(rows))
	page := rows[from:min(from+q.perPage, len(rows))]
	found := make([]transaction, 0, len(page))
	for _, row := range page {
		o, err := d.till.Order(r.Context(), row.order)
		if err != nil {
			return envelope{}, err
		}
		found = append(found, transactionOf(o))
	}
	return envelope{Data: found, Pagination: q.pagination(r.URL, len(found), len(rows))}, nil
}

// rows reads all of the caller's orders, newest first, and keeps what passes.
// Those of strangers have numbers of their own and are none of this account.
func (d *Dialect) rows(ctx context.Context, caller string, q query) (rows []row, err error) {
	search := q.search
	search.To = d.now() // an order placed meanwhile moves no other one to the next batch
	for search.Limit = batch; ; search.Offset += batch {
		orders, _, err := d.till.CallerOrders(ctx, caller, search)
		if err != nil {
			return nil, err
		}
		for _, o := range orders {
			if !o.Stranger && q.keeps(o) {
				rows = append(rows, row{order: o.ID, sequence: o.Sequence, amount: o.Subtotal})
			}
		}
		if len(orders) < batch {
			return rows, nil
		}
	}
}

// order compares two rows as the query wants them sorted. Ids count up with the
// time of creation.
func (q query) order(a, b row) int {
	by := cmp.Compare(a.sequence, b.sequence)
	if q.byAmount {
		by = cmp.Or(cmp.Compare(a.amount, b.amount), by)
	}
	if q.descending {
		by = -by
	}
	return by
}

// pagination describes the page of a list of so many rows.
func (q query) pagination(at *url.URL, count, total int) *pagination {
	p := &pagination{Count: count, Total: total, PerPage: q.perPage, Page: q.page, Links: map[string]string{}}
	p.Pages = max(1, (total+q.perPage-1)/q.perPage)
	link := func(page int) string {
		values := at.Query()
		values.Set("page", strconv.Itoa(page))
		return at.Path + "?" + values.Encode()
	}
	if q.page > 1 {
		p.Links["previous"] = link(q.page - 1)
	}
	if q.page < p.Pages {
		p.Links["next"] = link(q.page + 1)
	}
	return p
}
