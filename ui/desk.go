package ui

import (
	"context"

	"laci/pos"
)

// Desk knows the payment systems that make codes. The program hands it in.
type Desk interface {
	Systems() []System
	Account(name, system, base string, fields map[string]string) (pos.AddGateway, error) // checked and filled up with what the system brings along
	Test(ctx context.Context, name string) error                                         // asks a gateway about an order nobody made: nil when it answers and knows the credentials
	Callback(g pos.Gateway) string                                                       // where the gateway tells of money; "" when the till has no address
}

// System is a payment system, as the owner must know it.
type System struct {
	Name   string   // "xendit"
	Bases  []string // its own addresses, the usual one first; none: each account has its own
	Need   []string // names of the fields that must be given
	May    []string // and of those that may be
	Secret []string // which of all of them nobody may see
}

// newGateway is an account that is being told of.
type newGateway struct {
	system System
	base   string
	fields map[string]string
	budget int // milliseconds
}

// budgets are how long a customer may wait for a gateway's code, in milliseconds.
var budgets = []int{1000, 2000, 3000, 5000, 10_000}

// usualBudget is the one of them that a new account has.
const usualBudget = 2000

// addGateway asks which system it is.
func (s *settings) addGateway(back func()) {
	a := s.a
	q := question{screen: "gateway.system", title: a.t("gateway.system"), text: a.t("gateway.system.text"), back: back}
	for _, system := range a.o.Desk.Systems() {
		q.answers = append(q.answers, answer{code: "system." + system.Name, words: a.t("gateway.system." + system.Name), mark: "shield", do: func() {
			s.gatewayBase(newGateway{system: system, fields: map[string]string{}, budget: usualBudget}, func() { s.addGateway(back) }, back)
		}})
	}
	s.page(q)
}

// gatewayBase asks where the system is: one of its own addresses, or another,
// which the owner's PIN vouches for.
func (s *settings) gatewayBase(n newGateway, back, done func()) {
	a := s.a
	next := func(base string) {
		n.base = base
		s.gatewayField(n, 0, func() { s.gatewayBase(n, back, done) }, done)
	}
	other := func() {
		s.until = a.o.Now().Add(settingsFor)
		a.write.ask(writing{title: a.t("gateway.base"), hint: a.t("gateway.base.hint"), start: "https://", most: 300, need: true, plain: true,
			back: func() { s.gatewayBase(n, back, done) }, done: next})
	}
	q := question{screen: "gateway.base", title: a.t("gateway.base"), text: a.t("gateway.base.text"), back: back}
	for i, base := range n.system.Bases {
		q.answers = append(q.answers, answer{code: "base." + string(rune('1'+i)), words: base, note: a.t(either(i == 0, "gateway.base.usual", "gateway.base.own")), mark: "shield", do: func() { next(base) }})
	}
	q.answers = append(q.answers, answer{code: "base.other", words: a.t("gateway.base.other"), note: a.t("gateway.base.other.note"), mark: "edit", do: other})
	s.page(q)
}

// gatewayField asks for what the account is known by, one field after the other.
func (s *settings) gatewayField(n newGateway, at int, back, done func()) {
	a := s.a
	all := append(append([]string(nil), n.system.Need...), n.system.May...)
	if at == len(all) {
		s.gatewayCheck(n, back, done)
		return
	}
	field, need := all[at], at < len(n.system.Need)
	s.until = a.o.Now().Add(settingsFor)
	a.write.ask(writing{title: a.t("gateway.field." + field), hint: a.t(either(need, "gateway.field.hint", "gateway.field.spare")), start: n.fields[field], most: 400,
		need: need, plain: true, back: back, done: func(text string) {
			if n.fields[field] = text; text == "" {
				delete(n.fields, field)
			}
			s.gatewayField(n, at+1, func() { s.gatewayField(n, at, back, done) }, done)
		}})
}

// gatewayCheck shows what was told before it is stored.
func (s *settings) gatewayCheck(n newGateway, back, done func()) {
	a := s.a
	again := func() { s.gatewayCheck(n, back, done) }
	var waits []string
	chosen := 0
	for i, budget := range budgets {
		waits = append(waits, a.t("gateway.budget.n", budget/1000))
		if budget == n.budget {
			chosen = i
		}
	}
	s.page(question{screen: "gateway.check", title: a.t("gateway.system." + n.system.Name), text: a.t("gateway.check", n.base), back: back, answers: []answer{
		{code: "gateway.save", words: a.t("gateway.save"), note: a.t("gateway.save.note"), mark: "check", do: func() { s.storeGateway(n, done) }},
		s.few("gateway_budget", chosen, waits, again, func(i int) {
			n.budget = budgets[i]
			s.gatewayCheck(n, back, done)
		}),
	}})
}

// storeGateway stores the account and tries it at once.
func (s *settings) storeGateway(n newGateway, done func()) {
	a, name := s.a, s.freeName(n.system.Name)
	stored := false
	s.do(func(ctx context.Context, pin, actor string) error {
		account, err := a.o.Desk.Account(name, n.system.Name, n.base, n.fields)
		if err != nil {
			return err
		}
		account.Budget, account.PIN, account.Actor = n.budget, pin, actor
		_, err = a.o.Till.AddGateway(ctx, account)
		stored = err == nil
		return err
	}, func() {
		if stored {
			s.testGateway(name, done)
			return
		}
		done()
	})
}

// freeName is a name that no gateway has.
func (s *settings) freeName(name string) string {
	for free := name; ; free += "-2" {
		taken := false
		for _, g := range s.a.o.Till.Gateways() {
			taken = taken || g.Name == free
		}
		if !taken {
			return free
		}
	}
}

// testGateway asks a gateway whether it knows the shop, and says how that went.
func (s *settings) testGateway(name string, back func()) {
	a := s.a
	a.choice.wait(a.t("gateway.testing"))
	a.work(func(ctx context.Context) func() {
		err := a.o.Desk.Test(ctx, name)
		return func() {
			s.until = a.o.Now().Add(settingsFor)
			if err != nil {
				a.done(a.t("gateway.failed"), a.sentence(err), back)
				return
			}
			a.done(a.t("gateway.works"), a.t("gateway.works.text"), back)
		}
	})
}
