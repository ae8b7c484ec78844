package pos

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tests makes a test order.
func (s *shop) tests(key string) Order {
	s.t.Helper()
	o, err := s.Charge(s.t.Context(), Charge{Key: key, Amount: 1_000, Test: true, Actor: "owner"})
	require.NoError(s.t, err)
	return o
}

// Ensure that a test is due once the QRIS, the counter's gateway or a source of
// money changed, that only QRIS money for a test order ends it, that a restart
// and a replay keep it, and that a practice till asks for none.
func TestTestDue(t *testing.T) {
	s := openShop(t)
	require.True(t, s.Shop().TestDue, "a new till")
	sale := s.charge(1_000)
	s.settle(Report{Amount: 1_000, OrderRef: sale.Number, PaymentID: "p1", PaidAt: noon})
	cash := s.tests("t1")
	_, err := s.PayCash(t.Context(), cash.ID, 1_000, "owner")
	require.NoError(t, err)
	short := s.tests("t2")
	s.settle(Report{Amount: 400, OrderRef: short.Number, PaymentID: "p2", PaidAt: noon})
	require.True(t, s.Shop().TestDue)
	s.settle(Report{Amount: 600, OrderRef: short.Number, PaymentID: "p3", PaidAt: noon})
	require.False(t, s.Shop().TestDue)
	s.reopen()
	require.False(t, s.Shop().TestDue)

	done := func(key string) {
		t.Helper()
		require.True(t, s.Shop().TestDue)
		o := s.tests(key)
		_, err := s.Confirm(t.Context(), o.ID, Confirmation{Actor: "owner", SeenAt: "merchant_app"})
		require.NoError(t, err)
		require.False(t, s.Shop().TestDue)
	}
	_, err = s.AddSource(t.Context(), "hp1", ownersPIN, "owner")
	require.NoError(t, err)
	done("t3")
	g := AddGateway{Known: true, Beside: true, PIN: ownersPIN, Actor: "owner", Gateway: Gateway{Name: "xendit", System: "xendit", Base: "https://api.example.com", Budget: 2000, Poll: 2000, Surest: GatewayVerified}}
	_, err = s.AddGateway(t.Context(), g)
	require.NoError(t, err)
	s.beside()
	require.False(t, s.Shop().TestDue, "beside the counter")
	settings := s.Shop().Settings
	settings.Gateway = "xendit"
	require.NoError(t, s.Change(t.Context(), settings, ownersPIN, "owner"))
	require.True(t, s.Shop().TestDue)
	settings.Gateway = ""
	require.NoError(t, s.Change(t.Context(), settings, ownersPIN, "owner"))
	done("t4")
	settings.CutOff = 3
	require.NoError(t, s.Change(t.Context(), settings, ownersPIN, "owner"))
	assert.False(t, s.Shop().TestDue, "any other setting")
	sum, err := s.Today(t.Context())
	require.NoError(t, err)
	assert.Equal(t, Tally{1, 1_000}, sum.Sales, "only the sale is one")
	s.verified()
}
