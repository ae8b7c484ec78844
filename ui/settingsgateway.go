package ui

import (
	"context"

	"laci/pos"
)

// gateways lists the accounts that make codes, and which of them the counter's
// codes come from.
func (s *settings) gateways(back func()) {
	a := s.a
	again := func() { s.gateways(back) }
	q := question{screen: "access.gateways", title: a.t("access.gateways"), text: a.t("access.gateways.text"), back: back}
	if a.o.Desk != nil {
		q.answers = append(q.answers, answer{code: "gateway.add", words: a.t("gateway.add"), note: a.t("gateway.add.note"), mark: "play", do: func() { s.addGateway(again) }})
	}
	used := a.view.shop.Gateway
	q.answers = append(q.answers, answer{code: "gateway.none", words: a.t("gateway.none"), mark: either(used == "", "check", ""), do: func() {
		s.change(func(now *pos.Settings) { now.Gateway = "" }, again)
	}})
	for _, g := range a.o.Till.Gateways() {
		q.answers = append(q.answers, answer{code: "gateway." + g.Name, words: g.Name, note: dotted(a.t("gateway.system."+g.System), a.gatewayHeard(g)), mark: either(used == g.Name, "check", "shield"),
			do: func() { s.gateway(g, again) }})
	}
	s.page(q)
}

// gatewayHeard says how it stands with a gateway.
func (a *App) gatewayHeard(g pos.Gateway) string {
	switch {
	case g.Offline:
		return a.t("pill.offline")
	case !g.SilentSince.IsZero():
		return a.t("gateway.silent", a.clock(g.SilentSince, "15:04"))
	case !g.LastHeard.IsZero():
		return a.t("gateway.heard", a.clock(g.LastHeard, "15:04"))
	}
	return a.t("gateway.unheard")
}

// gateway is what can be done with an account.
func (s *settings) gateway(g pos.Gateway, back func()) {
	a := s.a
	again := func() { s.gateway(g, back) }
	used := a.view.shop.Gateway == g.Name
	q := question{screen: "gateway", title: g.Name, text: a.t("gateway.system."+g.System) + " · " + g.Base, back: back}
	if a.o.Desk != nil {
		if told := a.o.Desk.Callback(g); told != "" {
			q.text += "\n" + a.t("gateway.callback", told)
		}
		q.answers = append(q.answers, answer{code: "gateway.test", words: a.t("gateway.test"), note: a.gatewayHeard(g), mark: "search", do: func() { s.testGateway(g.Name, again) }})
	}
	q.answers = append(q.answers,
		answer{code: "gateway.use", words: a.t("gateway.use"), note: a.t(either(used, "gateway.used", "gateway.use.note")), mark: "check", dead: used, do: func() {
			s.change(func(now *pos.Settings) { now.Gateway = g.Name }, back)
		}},
		answer{code: "gateway.remove", words: a.t("gateway.remove"), mark: "close", do: func() {
			s.sure(a.t("access.revoke", g.Name), a.t("access.revoke.gateway"), again, func() {
				s.do(func(ctx context.Context, pin, actor string) error {
					return a.o.Till.RemoveGateway(ctx, g.Name, pin, actor)
				}, back)
			})
		}})
	s.page(q)
}
