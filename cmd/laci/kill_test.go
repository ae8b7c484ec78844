//go:build linux

package main

import (
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/cmd/internal/house"
	"laci/pos"
)

// sale is one thing somebody buys, as far as those at the counter were told.
type sale struct {
	amount  pos.Rupiah // no two sales have the same
	number  string     // once its code was on the screen: the order is acknowledged
	payload string
	over    time.Time // when its countdown ends
	paying  bool      // the phone told of the money
	paid    bool      // and it was answered 200, or the screen turned green
}

// seller sells at a desk whose kiosk may be gone at any instant.
type seller struct {
	d     *desk
	p     phone
	sales []*sale
	back  int // codes that came back after a kill
}

// Ensure that a kiosk killed again and again in the middle of sales comes back on
// the code that was open, with the time it had left, loses no order and no
// payment that it acknowledged, and doubles none.
func TestKioskKill(t *testing.T) {
	t.Parallel()
	const kills = 20
	data := filepath.Join(t.TempDir(), "data")
	d := newDesk(t, 1024, 600, "")
	s := &seller{d: d, p: newTill(t, data, func(*pos.Settings) {}, func(*pos.Till, *clock) {})}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	for range kills {
		d.start(data)
		s.comesBack(t)
		instant := time.AfterFunc(time.Duration(50+random.IntN(1200))*time.Millisecond, d.die)
		for s.sell(random) {
		}
		instant.Stop()
		<-d.gone
		require.Equal(t, -1, d.run.ProcessState.ExitCode(), "the kiosk ended by itself: %s", d.said)
	}
	d.start(data)
	s.comesBack(t)
	d.stop()
	s.audit(t, data)
	assert.Greater(t, s.back, 3, "codes that came back")
}

// die kills the kiosk while others look at it.
func (d *desk) die() { _ = d.run.Process.Kill() }

// last is the newest sale; nil before the first.
func (s *seller) last() *sale {
	if len(s.sales) == 0 {
		return nil
	}
	return s.sales[len(s.sales)-1]
}

// comesBack checks the first screen after a start: the code that was open, or the
// keypad when none was; either where nobody was told.
func (s *seller) comesBack(t *testing.T) {
	t.Helper()
	one := s.d.since(0, "the first screen", func(one traced) bool { return one.Screen != "" })
	last := s.last()
	switch {
	case last == nil || last.paid:
		require.Equal(t, "keypad", one.Screen)
	case last.number == "" || last.paying:
		require.Contains(t, []string{"keypad", "code"}, one.Screen) // nobody was told how it went
	default:
		require.Equal(t, "code", one.Screen, "the code of %s did not come back", last.number)
	}
	if one.Screen != "code" {
		return
	}
	symbol, ok := one.symbol()
	require.True(t, ok)
	require.True(t, one.says(last.amount.String()), "another code came back: %s", one)
	if last.number != "" {
		require.Equal(t, last.payload, symbol.Label)
		require.WithinDuration(t, last.over, one.over(t), 2*time.Second, "the time left")
		s.back++
	}
	last.shown(t, one)
}

var (
	orderNumber = regexp.MustCompile(`A-\d{4}`)
	timeLeft    = regexp.MustCompile(`^(\d\d):(\d\d)$`)
)

// shown takes what the code on the screen says.
func (v *sale) shown(t *testing.T, one traced) {
	symbol, _ := one.symbol()
	v.payload, v.over = symbol.Label, one.over(t)
	v.number = orderNumber.FindString(one.String())
	require.NotEmpty(t, v.number, "%s", one)
}

// over tells when the countdown on a frame ends.
func (one traced) over(t *testing.T) time.Time {
	for _, tile := range one.Tiles {
		if m := timeLeft.FindStringSubmatch(tile.Label); m != nil {
			minutes, _ := strconv.Atoi(m[1])
			seconds, _ := strconv.Atoi(m[2])
			return one.At.Add(time.Duration(minutes)*time.Minute + time.Duration(seconds)*time.Second)
		}
	}
	require.Fail(t, "no countdown", "%s", one)
	return time.Time{}
}

// sell goes one step on from what is on the screen; false when the kiosk is gone.
func (s *seller) sell(random *rand.Rand) bool {
	last := s.last()
	switch s.d.frames.last().Screen {
	case "code":
		if last.paying = true; !s.pay(last) {
			return false
		}
		return s.press("keypad", "Return")
	case "paid":
		return s.press("keypad", "Return")
	case "keypad":
		v := &sale{amount: pos.Rupiah(1001 + len(s.sales))}
		s.sales = append(s.sales, v)
		keys := append(strings.Split(strconv.Itoa(int(v.amount)), ""), "Return")
		if !s.press("code", keys...) {
			return false
		}
		one := s.d.frames.last()
		if one.Screen != "code" || !one.says(v.amount.String()) {
			s.d.fail("not seen: the code of " + v.amount.String())
		}
		v.shown(s.d.t, one)
		return s.wait(time.Duration(random.IntN(900)) * time.Millisecond) // the customer takes out the phone
	}
	s.d.fail("not seen: a screen to sell on")
	return false
}

// keyTime is a little longer than a key takes.
const keyTime = 70 * time.Millisecond

// wait lets time pass; false when the kiosk is gone meanwhile.
func (s *seller) wait(pause time.Duration) bool {
	select {
	case <-s.d.gone:
		return false
	case <-time.After(pause):
		return true
	}
}

// press types, a key after the other as long as the kiosk is there, and waits for
// the screen that follows; false when it is gone. What were typed later would be
// typed into the next one.
func (s *seller) press(screen string, keys ...string) bool {
	mark := s.d.frames.mark()
	for _, key := range keys {
		s.d.keys(key)
		if !s.wait(keyTime) {
			return false
		}
	}
	return s.until("the screen "+screen, mark, func(one traced) bool { return one.Screen == screen })
}

// until waits for a frame; false when the kiosk is gone.
func (s *seller) until(what string, mark int, wanted func(traced) bool) bool {
	_, ok := s.d.frames.wait(mark, time.Now().Add(patience), s.d.gone, wanted)
	if !ok {
		select {
		case <-s.d.gone:
		default:
			s.d.fail("not seen: " + what)
		}
	}
	return ok
}

// pay lets the phone tell of the money and waits for green.
func (s *seller) pay(v *sale) bool {
	mark := s.d.frames.mark()
	status, got, err := s.p.tells(s.d.address(), v.amount, v.number)
	if err == nil {
		require.Equal(s.d.t, http.StatusOK, status)
		require.Equal(s.d.t, "settled", got.Result)
		v.paid = true
	}
	green := func(one traced) bool { return one.Screen == "paid" && one.says(v.number, v.amount.String()) }
	if s.until("green for "+v.number, mark, green) {
		v.paid = true
		return true
	}
	return false
}

// audit compares what the counter was told with what is in the till.
func (s *seller) audit(t *testing.T, data string) {
	t.Helper()
	h, err := house.Open(t.Context(), house.Options{Dir: data, Program: "test", Listen: "127.0.0.1:0"})
	require.NoError(t, err)
	defer func() { require.NoError(t, h.Close()) }()
	require.NoError(t, h.Till.Verify(t.Context()))
	orders, err := h.Till.History(t.Context(), pos.Search{Limit: len(s.sales) + 10})
	require.NoError(t, err)
	byAmount := map[pos.Rupiah]pos.Order{}
	for _, o := range orders {
		require.NotContains(t, byAmount, o.Amount, "one sale became two orders")
		byAmount[o.Amount] = o
	}
	var shown, paid, money int
	for _, v := range s.sales {
		o, there := byAmount[v.amount]
		delete(byAmount, v.amount)
		if v.number != "" {
			shown++
			require.True(t, there, "the order %s was on the screen and is lost", v.number)
			assert.Equal(t, []string{v.number, v.payload}, []string{o.Number, o.Payload})
		}
		if v.paid {
			paid++
			require.Equal(t, pos.Paid, o.State, "the payment of %s was acknowledged and is lost", v.number)
		}
		if o.State == pos.Paid {
			money++
			assert.True(t, v.paying, "%s was paid by nobody", o.Number)
			assert.Equal(t, v.amount, o.Received)
			assert.Len(t, o.Payments, 1)
		}
	}
	assert.Empty(t, byAmount, "orders nobody asked for")
	t.Logf("%d sales begun, %d orders acknowledged of %d in the till, %d payments of %d, %d codes came back",
		len(s.sales), shown, len(orders), paid, money, s.back)
	assert.Greater(t, paid, 5)
}
