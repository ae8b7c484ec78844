package ui

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
)

// keeper reads real backups, and notes what it was asked to bring back.
type keeper struct {
	dir      string
	restored []string
}

func (k *keeper) Backups() []string {
	files, _ := filepath.Glob(filepath.Join(k.dir, "backup", "*.backup"))
	return files
}

func (k *keeper) Look(ctx context.Context, file, code string) (pos.Extent, error) {
	staged, err := pos.ReadBackup(ctx, pos.Options{Dir: k.dir, Sealer: plainSealer{}, NoSync: true}, file, code,
		func(string) (pos.Sealer, error) { return plainSealer{}, nil })
	if err != nil {
		return pos.Extent{}, err
	}
	return staged.Extent(), staged.Close()
}

func (k *keeper) Restore(file, code, pin string, _ bool, _ string, _ func(error)) {
	k.restored = []string{file, code, pin}
}

// settings opens the owner's pages.
func (b *bench) settings() {
	b.Helper()
	b.tap("menu", "menu.settings")
	b.pin(testPIN)
	b.on("settings")
}

// note is what an answer says under its words.
func (b *bench) note(code string) string {
	b.Helper()
	b.turnTo(code)
	tile, ok := b.find(code)
	require.True(b, ok, code)
	return tile.Label
}

// Ensure that the owner's PIN opens the settings, that it is asked for once and
// forgotten when they are left or nobody touches them.
func TestSettingsAreTheOwners(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.hire("Budi", pos.RoleSupervisor, "73915")
	b.signIn("Budi", "73915")
	b.tap("menu", "menu.settings")
	b.pin("739150")
	b.until("a refusal", func() bool { return b.says(b.app.t("pin_wrong")) })
	b.pin(testPIN)
	b.on("settings")
	b.tap("settings.limits", "set.totals")
	b.until("the change", func() bool { return b.till.Shop().CashierTotals && b.screen == "settings.limits" })
	b.tap("back", "back")
	assert.Empty(t, b.app.settings.pin)
	b.tap("back")
	b.settings()
	b.tap("settings.till")
	b.wait(2 * time.Minute)
	assert.Equal(t, "settings.till", b.screen)
	b.wait(2 * time.Minute)
	assert.Equal(t, "keypad", b.screen)
	assert.Empty(t, b.app.settings.pin)
}

// Ensure that each setting a person can choose is stored as chosen, and that what
// cannot be is refused in a sentence.
func TestSettingsChange(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.settings()
	stored := func(what string, so func(s pos.Shop) bool) {
		t.Helper()
		b.until(what, func() bool { return so(b.till.Shop()) && strings.HasPrefix(b.screen, "settings.") })
	}
	b.tap("settings.till", "set.facing", "facing.1")
	stored("facing", func(s pos.Shop) bool { return s.Facing == pos.FacingCustomer })
	b.tap("set.zone", "zone.2")
	stored("zone", func(s pos.Shop) bool { return s.Zone == "WIT" })
	b.tap("set.cut_off", "cut_off.3")
	stored("cut-off", func(s pos.Shop) bool { return s.CutOff == 3 })
	b.tap("set.show", "show.4")
	stored("countdown", func(s pos.Shop) bool { return s.ShowSeconds == 600 })
	b.tap("set.lock", "lock.2")
	stored("lock", func(s pos.Shop) bool { return s.LockAfter == 2 })
	b.tap("set.name")
	for _, letter := range " Depan" {
		b.window.Canvas().OnTypedRune()(letter)
	}
	b.press(fyne.KeyReturn)
	stored("name", func(s pos.Shop) bool { return s.TerminalName == "Kasir A Depan" })
	b.tap("back", "settings.limits", "set.manual_order", "key.5", "key.00", "key.000", "set.save")
	stored("limit", func(s pos.Shop) bool { return s.ManualOrder == 500_000 })
	assert.Contains(t, b.note("set.manual_order"), "Rp500.000")
	assert.Contains(t, b.note("set.manual_shift"), b.app.t("set.none"))
	b.tap("set.unique")
	stored("unique", func(s pos.Shop) bool { return s.Unique })
	b.tap("back", "settings.paper", "set.paper_mm", "paper_mm.1")
	stored("paper", func(s pos.Shop) bool { return s.PaperMM == 80 })
	b.tap("back", "settings.net", "set.public")
	for _, letter := range "ftp://x" {
		b.window.Canvas().OnTypedRune()(letter)
	}
	b.press(fyne.KeyReturn)
	b.until("a refusal", func() bool { return b.says(b.app.t("setting_invalid")) })
	assert.Equal(t, "settings.net", b.screen)
	b.tap("set.names")
	for _, letter := range "kasir.toko.example, kasir2.toko.example" {
		b.window.Canvas().OnTypedRune()(letter)
	}
	b.press(fyne.KeyReturn)
	stored("names", func(s pos.Shop) bool { return len(s.Names) == 2 })
}

// Ensure that people come, get a new PIN and go, that a weak PIN is refused before
// it is typed again, and that the owner's new PIN opens what follows.
func TestSettingsPeople(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.settings()
	b.tap("settings.people", "person.add")
	for _, letter := range "Sari" {
		b.window.Canvas().OnTypedRune()(letter)
	}
	b.tap("write.done", "role.cashier")
	b.pin("1234")
	b.tap("pad.ok")
	assert.True(t, b.says(b.app.t("pin_weak")))
	for range 2 {
		b.pin("4826")
		b.tap("pad.ok")
	}
	b.until("Sari", func() bool { _, ok := b.find("person.Sari"); return ok && b.screen == "settings.people" })
	b.tap("person.owner", "person.pin")
	b.pin("603182")
	b.pin("603182")
	b.until("the people", func() bool { return b.screen == "settings.people" })
	require.NoError(t, b.till.CheckPIN(context.Background(), "603182"))
	b.tap("person.Sari", "person.retire", "sure.yes")
	b.until("nobody", func() bool { _, ok := b.find("person.Sari"); return !ok && b.screen == "settings.people" })
	assert.True(t, b.till.People()[1].Retired)
}

// Ensure that what may reach the till is let in with a secret shown once, and
// shut out.
func TestSettingsAccess(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.settings()
	b.tap("settings.access", "access.sources", "source.add")
	b.write("HP Satu")
	b.on("secret")
	shown := ""
	for _, row := range b.app.sheet.s.rows {
		shown += row.left
	}
	secret, err := b.till.SourceSecret(context.Background(), "hp-satu")
	require.NoError(t, err)
	assert.Len(t, secret, 32)
	assert.True(t, strings.HasPrefix(shown, "whsec_"))
	b.tap("secret.copy")
	assert.Equal(t, shown, fyne.CurrentApp().Clipboard().Content())
	b.tap("secret.done", "source.hp-satu")
	trust, _ := b.find("source.trust")
	assert.False(t, trust.Enabled, "it only suggests")
	b.tap("source.revoke", "sure.yes")
	b.until("no source", func() bool { return len(b.till.Sources()) == 0 && b.screen == "access.sources" })
	b.tap("back", "access.keys", "key.add", "scope.charge")
	for _, letter := range "dapur" {
		b.window.Canvas().OnTypedRune()(letter)
	}
	b.tap("write.done")
	b.on("secret")
	b.tap("secret.done")
	assert.Equal(t, []string{"read", "charge"}, b.till.Keys()[0].Scopes)
	b.tap("key.dapur", "sure.yes")
	b.until("no key", func() bool { return len(b.till.Keys()) == 0 && b.screen == "access.keys" })
	b.tap("back", "access.devices", "pair.owner-confirm")
	b.on("pair")
	_, err = b.till.Pair(context.Background(), b.app.pair.p.code, "HP pemilik")
	require.NoError(t, err)
	b.wait(time.Second)
	b.on("access.devices")
	b.tap("pair.display")
	b.on("pair")
	b.wait(2 * time.Minute)
	b.on("access.devices")
}

// Ensure that another QRIS takes the counter's place only from a picture that was
// looked at, and that a proposed one is laid beside the one of now.
func TestSettingsQRIS(t *testing.T) {
	dir := t.TempDir()
	stickerPicture(t, filepath.Join(dir, "lain.png"), payable("WARUNG LAIN SEBERANG"))
	stickerPicture(t, filepath.Join(dir, "contoh.png"), assets.Sticker())
	b := newBench(t, opening{facing: pos.FacingCashier, folders: []string{dir}})
	b.settings()
	b.tap("settings.shop", "qris.add", "file.contoh.png")
	b.until("a refusal", func() bool { return b.says(b.app.t("sample_code")) })
	b.tap("ok", "qris.add", "file.lain.png")
	b.on("setup.check")
	b.tap("check.no")
	b.on("settings.shop")
	b.tap("qris.add", "file.lain.png", "check.yes", "shared.sticker", "next")
	b.until("the other code", func() bool { return b.screen == "settings.shop" && b.app.shopName() == "WARUNG LAIN SEBERANG" })
	code, _ := b.till.Shop().Pinned()
	assert.False(t, code.Sticker)

	b.tap("qris."+code.ID, "qris.share")
	b.on("setup.shared")
	b.tap("back")
	b.on("qris")
	b.tap("qris.share", "shared.second", "next")
	b.until("it is not another till's", func() bool { code, _ = b.till.Shop().Pinned(); return b.screen == "qris" && !code.SecondTill })
	b.tap("back")
	old := b.till.Shop().Codes[0]
	b.tap("qris." + old.ID)
	assert.True(t, b.says(b.app.t("qris.instead", code.Name, code.NMID)))
	b.tap("qris.use", "sure.yes")
	b.until("the old code", func() bool { return b.screen == "settings.shop" && b.app.shopName() == old.Name })
}

// Ensure that a backup is made and tested by a tap, that its file is looked at
// with the six words before anything is replaced, and that the five steps after
// a lost tablet lead to what they name.
func TestSettingsBackup(t *testing.T) {
	stick := t.TempDir()
	b := newBench(t, opening{facing: pos.FacingCashier, folders: []string{stick}})
	b.settings()
	b.tap("settings.backup")
	b.on("settings.backup")
	now, _ := b.find("backup.now")
	assert.False(t, now.Enabled, "not without a recovery code")
	b.tap("backup.code")
	b.pin(testPIN)
	b.on("recovery")
	code := b.shown()
	b.tap("recovery.written")
	b.settings()
	b.tap("settings.backup", "backup.place", "folder."+filepath.Base(stick))
	b.until("the place", func() bool { return b.till.Shop().BackupTo == stick && b.screen == "settings.backup" })
	b.tap("backup.now")
	b.until("the backup", func() bool { return b.says(b.app.t("backup.done")) })
	files, err := os.ReadDir(stick)
	require.NoError(t, err)
	require.Len(t, files, 1)
	b.tap("ok", "backup.restore", "backup."+files[0].Name())
	for _, letter := range "satu dua tiga empat lima enam" {
		b.window.Canvas().OnTypedRune()(letter)
	}
	b.press(fyne.KeyReturn)
	b.until("a refusal", func() bool { return b.screen == "write" && b.says(b.app.t("recovery_code_wrong")) })
	for _, letter := range code {
		b.window.Canvas().OnTypedRune()(letter)
	}
	b.press(fyne.KeyReturn)
	b.on("restore.look")
	assert.True(t, b.says("WARUNG SAYUR BU TINI"))
	b.tap("restore.yes")
	assert.Equal(t, []string{code, testPIN}, b.keeper.restored[1:])
	assert.Equal(t, files[0].Name(), filepath.Base(b.keeper.restored[0]))
	b.app.settings.pin = testPIN
	b.app.settings.lost()
	b.drain()
	for step, screen := range map[string]string{"restore": "restore", "sources": "lost.sources", "keys": "lost.keys", "pins": "settings.people"} {
		b.tap("lost." + step)
		b.on(screen)
		b.app.settings.lost()
		b.drain()
	}
	b.tap("lost.code")
	b.on("pin")
}

// Ensure that the rule by which the acquirer pays out is changed by taps.
func TestSettingsBank(t *testing.T) {
	b := newBench(t, opening{facing: pos.FacingCashier})
	b.settings()
	b.tap("settings.bank", "rule.qris", "rule.criteria", "UKE")
	b.until("the criteria", func() bool { return b.till.Settlements()[0].Criteria == "UKE" && b.screen == "rule" })
	b.tap("rule.days")
	b.tap(b.app.t("rule.after", 2))
	b.until("the days", func() bool { return b.till.Settlements()[0].Batches[0].After == 2 && b.screen == "rule" })
	b.tap("rule.working", b.app.t("yes"))
	b.until("working days", func() bool { return b.till.Settlements()[0].Working && b.screen == "rule" })
	b.tap("rule.when", b.app.t("rule.closes", 15, 0))
	b.until("the time", func() bool {
		return b.till.Settlements()[0].Batches[0] == pos.Batch{Closes: 900, After: 2} && b.screen == "rule"
	})
}
