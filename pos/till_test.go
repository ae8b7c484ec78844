package pos

import (
	"context"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// plainSealer keeps secrets as they are: the sealer itself is tested where it lives.
type plainSealer struct{}

func (plainSealer) Seal(plain []byte) ([]byte, error) {
	return append([]byte("sealed:"), plain...), nil
}
func (plainSealer) Unseal(sealed []byte) ([]byte, error) { return sealed[len("sealed:"):], nil }

// clock is a clock that a test moves.
type clock struct {
	mutex sync.Mutex
	at    time.Time
}

func (c *clock) now() time.Time {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.at
}

func (c *clock) add(d time.Duration) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.at = c.at.Add(d)
}

// noon is 13:00 in Jakarta on a Friday.
var noon = time.Date(2026, 11, 20, 6, 0, 0, 0, time.UTC)

const ownersPIN = "493817"

func sticker(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("testdata/sticker.txt")
	require.NoError(t, err)
	return string(text)
}

// shop is a till that was set up, with its clock.
type shop struct {
	*Till
	clock *clock
	t     testing.TB
	o     Options
}

// openShop opens a set-up till in a fresh directory. Nothing else brings money
// to its QRIS unless a test says so.
func openShop(t testing.TB, change ...func(*SetUp)) *shop {
	t.Helper()
	c := &clock{at: noon}
	s := &shop{clock: c, t: t, o: Options{Dir: t.TempDir(), Now: c.now, Sealer: plainSealer{}, NoSync: true}}
	s.open()
	setUp := SetUp{QRIS: sticker(t), PIN: ownersPIN, TerminalName: "Kasir A", Zone: "WIB", Facing: FacingCashier, Actor: "owner"}
	for _, f := range change {
		f(&setUp)
	}
	require.NoError(t, s.SetUp(t.Context(), setUp))
	return s
}

func (s *shop) open() {
	s.t.Helper()
	till, err := Open(context.Background(), s.o)
	require.NoError(s.t, err)
	s.Till = till
	s.t.Cleanup(func() { assert.NoError(s.t, till.Close()) })
}

// reopen closes the till and opens it again, as after a restart.
func (s *shop) reopen() {
	s.t.Helper()
	require.NoError(s.t, s.Close())
	s.open()
}

var keys int

// charge makes an order with a key of its own.
func (s *shop) charge(amount Rupiah) Order {
	s.t.Helper()
	keys++
	o, err := s.Charge(s.t.Context(), Charge{Key: time.Duration(keys).String(), Amount: amount, Actor: "kasir"})
	require.NoError(s.t, err)
	return o
}

func (s *shop) settle(r Report) Outcome {
	s.t.Helper()
	if r.Source == "" {
		r.Source = "hp1"
	}
	if r.Evidence == "" {
		r.Evidence = ForwarderMatched
	}
	out, err := s.Settle(s.t.Context(), r)
	require.NoError(s.t, err)
	return out
}

func (s *shop) order(id ID) Order {
	s.t.Helper()
	o, err := s.Order(s.t.Context(), id)
	require.NoError(s.t, err)
	return o
}

// verified checks at the end of a test that the journal tells the whole story.
func (s *shop) verified() {
	s.t.Helper()
	require.NoError(s.t, s.Verify(s.t.Context()))
}

// Ensure that a sale goes from amount to code to paid to the day's total, and
// that a replay of the journal comes to the same file.
func TestSale(t *testing.T) {
	s := openShop(t)
	o := s.charge(25_000)
	assert.Equal(t, "A-0001", o.Number)
	assert.Equal(t, Pending, o.State)
	assert.Equal(t, noon.Add(5*time.Minute), o.ShowUntil)
	assert.Contains(t, o.Payload, "540525000")

	out := s.settle(Report{Amount: 25_000, OrderRef: o.Number, PaymentID: "p1", PaidAt: noon.Add(time.Second)})
	assert.Equal(t, Outcome{Result: ResultSettled, Order: o.ID, Payment: out.Payment}, out)
	o = s.order(o.ID)
	assert.Equal(t, Paid, o.State)
	assert.Equal(t, noon.Add(time.Second), o.PaidAt)

	today, err := s.Today(t.Context())
	require.NoError(t, err)
	assert.Equal(t, Tally{1, 25_000}, today.Sales)
	assert.Equal(t, Tally{1, 25_000}, today.Evidence[ForwarderMatched])
	assert.Equal(t, Tally{1, 25_000}, today.Hours[13])
	s.verified()
	s.reopen()
	assert.Equal(t, o, s.order(o.ID))
	s.verified()
}
