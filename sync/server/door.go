package server

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"
)

const (
	timeHeader  = 5 * time.Second  // to send a request's head
	timeRequest = 10 * time.Second // to send all of it
	timeAnswer  = 20 * time.Second // to answer it
	timeIdle    = 60 * time.Second // between two requests of one connection
	timeClose   = 8 * time.Second  // for requests under way when the door shuts; net/http gives a connection that asked nothing yet five
)

// door is one address that the server answers at.
type door struct {
	at     net.Listener
	http   *http.Server
	ending context.Context // of the streams that came in by it
	end    context.CancelFunc
	done   chan struct{} // closed when nobody new is let in
}

// inBy is the place of the door in a request's context.
type inBy struct{}

// doorOf gives the door a request came in by.
func doorOf(r *http.Request) *door {
	d, _ := r.Context().Value(inBy{}).(*door)
	return d
}

// open answers at a listener, by TLS if that is given.
func (s *Server) open(ctx context.Context, at net.Listener, secure *tls.Config) *door {
	d := &door{at: at, done: make(chan struct{})}
	d.ending, d.end = context.WithCancel(ctx)
	ctx = context.WithValue(ctx, inBy{}, d)
	d.http = &http.Server{
		Handler:           s.handler,
		ReadHeaderTimeout: timeHeader,
		ReadTimeout:       timeRequest,
		WriteTimeout:      timeAnswer,
		IdleTimeout:       timeIdle,
		MaxHeaderBytes:    maxHeader,
		TLSConfig:         secure,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	go func() {
		defer close(d.done)
		serve := d.http.Serve
		if secure != nil {
			serve = func(at net.Listener) error { return d.http.ServeTLS(at, "", "") }
		}
		if err := serve(at); !errors.Is(err, http.ErrServerClosed) {
			s.log.Error("server stopped", "addr", at.Addr().String(), "error", err)
		}
	}()
	s.log.Info("server listens", "addr", at.Addr().String(), "tls", secure != nil)
	return d
}

// addr gives "host:port" of the door, "" when there is none.
func (d *door) addr() string {
	if d == nil {
		return ""
	}
	return d.at.Addr().String()
}

// shut lets nobody in any more, ends the door's streams, and waits for requests
// under way.
func (d *door) shut() error {
	if d == nil {
		return nil
	}
	d.end()
	ctx, cancel := context.WithTimeout(context.Background(), timeClose)
	defer cancel()
	err := d.http.Shutdown(ctx)
	if err != nil {
		err = errors.Join(err, d.http.Close())
	}
	<-d.done
	return err
}
