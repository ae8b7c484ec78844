package singapay

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"laci/pos"
	"laci/sync/dialect"
)

const (
	perPageDefault = 25
	perPageMost    = 100
	pageMost       = 1_000_000
)

// query is what a list is asked for.
type query struct {
	search     pos.CallerSearch // what the till's index can leave out by itself
	filters    []func(pos.Order) bool
	byAmount   bool
	descending bool
	page       int
	perPage    int
}

// keeps tells whether an order passes every filter.
func (q query) keeps(o pos.Order) bool {
	return !slices.ContainsFunc(q.filters, func(passes func(pos.Order) bool) bool { return !passes(o) })
}

// queryOf reads every filter, sort and page field of the document.
func queryOf(values url.Values) (query, error) {
	q := query{}
	q.byWords(values)
	return q, errors.Join(
		q.byAmounts(values, "amount", func(o pos.Order) pos.Rupiah { return o.Subtotal }),
		q.byAmounts(values, "total_amount", func(o pos.Order) pos.Rupiah { return o.Payable }),
		q.byTimes(values, "created_at", func(o pos.Order) time.Time { return o.Placed }),
		q.byTimes(values, "expired_at", func(o pos.Order) time.Time { return o.ShowUntil }),
		q.byTimes(values, "settle_at", settledAt),
		q.bySettlement(values.Get("has_settle")),
		q.pages(values),
	)
}

// byWords adds the filters of words: part of a reference, a status, a type. The
// number or word that nothing has gives an empty list.
func (q *query) byWords(values url.Values) {
	if ref := strings.ToUpper(values.Get("reff_no")); ref != "" {
		q.filters = append(q.filters, func(o pos.Order) bool { return strings.Contains(o.ID.String(), ref) })
	}
	if status := values.Get("status"); status != "" {
		q.filters = append(q.filters, func(o pos.Order) bool { return statusOf(o.State) == status })
	}
	if wanted := values.Get("type"); wanted != "" {
		q.filters = append(q.filters, func(pos.Order) bool { return wanted == kind })
	}
}

// byAmounts adds the filters of an amount: exact, least and most.
func (q *query) byAmounts(values url.Values, name string, of func(pos.Order) pos.Rupiah) error {
	for suffix, passes := range map[string]func(amount, bound pos.Rupiah) bool{
		"":     func(amount, bound pos.Rupiah) bool { return amount == bound },
		"_min": func(amount, bound pos.Rupiah) bool { return amount >= bound },
		"_max": func(amount, bound pos.Rupiah) bool { return amount <= bound },
	} {
		text := values.Get(name + suffix)
		if text == "" {
			continue
		}
		bound, err := pos.ParseRupiah(text)
		if err != nil && strings.Trim(text, "0.") != "" { // nought is a bound too
			return invalid(name + suffix + " must be whole rupiah")
		}
		q.filters = append(q.filters, func(o pos.Order) bool { return passes(of(o), bound) })
	}
	return nil
}

// byTimes adds the filters of a time, both ends included, to the second the
// list shows. What has no such time passes neither.
func (q *query) byTimes(values url.Values, name string, of func(pos.Order) time.Time) error {
	for suffix, passes := range map[string]func(at, bound time.Time) bool{
		"_from": func(at, bound time.Time) bool { return !at.Before(bound) },
		"_to":   func(at, bound time.Time) bool { return !at.IsZero() && !at.After(bound) },
	} {
		text := values.Get(name + suffix)
		if text == "" {
			continue
		}
		bound, err := timeOf(text)
		if err != nil {
			return invalid(name + suffix + " must be written Y-m-d H:i:s")
		}
		if name+suffix == "created_at_from" {
			q.search.From = bound
		}
		q.filters = append(q.filters, func(o pos.Order) bool { return passes(of(o).Truncate(time.Second), bound) })
	}
	return nil
}

// bySettlement adds the filter of whether the till has the money.
func (q *query) bySettlement(text string) error {
	if text == "" {
		return nil
	}
	wanted, err := strconv.ParseBool(text)
	if err != nil {
		return invalid("has_settle must be true or false")
	}
	q.filters = append(q.filters, func(o pos.Order) bool { return settledAt(o).IsZero() != wanted })
	return nil
}

// pages reads how the list is sorted and cut.
func (q *query) pages(values url.Values) (err error) {
	sort, order := values.Get("sort_by"), values.Get("sort_order")
	if !slices.Contains([]string{"", "id", "created_at", "amount"}, sort) {
		return invalid("sort_by must be id, created_at or amount")
	}
	if !slices.Contains([]string{"", "asc", "desc"}, order) {
		return invalid("sort_order must be asc or desc")
	}
	q.byAmount, q.descending = sort == "amount", order != "asc"
	if q.perPage, err = dialect.QueryInt(values, "per_page", perPageDefault, 1, perPageMost); err != nil {
		return invalid("per_page must be 1 to 100")
	}
	if q.page, err = dialect.QueryInt(values, "page", 1, 1, pageMost); err != nil {
		return invalid("page must be 1 or more")
	}
	return nil
}
