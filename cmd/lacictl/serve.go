package main

import (
	"fmt"

	"laci/cmd/internal/house"
)

type serveCmd struct {
	dataFlag
	Listen   string   `help:"Address of the server; port 0 is any free one." placeholder:"HOST:PORT" default:"127.0.0.1:8417"`
	LAN      string   `name:"listen-lan" help:"Address for others, by TLS, while the settings have lan=true." placeholder:"HOST:PORT" default:":8418"`
	Host     []string `help:"Another name by which clients call this till." placeholder:"NAME"`
	Practice bool     `help:"Make a practice till of a new directory; no money is real there."`
}

// Run serves until a signal comes. It prints one line with the address once it
// is up.
func (c *serveCmd) Run(sh *shell) (err error) {
	h, err := house.Open(sh.ctx, house.Options{
		Dir: c.Data, Program: "lacictl", Version: version, Practice: c.Practice,
		Listen: c.Listen, ListenLAN: c.LAN, Hosts: c.Host,
	})
	if err != nil {
		return err
	}
	defer func() {
		if e := h.Close(); err == nil {
			err = e
		}
	}()
	if err := h.ServerErr(); err != nil {
		return err // without a screen there is nothing left to do
	}
	if _, err := fmt.Fprintf(sh.out, "http://%s\n", h.Address()); err != nil {
		return err
	}
	<-sh.ctx.Done()
	return nil
}
