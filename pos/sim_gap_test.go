package pos

import (
	"flag"
	"slices"
	"strings"
)

// A gap is a rule that the till is known not to keep yet. The simulator lets it
// pass unless told not to; a gap that was closed leaves this list.
type gap string

const (
	// A report is compared with matched and unmatched money only, not with
	// reports that wait for a person: two sources' words for one payment that
	// wait both count, neither marked as a possible witness.
	gapWaiting gap = "waiting"
	// Money is found by its accepted time, at most a day and ten minutes from
	// the reported one: with a wrong clock a witness may not find its payment.
	gapRange gap = "range"
	// A report that names its order, with the RRN of money that waits, becomes a
	// witness of that money and the order stays unpaid.
	gapNamed gap = "named"
	// A report with the RRN of a report that was merged becomes a witness of the
	// merged one, not of the payment it was merged into.
	gapMerged gap = "merged"
	// A waiting report is merged into a payment although one of its witnesses
	// has told of that payment too, and its witnesses are not written down there.
	gapWitnesses gap = "witnesses"
	// An order is looked for by when it was made, at most a day before the money:
	// a code for the rest of an order two days old finds no money.
	gapOld gap = "old"
	// A sale taken back after the shop changed its zone comes off another hour
	// than the one it was counted in.
	gapHour gap = "hour"
)

var simClose = flag.String("simclose", "", "gaps that the simulator shall not overlook: waiting,named or all")

// overlooks tells whether the simulator lets a gap pass.
func (s *sim) overlooks(g gap) bool {
	return *simClose != "all" && !slices.Contains(strings.Split(*simClose, ","), string(g))
}
