package pos

import (
	"context"
	"errors"
)

// shift opens a shift, closes one, or hands it over in the middle of a day.
func (s *sim) shift(*sale) {
	before := s.pic
	open := s.oneIn(2)
	_, err := s.act(another, func() error {
		if open {
			_, err := s.till.OpenShift(context.Background(), OpenShift{Float: 100_000, Actor: "kasir"})
			return err
		}
		_, err := s.till.CloseShift(context.Background(), CloseShift{Count: Count{100_000: 1}, Actor: "kasir"})
		return err
	})
	s.note("shift, open %t: %s", open, Code(err))
	s.must(err == nil || errors.Is(err, ErrShiftOpen) || errors.Is(err, ErrShiftNone) || errors.Is(err, ErrStorage), "shift: %v", err)
	after := s.look()
	for id, o := range after.orders {
		s.must(before.orders[id] == nil || before.orders[id].State == o.State, "a shift moved %s", o.Number)
	}
	s.advance(after)
}

// checkShifts compares the shifts with the days: what every Z counted, what
// came after its Z, and the running shift are all there is.
func (s *sim) checkShifts() {
	ctx := context.Background()
	running, err := s.till.X(ctx)
	s.must(err == nil, "x: %v", err)
	zs, err := s.till.Zs(ctx, 0, 1_000_000)
	s.must(err == nil, "zs: %v", err)
	sales, evidence := map[Day]Tally{}, map[Evidence]Tally{}
	var received, refunds, voids Tally
	for i, z := range append([]Z{running}, zs...) {
		s.must(z.Number == running.Number-uint64(i), "Z %d stands where %d belongs", z.Number, running.Number-uint64(i))
		for _, part := range z.Days {
			sales[part.Day] = sales[part.Day].plus(part.Own).plus(part.Late)
		}
		for _, takings := range []Takings{z.Own, z.Late} {
			received = received.plus(takings.Received)
			for e, tally := range takings.Evidence {
				evidence[e] = evidence[e].plus(tally)
			}
		}
		refunds, voids = refunds.plus(z.Refunds), voids.plus(z.Voids)
	}
	for day, sum := range s.pic.days {
		s.must(sales[day] == sum.Sales, "sales of %s: %+v, of its shifts %+v", day, sum.Sales, sales[day])
		delete(sales, day)
		for e, tally := range sum.Evidence {
			evidence[e] = evidence[e].plus(Tally{-tally.Count, -tally.Sum})
		}
		received = received.plus(Tally{-sum.Received.Count, -sum.Received.Sum})
		refunds = refunds.plus(Tally{-sum.Refunds.Count, -sum.Refunds.Sum})
		voids = voids.plus(Tally{-sum.Voids.Count, -sum.Voids.Sum})
	}
	for e, tally := range evidence {
		s.must(tally == Tally{}, "%s: the shifts have %+v more than the days", e, tally)
	}
	s.must(received == Tally{} && refunds == Tally{} && voids == Tally{},
		"the shifts have %+v received, %+v given back and %+v taken back more than the days", received, refunds, voids)
	for day, tally := range sales {
		s.must(tally == Tally{}, "%s has sales in shifts alone: %+v", day, tally)
	}
}
