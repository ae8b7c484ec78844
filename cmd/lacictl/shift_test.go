package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
)

// Ensure that people come, change their PIN and go with the owner's PIN alone,
// whether the till runs or not, and that no PIN stands in what is printed.
func TestPeople(t *testing.T) {
	eitherWay(t, ownerPIN, func(t *testing.T, dir string) {
		add := func(in, name, role string) result {
			return lacictl(t, in, "person", "add", name, "--role", role, "--pin-stdin", "--new-pin-stdin", "--data", dir)
		}
		add("000001\n2749\n", "Sari", "cashier").refuses(t, "pin_wrong")
		add(ownerPIN+"\n1234\n", "Sari", "cashier").refuses(t, "pin_weak")
		assert.Equal(t, usage, add(ownerPIN+"\n2749\n", "Sari", "king").code)
		r := add(ownerPIN+"\n2749\n", "Sari", "cashier")
		require.Equal(t, fine, r.code, r.err)
		require.Equal(t, fine, add(ownerPIN+"\n8362\n", "Budi", "supervisor").code)
		add(ownerPIN+"\n7205\n", "SARI", "cashier").refuses(t, "name_invalid")
		lacictl(t, "\n2749\n", "person", "pin", "Budi", "--pin-stdin", "--new-pin-stdin", "--data", dir).refuses(t, "pin_needed")
		lacictl(t, ownerPIN+"\n2749\n", "person", "pin", "Budi", "--pin-stdin", "--new-pin-stdin", "--data", dir).refuses(t, "pin_taken")
		require.Equal(t, fine, lacictl(t, ownerPIN+"\n8364\n", "person", "pin", "Budi", "--pin-stdin", "--new-pin-stdin", "--data", dir).code)

		lacictl(t, "8362\n", "shift", "hand", "Budi", "--pin-stdin", "--data", dir).refuses(t, "pin_wrong")
		require.Equal(t, fine, lacictl(t, "8364\n", "shift", "hand", "Budi", "--pin-stdin", "--data", dir).code)
		list := succeeds(t, "--lang", "en", "person", "list", "--data", dir)
		assert.Equal(t, []string{"owner Owner", "Sari Cashier", "Budi Supervisor"}, words(list))

		require.Equal(t, fine, lacictl(t, ownerPIN, "person", "retire", "Sari", "--pin-stdin", "--data", dir).code)
		lacictl(t, "2749\n", "shift", "hand", "Sari", "--pin-stdin", "--data", dir).refuses(t, "not_found")
		for _, secret := range []string{"2749", "8364", ownerPIN} {
			assert.NotContains(t, succeeds(t, "person", "list", "--data", dir), secret)
		}
		succeeds(t, "verify", "--data", dir)
	})
}

// words gives the lines of a table with single blanks.
func words(table string) (lines []string) {
	for line := range strings.Lines(table) {
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	return lines
}

// Ensure that the float, money in and money out are in the expected drawer,
// that nonsense amounts and counts are refused, and that the Z is JSON for
// programs.
func TestCash(t *testing.T) {
	eitherWay(t, ownerPIN, func(t *testing.T, dir string) {
		succeeds(t, "shift", "open", "--float", "Rp200.000", "--data", dir)
		lacictl(t, "", "shift", "open", "--data", dir).refuses(t, "shift_open")
		for range 2 {
			succeeds(t, "cash", "in", "50000", "uang", "receh", "--key", "pagi", "--data", dir)
		}
		lacictl(t, "", "cash", "in", "60000", "uang", "receh", "--key", "pagi", "--data", dir).refuses(t, "key_reused")
		succeeds(t, "cash", "out", "15.000", "es batu", "--data", dir)
		for _, amount := range []string{"lima", "1e3", "99999999999999999999"} {
			assert.Equal(t, usage, lacictl(t, "", "cash", "in", amount, "x", "--data", dir).code, amount)
		}
		lacictl(t, "", "cash", "in", "0", "x", "--data", dir).refuses(t, "amount_invalid")
		lacictl(t, "", "cash", "out", "5000", " ", "--data", dir).refuses(t, "reason_missing")
		lacictl(t, "", "shift", "close", "--count", "3000=1", "--data", dir).refuses(t, "count_invalid")

		var x, z pos.Z
		require.NoError(t, json.Unmarshal([]byte(succeeds(t, "shift", "x", "--json", "--data", dir)), &x))
		assert.False(t, x.Closed)
		assert.Equal(t, pos.Rupiah(235_000), x.Expected)
		text := succeeds(t, "--lang", "id", "shift", "close", "--count", "100000=2;20000=1;10000=1;2000=2", "--data", dir)
		for _, want := range []string{"WARUNG SAYUR BU TINI", "LAPORAN TUTUP (Z) Z-0001", "Rp235.000", "-Rp1.000", "es batu", assets.Text("id", "z.note.qris.pinned")} {
			assert.Contains(t, text, want)
		}
		require.NoError(t, json.Unmarshal([]byte(succeeds(t, "shift", "z", "1", "--json", "--data", dir)), &z))
		assert.True(t, z.Closed)
		assert.Equal(t, pos.Rupiah(-1_000), z.Difference)
		assert.Equal(t, text, succeeds(t, "--lang", "id", "shift", "z", "--data", dir), "a Z is printed the same again")
		lacictl(t, "", "shift", "close", "--data", dir).refuses(t, "shift_none")
		assert.Contains(t, succeeds(t, "shift", "list", "--data", dir), "Z-0001")
		succeeds(t, "verify", "--data", dir)
	})
}

// Ensure that the account that owns the files replaces a forgotten PIN, that the
// old one is worth nothing afterwards, and that the next Z tells of it.
func TestPINReset(t *testing.T) {
	eitherWay(t, ownerPIN, func(t *testing.T, dir string) {
		lacictl(t, "123456\n", "pin", "reset", "--new-pin-stdin", "--data", dir).refuses(t, "pin_weak")
		require.Equal(t, fine, lacictl(t, "493817\n", "pin", "reset", "--new-pin-stdin", "--data", dir).code)
		lacictl(t, ownerPIN, "person", "retire", "Sari", "--pin-stdin", "--data", dir).refuses(t, "pin_wrong")
		lacictl(t, "493817", "person", "retire", "Sari", "--pin-stdin", "--data", dir).refuses(t, "not_found")
		succeeds(t, "shift", "open", "--data", dir)
		assert.Contains(t, succeeds(t, "--lang", "en", "shift", "close", "--data", dir), assets.Text("en", "z.note.pin.reset"))
	})
}

// Ensure that the owner alone changes settings, that nonsense is refused whole,
// and that what was not named stays.
func TestSettings(t *testing.T) {
	eitherWay(t, ownerPIN, func(t *testing.T, dir string) {
		set := func(pin string, changes ...string) result {
			return lacictl(t, pin, append([]string{"settings", "set", "--pin-stdin", "--data", dir}, changes...)...)
		}
		set("", "cut_off=3").refuses(t, "pin_needed")
		set("000001", "cut_off=3").refuses(t, "pin_wrong")
		set(ownerPIN, "cut_off=9").refuses(t, "setting_invalid")
		set(ownerPIN, "cut_off=3", "no_such=1").refuses(t, "setting_invalid")
		set(ownerPIN, "limit=lima").refuses(t, "setting_invalid")
		r := set(ownerPIN, "cut_off=3", "manual_order=500000", "cashier_totals=true", "terminal_name=Kasir Depan")
		require.Equal(t, fine, r.code, r.err)
		var s pos.Settings
		require.NoError(t, json.Unmarshal([]byte(succeeds(t, "settings", "show", "--data", dir)), &s))
		assert.Equal(t, 3, s.CutOff)
		assert.Equal(t, pos.Rupiah(500_000), s.ManualOrder)
		assert.True(t, s.CashierTotals)
		assert.Equal(t, "Kasir Depan", s.TerminalName)
		assert.Equal(t, pos.DefaultLimit, s.Limit)
	})
}
