package singapay

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos"
	"laci/sync/dialect/golden"
)

// listed is a list as a client reads it.
type listed struct {
	Data       []transaction
	Pagination pagination
}

func (s shop) list(t testing.TB, query string) (l listed) {
	t.Helper()
	a := s.get(t, s.at("?"+query))
	require.Equal(t, http.StatusOK, a.Status, "%s", a.Body)
	require.NoError(t, json.Unmarshal(a.Body, &l))
	require.NotNil(t, l.Data)
	return l
}

// refs are the references of a list.
func (l listed) refs() (refs []string) {
	for _, c := range l.Data {
		refs = append(refs, *c.Merchant)
	}
	return refs
}

// openDay is a shop with four transactions: a Rp100.000 paid, b Rp50.000
// expired, c Rp500.000 and d Rp50.000 open, an hour apart; and others'.
func openDay(t testing.TB) shop {
	t.Helper()
	s := open(t)
	for i, wish := range []string{
		`{"amount":100000,"merchant_reff_no":"a","expired_at":"2025-09-24 18:00:00"}`, `{"amount":50000,"merchant_reff_no":"b"}`,
		`{"amount":500000,"merchant_reff_no":"c","expired_at":"2025-09-30 23:59:59"}`, `{"amount":50000,"merchant_reff_no":"d","expired_at":"2025-09-24 23:59:59"}`,
	} {
		require.Equal(t, http.StatusOK, s.generate(t, wish).Status)
		_, err := s.till.Charge(t.Context(), pos.Charge{Key: fmt.Sprint(i), Amount: 50_000, Actor: "kasir"})
		require.NoError(t, err)
		s.clock.Add(time.Hour)
		require.NoError(t, s.till.Tick(t.Context()))
		if i == 0 {
			s.pay(t, s.order(t, "a"))
		}
	}
	_, err := s.till.ChargeStranger(t.Context(), pos.Stranger{Key: "k", Merchant: s.client, Amount: 50_000, Address: "x"})
	require.NoError(t, err)
	return s
}

// Ensure that the list is in the document's form, for each of its examples.
func TestListExamples(t *testing.T) {
	s := openDay(t)
	golden.Same(t, "testdata/list.json", s.get(t, s.at("")).Body, "data[].settle_at")
	golden.Same(t, "testdata/list.json", s.get(t, s.at("?status=paid")).Body)
	paid := s.list(t, "status=paid")
	o := s.order(t, "a")
	assert.Equal(t, []transaction{transactionOf(o)}, paid.Data)
	assert.Equal(t, pagination{Count: 1, Total: 1, PerPage: 25, Page: 1, Pages: 1, Links: map[string]string{}}, paid.Pagination)

	for query, want := range map[string][]string{
		"status=open&amount_min=50000&amount_max=500000&sort_by=created_at&sort_order=desc":                                        {"d", "c"},
		"has_settle=true&created_at_from=2025-09-24%2000:00:00&created_at_to=2025-09-24%2023:59:59":                                {"a"},
		"reff_no=" + o.ID.String() + "&type=mpm-dynamic":                                                                           {"a"},
		"total_amount_min=100000&total_amount_max=2000000&settle_at_from=2025-09-24%2000:00:00&settle_at_to=2025-09-30%2023:59:59": {"a"},
		"expired_at_from=2025-09-24%2000:00:00&expired_at_to=2025-09-30%2023:59:59&per_page=50&page=1":                             {"d", "c", "b", "a"},
	} {
		assert.Equal(t, want, s.list(t, query).refs(), query)
	}
}

// Ensure that every filter of the document lets through what it should and
// nothing else.
func TestListFilters(t *testing.T) {
	s := openDay(t)
	for query, want := range map[string][]string{
		"":            {"d", "c", "b", "a"},
		"status=open": {"d", "c"}, "status=expired": {"b"}, "status=paid": {"a"}, "status=other": nil,
		"type=mpm-dynamic": {"d", "c", "b", "a"}, "type=mpm-static": nil,
		"amount=50000": {"d", "b"}, "amount=50000.00": {"d", "b"}, "amount=50001": nil, "amount=0": nil,
		"amount_min=100000": {"c", "a"}, "amount_min=100001": {"c"}, "amount_max=100000": {"d", "b", "a"}, "amount_max=99999": {"d", "b"}, "amount_min=0": {"d", "c", "b", "a"},
		"total_amount=500000": {"c"}, "total_amount_min=100001": {"c"}, "total_amount_max=50000": {"d", "b"},
		"has_settle=true": {"a"}, "has_settle=1": {"a"}, "has_settle=false": {"d", "c", "b"}, "has_settle=0": {"d", "c", "b"},
		"created_at_from=2025-09-24 13:25:23": {"d", "c"}, "created_at_from=2025-09-24 13:25:24": {"d"}, "created_at_to=2025-09-24 12:25:23": {"b", "a"}, "created_at_to=2025-09-24 12:25:22": {"a"},
		"expired_at_from=2025-09-24 23:59:59": {"d", "c"}, "expired_at_from=2025-09-25 00:00:00": {"c"}, "expired_at_to=2025-09-24 18:00:00": {"b", "a"}, "expired_at_to=2025-09-24 17:59:59": {"b"},
		"settle_at_from=2025-09-24 12:25:23": {"a"}, "settle_at_from=2025-09-24 12:25:24": nil, "settle_at_to=2025-09-24 12:25:23": {"a"}, "settle_at_to=2025-09-24 12:25:22": nil,
	} {
		values, err := url.ParseQuery(query)
		require.NoError(t, err)
		assert.Equal(t, want, s.list(t, values.Encode()).refs(), query)
	}
	id := s.order(t, "c").ID.String()
	assert.Equal(t, []string{"c"}, s.list(t, "reff_no="+id[len(id)-8:]).refs(), "a part of it")
	assert.Empty(t, s.list(t, "reff_no=ZZZZZZZZZ").refs())
	none := s.list(t, "amount=7")
	assert.Equal(t, pagination{PerPage: 25, Page: 1, Pages: 1, Links: map[string]string{}}, none.Pagination)
}

// Ensure that the list is sorted and cut as asked, that its pages hold each
// transaction once, and that it tells where the others are.
func TestListPages(t *testing.T) {
	s := openDay(t)
	for query, want := range map[string][]string{
		"sort_by=id": {"d", "c", "b", "a"}, "sort_by=id&sort_order=asc": {"a", "b", "c", "d"}, "sort_by=created_at&sort_order=asc": {"a", "b", "c", "d"},
		"sort_by=amount": {"c", "a", "d", "b"}, "sort_by=amount&sort_order=asc": {"b", "d", "a", "c"}, "sort_order=asc": {"a", "b", "c", "d"},
	} {
		assert.Equal(t, want, s.list(t, query).refs(), query)
		for page := range 2 {
			assert.Equal(t, want[2*page:2*page+2], s.list(t, query+fmt.Sprintf("&per_page=2&page=%d", page+1)).refs(), query)
		}
	}
	middle := s.list(t, "sort_by=amount&per_page=1&page=2")
	assert.Equal(t, pagination{Count: 1, Total: 4, PerPage: 1, Page: 2, Pages: 4, Links: map[string]string{
		"previous": s.at("?page=1&per_page=1&sort_by=amount"), "next": s.at("?page=3&per_page=1&sort_by=amount"),
	}}, middle.Pagination)
	next := s.get(t, middle.Pagination.Links["next"])
	assert.Contains(t, string(next.Body), `"merchant_reff_no":"d"`)
	beyond := s.list(t, "per_page=2&page=9")
	assert.Empty(t, beyond.Data)
	assert.Equal(t, []int{0, 4, 2}, []int{beyond.Pagination.Count, beyond.Pagination.Total, beyond.Pagination.Pages})

	for _, wrong := range []string{
		"amount=x", "amount_min=-1", "total_amount_max=1.5", "has_settle=maybe", "created_at_from=yesterday", "expired_at_to=2025-09-24", "settle_at_to=x",
		"sort_by=status", "sort_order=up", "per_page=0", "per_page=101", "per_page=x", "page=0", "page=-1", "page=x",
	} {
		refused(t, s.get(t, s.at("?"+wrong)), http.StatusUnprocessableEntity, "SP018")
	}
}

// Ensure that lists longer than what is read at a time are whole, also while
// others sell.
func TestListLong(t *testing.T) {
	s := openWith(t, pos.Options{NoSync: true}) // a thousand orders are quicker so
	ctx := t.Context()
	const orders = 2*batch + 3
	for i := range orders {
		_, err := s.till.Charge(ctx, pos.Charge{Key: fmt.Sprint(i), ExternalID: fmt.Sprint(i), Amount: pos.Rupiah(1000 + i), Actor: "api:toko"})
		require.NoError(t, err)
	}
	l := s.list(t, "sort_by=amount&sort_order=asc&per_page=100&page=11")
	assert.Equal(t, []int{3, orders, 11}, []int{l.Pagination.Count, l.Pagination.Total, l.Pagination.Pages})
	assert.Equal(t, fmt.Sprint(orders-1), *l.Data[2].Merchant)
}

// Ensure that any query is read within its bounds or refused with a word.
func FuzzQuery(f *testing.F) {
	for _, text := range []string{"status=open&amount_min=50000&amount_max=500000&sort_by=created_at&sort_order=desc", "reff_no=a&type=b&total_amount=1&has_settle=t&created_at_from=2025-09-24 00:00:00&settle_at_to=2025-09-24T00:00:00Z&per_page=1&page=9"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		values, err := url.ParseQuery(text)
		if err != nil {
			return
		}
		q, err := queryOf(values)
		if own := (*fault)(nil); err != nil {
			require.ErrorAs(t, err, &own)
			return
		}
		q.keeps(pos.Order{State: pos.Paid, Amount: 1, Payable: 1, SettledAt: time.Unix(0, 0)})
		assert.True(t, q.page >= 1 && q.perPage >= 1 && q.perPage <= perPageMost)
		p := q.pagination(&url.URL{Path: "/x", RawQuery: text}, 0, 250)
		assert.True(t, p.Pages >= 1)
	})
}
