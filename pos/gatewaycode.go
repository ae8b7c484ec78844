package pos

import (
	"errors"
	"slices"
	"strings"
	"time"

	"laci/qris"
)

// Why an order that was to have a gateway's code has the shop's own.
const (
	WhyLate       = "late"       // it did not answer within its budget
	WhyRefused    = "refused"    // it answered that it makes none, or could not be reached
	WhyUnreadable = "unreadable" // what it sent is no code a wallet of this country could pay
	WhyAmount     = "amount"     // its code asks for another amount
	WhyTip        = "tip"        // its code adds a tip or a fee
	WhyPayee      = "payee"      // its code pays somebody else than the first one did
	WhyUnpayable  = "unpayable"  // its code is a sample that nobody can pay, or on a practice till one that somebody could
	WhyOver       = "over"       // its code could be paid no longer
	WhyRemoved    = "removed"    // it was taken away meanwhile
	WhyUnasked    = "unasked"    // the till was stopped before it was asked, and a person showed the order
)

// codeLeast is how long a gateway's code must still be payable to be shown.
const codeLeast = 30 * time.Second

// readCode is a gateway's code as it reads.
type readCode struct {
	name, nmid string
	payee      GatewayPayee
}

// checkCode reads a gateway's code and tells why it must not be shown, with what
// it says instead: it must be whole, of this country and currency, ask for
// exactly the payable amount and nothing more, and pay whom its gateway's first
// code paid.
func (s *shopState) checkCode(g *Gateway, o Order, code GatewayCode, now time.Time) (read readCode, why, said string) {
	p, err := qris.Parse(code.Payload)
	if err == nil {
		err = p.Convertible()
	}
	if err != nil && !errors.Is(err, qris.ErrAlreadyDynamic) {
		return read, WhyUnreadable, qris.Code(err)
	}
	amount, _, _ := p.Amount() // Convertible read it
	if Rupiah(amount) != o.Payable {
		return read, WhyAmount, Rupiah(amount).String()
	}
	if _, tip := p.Tip(); tip || anyTip(p) {
		return read, WhyTip, ""
	}
	read = readCode{name: p.Merchant().Name, nmid: p.NMID(), payee: payeeOf(p)}
	if g.Payee != nil && *g.Payee != read.payee {
		return read, WhyPayee, cleanText(read.payee.Name, nameMost)
	}
	if !s.drawable(g, p) {
		return read, WhyUnpayable, ""
	}
	if !code.Expires.IsZero() && code.Expires.Before(now.Add(codeLeast)) {
		return read, WhyOver, ""
	}
	return read, "", ""
}

// anyTip tells whether the code has one of the fields for tips at all.
func anyTip(p qris.Payload) bool {
	for _, tag := range []string{"55", "56", "57"} {
		if _, ok := p.Field(tag); ok {
			return true
		}
	}
	return false
}

// drawable tells whether a code belongs on this till's screen: on one whose own
// code is a sample that nobody can pay, as on every practice till, only such a
// sample or a sandbox's; on any other till never a sample.
func (s *shopState) drawable(g *Gateway, p qris.Payload) bool {
	pretended := slices.ContainsFunc(p.Accounts(), func(a qris.Account) bool { return strings.HasPrefix(a.PAN, sampleBank) })
	own, err := qris.Parse(s.own())
	if err != nil || !unpayable(own) {
		return !pretended
	}
	return pretended && unpayable(p) || s.Practice && g.Sandbox
}

// own is the text of the counter's own code.
func (s *shopState) own() string {
	code, _ := s.public().Pinned()
	return code.Text
}

// payeeOf reads whom a code pays.
func payeeOf(p qris.Payload) GatewayPayee {
	var accounts []string
	for _, a := range p.Accounts() {
		accounts = append(accounts, a.GUID+" "+a.PAN+" "+a.MerchantID)
	}
	return GatewayPayee{Name: p.Merchant().Name, Accounts: strings.Join(accounts, ", ")}
}

// showCode puts an order that waits for its code on the screen: with the
// gateway's when it came in time and may be shown, else with the shop's own. An
// order that was cancelled, paid or shown meanwhile stays as it is.
func (x *txn) showCode(id ID, answer codeAnswer) error {
	o, err := x.orderBy(id)
	if err != nil || !o.preparing() {
		return err
	}
	if err := x.turnDay(); err != nil {
		return err
	}
	f := &orderShown{ID: o.ID, Until: x.now.Add(x.shop.Settings.shown(o.Life)), Shift: x.shiftNow(), Local: answer.why}
	if answer.why != "" {
		return x.record("till", f)
	}
	g := x.shop.gateway(o.Gateway)
	if g == nil {
		f.Local = WhyRemoved
		return x.record("till", f)
	}
	f.Reference, f.CodeUntil = cleanText(answer.code.Reference, textMost), utc(answer.code.Expires)
	read, why, said := x.shop.checkCode(g, o, answer.code, x.now)
	if why != "" {
		f.Local = why
		if err := x.record("till", &gatewayDoubted{ID: o.ID, Gateway: g.Name, Why: why, Said: said}); err != nil {
			return err
		}
		return x.record("till", f)
	}
	if g.Payee == nil {
		if err := x.record("till", &gatewayPinned{Name: g.Name, Payee: read.payee}); err != nil {
			return err
		}
	}
	f.Gateway, f.Payload, f.Name, f.NMID = g.Name, answer.code.Payload, read.name, read.nmid
	f.Until = payableUntil(f.Until, f.CodeUntil)
	return x.record("till", f)
}

// payableUntil bounds a countdown by when a code can be paid, if that was said.
func payableUntil(until, codeUntil time.Time) time.Time {
	if codeUntil.IsZero() {
		return until
	}
	return earlier(until, codeUntil)
}

// countdown bounds a countdown by when the order's code can be paid.
func (o Order) countdown(until time.Time) time.Time {
	if !o.byGateway() {
		return until
	}
	return payableUntil(until, o.GatewayUntil)
}

// byGateway tells whether the code on the screen is the gateway's.
func (o Order) byGateway() bool {
	return o.Gateway != "" && !o.FirstShown.IsZero() && !o.Has(FlagLocalCode)
}

// over tells whether the order's code is a gateway's that cannot be paid long
// enough any more to be shown.
func (o Order) over(now time.Time) bool {
	return o.byGateway() && !o.GatewayUntil.IsZero() && o.GatewayUntil.Before(now.Add(codeLeast))
}
