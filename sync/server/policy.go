package server

import (
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"laci/pos"
	"laci/sync/dialect"
)

// policy is what the owner's settings say of who may ask, made ready. It is
// never changed; other settings make another one.
type policy struct {
	of      *pos.Settings
	hosts   map[string]bool // names and addresses of this till
	proxies []netip.Prefix
	rate    int
	pace    *dialect.Pace
}

// policy gives the one of the settings as they are now.
func (s *Server) policy() *policy {
	settings, known := s.till.Settings(), s.known.Load()
	if known != nil && known.of == settings {
		return known
	}
	p := &policy{of: settings, hosts: map[string]bool{}, rate: settings.Rate()}
	for _, host := range slices.Concat(s.names, settings.Names) {
		p.hosts[hostname(host)] = true
	}
	if public, err := url.Parse(settings.PublicAddress); err == nil && public.Host != "" {
		p.hosts[hostname(public.Host)] = true
	}
	for _, text := range settings.TrustedProxies {
		if prefix, err := netip.ParsePrefix(text); err == nil {
			p.proxies = append(p.proxies, prefix.Masked())
		} else if address, err := netip.ParseAddr(text); err == nil {
			p.proxies = append(p.proxies, netip.PrefixFrom(address.Unmap(), address.Unmap().BitLen()))
		}
	}
	if known != nil && known.rate == p.rate {
		p.pace = known.pace // whoever asked too often still did
	} else {
		p.pace = dialect.PerSecond(s.now, p.rate)
	}
	s.known.Store(p)
	return p
}

// trusts tells whether an address is that of a proxy the owner listed.
func (p *policy) trusts(address string) bool {
	at, err := netip.ParseAddr(address)
	return err == nil && slices.ContainsFunc(p.proxies, func(known netip.Prefix) bool { return known.Contains(at.Unmap()) })
}

// tellClient puts into the request where it really comes from. A proxy is
// believed when the owner listed it, and then the last address that is no such
// proxy; anybody else's word for it is not read.
func (p *policy) tellClient(r *http.Request) {
	r.URL.Scheme = "http"
	if r.TLS != nil {
		r.URL.Scheme = "https"
	}
	if !p.trusts(dialect.Remote(r)) {
		return
	}
	if strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https") {
		r.URL.Scheme = "https"
	}
	passed := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(passed) {
		address, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			return
		}
		r.RemoteAddr = netip.AddrPortFrom(address, 0).String()
		if !p.trusts(address.String()) {
			return
		}
	}
}
