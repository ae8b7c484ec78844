package server

import (
	"context"
	"crypto/tls"
	"net"
	"slices"

	"laci/pos"
)

// follow lets others in, or shuts them out, as the settings say now.
func (s *Server) follow(ctx context.Context) {
	settings := s.till.Settings()
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case settings.LAN && s.lan == nil:
		s.lan, s.lanErr = s.openLAN(ctx, settings)
		if s.lanErr != nil {
			s.log.Error("others cannot reach the server", "addr", s.lanAddr, "error", s.lanErr)
		}
	case !settings.LAN && s.lan != nil:
		gone := s.lan
		s.lan = nil
		s.running.Go(func() { _ = gone.shut() }) // what it was saving is saved
		s.log.Info("others are shut out")
	}
	if !settings.LAN {
		s.lanErr = nil
	}
}

// followChanges follows the settings from commit to commit.
func (s *Server) followChanges(ctx context.Context, changed <-chan pos.Cursor) {
	last := s.till.Settings()
	s.follow(ctx) // what changed before somebody watched
	for {
		select {
		case <-ctx.Done():
			return
		case _, open := <-changed:
			if !open {
				return
			}
		}
		if now := s.till.Settings(); now != last {
			last = now
			s.follow(ctx)
		}
	}
}

// openLAN answers others, by TLS.
func (s *Server) openLAN(ctx context.Context, settings *pos.Settings) (*door, error) {
	if err := s.cert.load(settings); err != nil {
		return nil, because(ErrCertificate, err)
	}
	at, err := new(net.ListenConfig).Listen(ctx, "tcp", s.lanAddr)
	if err != nil {
		return nil, because(ErrListen, err)
	}
	return s.open(ctx, at, &tls.Config{
		MinVersion:     tls.VersionTLS12,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return s.cert.get(s.till.Settings()) },
	}), nil
}

// LANErr says why others cannot reach the server although the owner allows it;
// nil when they can, or need not.
func (s *Server) LANErr() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lanErr
}

// LAN gives the addresses ("https://192.168.1.5:8418") by which others reach the
// server, and the pin of its public key by which they know it: the SHA-256 of
// the key as its certificate has it, in base64. None while it does not answer
// others.
func (s *Server) LAN() (addresses []string, pin string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lan == nil {
		return nil, ""
	}
	host, port, err := net.SplitHostPort(s.lan.addr())
	if err != nil {
		return nil, ""
	}
	hosts := []string{host}
	if address := net.ParseIP(host); address == nil || address.IsUnspecified() {
		hosts = slices.Concat(s.till.Settings().Names, ownAddresses())
	}
	for _, host := range hosts {
		addresses = append(addresses, "https://"+net.JoinHostPort(hostname(host), port))
	}
	return addresses, s.cert.pin()
}

// ownAddresses are those by which others in the shop's network reach this
// machine.
func ownAddresses() (own []string) {
	addresses, _ := net.InterfaceAddrs() // without any, there are none to tell
	for _, address := range addresses {
		if network, ok := address.(*net.IPNet); ok && network.IP.IsGlobalUnicast() {
			own = append(own, network.IP.String())
		}
	}
	return own
}
