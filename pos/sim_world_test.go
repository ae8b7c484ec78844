package pos

import (
	"fmt"
	"time"
)

// world is the truth that the till cannot see, and the people and machines who
// tell it parts of that truth.
type world struct {
	sticker, second bool
	practice        bool
	unique          bool // 1 to 99 rupiah are taken off
	amounts         []Rupiah
	voices          []*voice
	sales           []*sale
	truths          []*truth
	mail            []*mail       // said, not yet heard by the till
	sent            []*mail       // heard
	merchant        string        // by which strangers name the shop
	strangers       map[ID]string // the address each order of a stranger came from
}

// sale is an order as its cashier and customer know it.
type sale struct {
	key    string
	id     ID
	number string
	amount Rupiah
}

// truth is one true payment.
type truth struct {
	number int
	sale   *sale // nil: the sticker, or another till
	other  bool  // another till's
	amount Rupiah
	at     time.Time
	hand   bool        // a person told the till
	heard  []time.Time // when the till was told by somebody who does not say when it was
}

func (t *truth) String() string {
	whose := "sticker"
	if t.other {
		whose = "other till"
	}
	if t.sale != nil {
		whose = t.sale.number
	}
	return fmt.Sprintf("P%d(%s for %s)", t.number, t.amount, whose)
}

// voice is a source: what it knows of a payment, and how wrong its clock is.
type voice struct {
	name     string
	evidence Evidence
	names    bool // it says whose order it is
	id       bool // it has payment ids
	rrn      bool // it has the true RRN
	ownRRN   bool // it has a number it calls RRN, its own
	timeless bool // it does not say when
	words    bool // it says what a notification said
	seconds  bool // its times are whole seconds
	skew     time.Duration
	most     Rupiah // it is a phone of the till's, trusted up to so much; 0: the till knows nothing of it
}

// voices are the kinds of sources there are.
var voices = []voice{
	{name: "gateway", evidence: GatewayVerified, names: true, id: true, rrn: true},
	{name: "acquirer", evidence: GatewayReported, names: true, id: true, seconds: true},
	{name: "mutation", evidence: GatewayReported, rrn: true},
	{name: "portal", evidence: GatewayReported, ownRRN: true, seconds: true},
	{name: "listener", evidence: ForwarderMatched, id: true},
	{name: "phone1", evidence: ForwarderMatched, words: true},
	{name: "phone2", evidence: ForwarderMatched, seconds: true},
	{name: "soundbox", evidence: ForwarderMatched, timeless: true, words: true},
}

// draw makes the world of a seed.
func (s *sim) draw() {
	s.sticker, s.second = s.oneIn(3), s.oneIn(5)
	s.practice, s.unique = s.o.Practice, s.oneIn(4)
	kinds := s.rng.Perm(len(voices))
	for _, kind := range kinds[:1+s.rng.IntN(4)] {
		v := voices[kind]
		v.skew = time.Duration(s.rng.IntN(60_000)-30_000) * time.Millisecond
		if s.unique && v.name == "phone2" {
			v.most = 24_960 // about half of what is asked with something taken off
		}
		s.voices = append(s.voices, &v)
	}
	switch {
	case s.unique: // near each other, so that what is left of two prices may be the same
		s.amounts = []Rupiah{25_000, 25_001, 25_003}
	case s.oneIn(2):
		s.amounts = []Rupiah{25_000, 10_000, 15_000}[:1+s.rng.IntN(3)] // the same again and again
	}
}

// price is what the next customer has to pay.
func (s *sim) price() Rupiah {
	if len(s.amounts) > 0 {
		return pick(s, s.amounts)
	}
	return Rupiah(5_000 + 137*len(s.sales))
}

// happen is a customer paying. Everybody who saw it will tell, or not.
func (s *sim) happen(whose *sale, amount Rupiah, other bool) *truth {
	p := &truth{number: len(s.truths), sale: whose, amount: amount, at: s.at, other: other}
	s.truths = append(s.truths, p)
	for _, v := range s.voices {
		if s.oneIn(7) {
			continue // lost
		}
		m := &mail{truth: p, voice: v, report: s.tell(v, p), due: s.at.Add(s.lag())}
		s.mail = append(s.mail, m)
		if s.oneIn(6) { // the same delivery again, later
			again := *m
			again.due = m.due.Add(s.lag())
			s.mail = append(s.mail, &again)
		}
		if s.oneIn(8) { // the same words in another delivery
			again := *m
			again.due = m.due.Add(s.lag())
			again.report.DeliveryID = fmt.Sprintf("d%d", s.rng.Uint64())
			again.reposted = true
			s.mail = append(s.mail, &again)
		}
	}
	return p
}

// lag is how long a report travels: seconds, now and then long.
func (s *sim) lag() time.Duration {
	switch s.rng.IntN(12) {
	case 0:
		return time.Duration(s.rng.IntN(60)) * time.Minute
	case 1:
		return time.Duration(s.rng.IntN(5)) * time.Minute
	}
	return time.Duration(s.rng.IntN(5000)) * time.Millisecond
}

// tell is what a voice says of a payment: the same words whenever it says them.
func (s *sim) tell(v *voice, p *truth) Report {
	r := Report{Source: v.name, Evidence: v.evidence, Amount: p.amount, Currency: "IDR", App: "id.bank." + v.name}
	if !v.timeless {
		r.PaidAt = p.at.Add(v.skew)
		if v.seconds {
			r.PaidAt = r.PaidAt.Truncate(time.Second)
		}
	}
	if v.id {
		r.PaymentID = fmt.Sprintf("%s-%d", v.name, p.number)
	}
	switch {
	case v.rrn:
		r.RRN = fmt.Sprintf("6%011d", p.number)
	case v.ownRRN:
		r.RRN = fmt.Sprintf("9%011d", p.number)
	}
	if v.words {
		r.RawText, r.Device = "Pembayaran "+p.amount.String()+" diterima", "hp-"+v.name
	}
	r.Payer = []string{"Budi", "Siti", ""}[p.number%3]
	r.DeliveryID = fmt.Sprintf("d%d", s.rng.Uint64())
	if v.names {
		r.OrderRef = s.reference(p)
	}
	return r
}

// reference is the name by which a gateway knows the order of a payment.
func (s *sim) reference(p *truth) string {
	switch {
	case p.sale != nil && p.number%2 == 0:
		return p.sale.number
	case p.sale != nil:
		return p.sale.id.String()
	case p.other:
		return fmt.Sprintf("B-%04d", p.number)
	}
	return ""
}

// mail is a report under way.
type mail struct {
	truth  *truth
	voice  *voice
	report Report
	due    time.Time

	reposted bool // by another delivery
}

func (m *mail) String() string {
	name := m.report.OrderRef
	if m.truth.sale != nil && name != "" {
		name = m.truth.sale.number
	}
	when := "no time"
	if !m.report.PaidAt.IsZero() {
		when = m.report.PaidAt.Format("15:04:05.000")
	}
	return fmt.Sprintf("%s of %s [id %q rrn %q order %q %s]", m.voice.name, m.truth, m.report.PaymentID, m.report.RRN, name, when)
}
