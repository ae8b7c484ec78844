package ui

import (
	"slices"
	"time"

	"laci/pos"
)

// pill says who will notice the money, and why in a sentence: the counter's
// gateway while it answers, a source heard lately, or nobody.
func (a *App) pill() (words string, m manner, why string) {
	if a.view.shop.Practice {
		return a.t("pill.practice"), asAmber, a.t("pill.practice.why")
	}
	if c := a.view.clock; c.Warn() {
		return a.t("pill.clock"), asAmber, a.t(either(c.Trusted(), "pill.clock.warn", "pill.clock.why"), wrongBy(c))
	}
	heard, any := lastHeard(a.view.sources)
	silent := a.o.Now().Sub(heard)
	gateway, has := a.view.gateway(a.view.shop.Gateway)
	switch {
	case has && gateway.SilentSince.IsZero() && a.view.shop.PublicAddress == "":
		return "● " + a.t("pill.auto"), asPill, a.t("pill.polls.why")
	case has && gateway.SilentSince.IsZero(), any && !heard.IsZero() && silent <= heardFresh:
		return "● " + a.t("pill.auto"), asPill, a.t("pill.auto.why")
	case has && gateway.Offline:
		return a.t("pill.offline"), asAmber, a.t("pill.offline.why")
	case has:
		return a.t("pill.gateway", int(a.o.Now().Sub(gateway.SilentSince).Minutes())), asAmber, a.t("pill.gateway.why")
	case !any:
		return a.t("pill.manual"), asDull, a.t("pill.manual.why")
	case heard.IsZero():
		return a.t("pill.unheard"), asAmber, a.t("pill.silent.why")
	}
	return a.t("pill.silent", int(silent.Minutes())), asAmber, a.t("pill.silent.why")
}

// wrongBy is by how many minutes the till's clock is off.
func wrongBy(c pos.ClockTrust) int {
	return int(max(c.Offset.Abs(), c.Behind).Round(time.Minute).Minutes())
}

// gateway finds the gateway of a name: the counter's, or that of an order.
func (v view) gateway(name string) (pos.Gateway, bool) {
	at := slices.IndexFunc(v.gateways, func(g pos.Gateway) bool { return g.Name == name })
	if at < 0 {
		return pos.Gateway{}, false
	}
	return v.gateways[at], true
}

// byHand is what the cashier reads under a code whose money nobody notices, ""
// when somebody does.
func (a *App) byHand(o pos.Order) string {
	if o.Has(pos.FlagLocalCode) {
		return a.t("code.local")
	}
	switch _, _, why := a.pill(); why {
	case a.t("pill.manual.why"):
		return a.t("code.by_hand")
	case a.t("pill.gateway.why"), a.t("pill.offline.why"):
		return why
	}
	return ""
}

// heardFresh is how long after a source was heard it counts as listening.
const heardFresh = 2 * time.Minute

// lastHeard finds when any source was heard last; any is false when there is
// no source at all.
func lastHeard(sources []pos.Source) (heard time.Time, any bool) {
	for _, s := range sources {
		if s.LastHeard.After(heard) {
			heard = s.LastHeard
		}
	}
	return heard, len(sources) > 0
}
