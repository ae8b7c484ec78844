package pos

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that payments are listed newest first, page by page without a gap or a
// double, within the times asked for, waiting money with them and cash not.
func TestPayments(t *testing.T) {
	s := openShop(t)
	var want []ID
	for i := range 7 {
		s.clock.add(time.Minute)
		r := Report{Amount: Rupiah(1000 + i), PaymentID: fmt.Sprint("p", i), PaidAt: s.clock.now(), OrderRef: s.charge(Rupiah(1000 + i)).Number}
		if i == 3 {
			r.OrderRef = "Z-9999"
		}
		want = append([]ID{s.settle(r).Payment}, want...)
	}
	_, err := s.Charge(t.Context(), Charge{Key: "cash", Amount: 5000, Cash: 5000, Actor: "kasir"})
	require.NoError(t, err)

	list := func(search PaymentSearch) (ids []ID) {
		payments, err := s.Payments(t.Context(), search)
		require.NoError(t, err)
		for _, p := range payments {
			ids = append(ids, p.ID)
		}
		return ids
	}
	assert.Equal(t, want, list(PaymentSearch{}))
	var paged []ID
	for before := (ID{}); ; {
		page := list(PaymentSearch{Before: before, Limit: 3})
		if len(page) == 0 {
			break
		}
		paged, before = append(paged, page...), page[len(page)-1]
	}
	assert.Equal(t, want, paged)
	first := noon.Add(time.Minute)
	assert.Equal(t, want[3:6], list(PaymentSearch{From: first.Add(time.Minute), To: first.Add(4 * time.Minute)}))
	assert.Equal(t, want[4:6], list(PaymentSearch{From: first.Add(time.Minute), To: first.Add(4 * time.Minute), Before: want[3]}))
	assert.Empty(t, list(PaymentSearch{From: first.Add(time.Hour)}))
	_, err = s.Payments(t.Context(), PaymentSearch{Before: ID{1}})
	assert.ErrorIs(t, err, ErrNotFound)
}
