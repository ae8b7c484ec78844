package main

import (
	"context"
	"errors"
	"net/url"
	"path/filepath"
	"slices"
	"sync"

	"laci/assets"
	"laci/cmd/internal/house"
	"laci/cmd/internal/practice"
	"laci/pos"
	"laci/sync/gateway"
)

// practiceFolder is the practice till's own data directory, inside the live one's.
const practiceFolder = "practice"

// walletName is the practice till's gateway.
const walletName = "latihan"

// enterPractice opens the practice till, a sample shop in its own directory,
// and puts it on the window.
func (k *kiosk) enterPractice() {
	h, err := openPractice(filepath.Join(k.dir, practiceFolder))
	if err != nil {
		k.live.Log.Error("practice till not opened", "error", err)
		k.screen.Notice("practice_failed")
		return
	}
	k.practice = h
	k.wallet = openWallet(h, filepath.Join(k.dir, practiceFolder, "gateway"))
	k.show(h)
}

// openPractice opens the practice till and gives a new one the sample shop. Its
// server takes any free port: the live till keeps its own.
func openPractice(dir string) (*house.House, error) {
	ctx := context.Background()
	h, err := house.Open(ctx, house.Options{Dir: dir, Program: "laci", Version: version, Practice: true, Listen: "127.0.0.1:0", Screen: true})
	if err != nil {
		return nil, err
	}
	if h.Till.Shop().Ready() {
		return h, nil
	}
	if _, err := h.Till.AddQRIS(ctx, pos.AddQRIS{Text: assets.Sticker(), Actor: "practice"}); err != nil {
		_ = h.Close()
		return nil, err
	}
	settings := h.Till.Shop().Settings
	settings.Facing = pos.FacingCashier
	if err := h.Till.Change(ctx, settings, "", "practice"); err != nil {
		_ = h.Close()
		return nil, err
	}
	return h, nil
}

// leavePractice goes back to the live till.
func (k *kiosk) leavePractice() {
	k.show(k.live)
	k.closePractice()
}

func (k *kiosk) closePractice() {
	if k.practice == nil {
		return
	}
	k.wallet.close()
	if err := k.practice.Close(); err != nil {
		k.live.Log.Error("practice till not closed", "error", err)
	}
	k.practice, k.wallet = nil, nil
}

// wallet is the practice gateway beside a practice till, on its way or there.
type wallet struct {
	end  context.CancelFunc
	open sync.WaitGroup
}

// openWallet starts the practice gateway off the UI goroutine; until it is there
// codes are paid by the button alone.
func openWallet(h *house.House, dir string) *wallet {
	ctx, end := context.WithCancel(context.Background())
	w := &wallet{end: end}
	w.open.Go(func() {
		gateway, err := startWallet(ctx, h, dir)
		if err != nil {
			h.Log.Warn("practice gateway not started: codes are paid by hand", "error", err)
			return
		}
		<-ctx.Done()
		if err := gateway.Close(); err != nil {
			h.Log.Warn("practice gateway not closed", "error", err)
		}
	})
	return w
}

// close ends the practice gateway.
func (w *wallet) close() {
	w.end()
	w.open.Wait()
}

// startWallet starts the practice gateway beside the practice till and makes it
// the one that the counter's codes come from: they are then made, asked about and
// paid as a real gateway's are. Its port is the one of the last time, where that
// is free; a practice till that somebody gave a PIN keeps what it has.
func startWallet(ctx context.Context, h *house.House, dir string) (*practice.Practice, error) {
	known := slices.IndexFunc(h.Till.Gateways(), func(g pos.Gateway) bool { return g.Name == walletName })
	listen := "127.0.0.1:0"
	if known >= 0 {
		if at, err := url.Parse(h.Till.Gateways()[known].Base); err == nil {
			listen = at.Host
		}
	}
	o := practice.Options{Dir: dir, Listen: listen, Version: version, Plan: practice.Usual()}
	opened, err := practice.Open(ctx, o)
	if err != nil && known >= 0 && ctx.Err() == nil {
		o.Listen = "127.0.0.1:0"
		opened, err = practice.Open(ctx, o)
	}
	if err != nil {
		return nil, err
	}
	if err := hireWallet(ctx, h.Till, opened, known >= 0); err != nil {
		return nil, errors.Join(err, opened.Close())
	}
	return opened, nil
}

// hireWallet makes the practice gateway the counter's, unless it is.
func hireWallet(ctx context.Context, till *pos.Till, opened *practice.Practice, known bool) error {
	at := slices.IndexFunc(opened.Accounts(), func(a practice.Account) bool { return a.System == gateway.SenGo })
	given := opened.Accounts()[at]
	account, err := gateway.Fill(walletName, given.System, given.Base, given.Fields)
	if err != nil {
		return err
	}
	if known {
		if till.Shop().Gateway == walletName && slices.ContainsFunc(till.Gateways(), func(g pos.Gateway) bool { return g.Name == walletName && g.Base == account.Base }) {
			return nil
		}
		if err := till.RemoveGateway(ctx, walletName, "", walletName); err != nil {
			return err
		}
	}
	account.Actor = walletName
	_, err = till.AddGateway(ctx, account)
	return err
}
