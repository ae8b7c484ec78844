package ui

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"laci/pos"
)

// ownerScenes walks through the owner's pages.
func ownerScenes(t *testing.T, o opening, see func(b *bench, name string)) {
	dir := o.folder(t, "Foto")
	stickerPicture(t, filepath.Join(dir, "lain.png"), payable("WARUNG LAIN SEBERANG"))
	o.facing, o.folders = pos.FacingCashier, []string{dir}
	b := newBench(t, o)
	b.hire("Sari", pos.RoleCashier, "4826")
	code, err := b.till.NewRecoveryCode(context.Background(), testPIN, "owner")
	require.NoError(t, err)
	require.NoError(t, b.till.RecoveryWritten(context.Background(), "owner"))
	_, err = b.till.AddQRIS(context.Background(), pos.AddQRIS{Text: payable("WARUNG SAYUR PAK TON"), Actor: "api:web"})
	require.NoError(t, err)
	b.settings()
	see(b, "settings")
	for _, page := range []string{"till", "people", "limits", "paper"} {
		b.tap("settings." + page)
		see(b, "settings-"+page)
		b.tap("back")
	}
	b.tap("settings.till", "set.cut_off")
	see(b, "set-cut-off")
	b.tap("back", "back", "settings.shop")
	see(b, "settings-shop")
	b.tap("qris." + b.till.Shop().Codes[1].ID)
	see(b, "qris")
	b.tap("qris.use")
	see(b, "sure")
	b.tap("sure.no", "back", "settings.people", "person.Sari")
	see(b, "settings-person")
	b.tap("back", "back", "settings.access")
	see(b, "settings-access")
	b.tap("access.sources", "source.pair")
	b.write("hp-dua")
	b.on("pair")
	see(b, "pair")
	b.usePairing()
	b.on("access.sources")
	b.tap("templates", "template.add")
	b.write("id.contoh.merchant")
	b.tap("write.done")
	b.until("a template", func() bool { return b.screen == "templates" && len(b.till.Templates()) == 1 })
	see(b, "templates")
	b.tap("template.try", "app.id.contoh.merchant")
	b.write("Pembayaran QRIS sebesar Rp25.000 dari BUDI via Dompetku berhasil")
	b.on("done")
	see(b, "sample")
	b.tap("ok", "back", "source.hp-dua")
	see(b, "phone")
	b.tap("source.trust")
	see(b, "phone-trust")
	b.tap("trust.auto", "key.5", "key.0", "key.000")
	see(b, "phone-most")
	b.tap("set.save")
	b.on("source")
	b.tap("source.replace")
	see(b, "phone-replace")
	b.tap("back", "source.add")
	b.write("hp-satu")
	b.on("secret")
	see(b, "secret")
	b.tap("secret.done")
	see(b, "access-sources")
	b.tap("back", "access.gateways")
	see(b, "access-gateways")
	b.tap("back", "access.devices")
	see(b, "access-devices")
	b.tap("back", "back", "settings.backup")
	b.on("settings.backup")
	see(b, "settings-backup")
	b.tap("backup.now")
	b.on("done")
	see(b, "backup-done")
	b.tap("ok", "backup.restore")
	see(b, "restore")
	b.tap("backup." + filepath.Base(b.keeper.Backups()[0]))
	for _, letter := range code {
		b.window.Canvas().OnTypedRune()(letter)
	}
	b.tap("write.done")
	b.on("restore.look")
	see(b, "restore-look")
	for name, open := range map[string]func(){"settings-lost": b.app.settings.lost, "settings-net": b.app.settings.net, "settings-bank": b.app.settings.bank, "settings-about": b.app.settings.about} {
		open()
		b.drain()
		see(b, name)
	}
	b.app.settings.bank()
	b.drain()
	b.tap("rule.qris")
	see(b, "settings-rule")
}
