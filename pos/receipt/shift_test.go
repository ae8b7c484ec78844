package receipt

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"laci/pos"
)

// Ensure that a Z tells each hand-over with what had been sold, what should have
// lain in the drawer and what was counted, whatever changed in the shop, and
// that the backups are late.
func TestShift(t *testing.T) {
	counted := pos.Rupiah(231_000)
	z := pos.Z{Closed: true, By: "Budi", At: noon.Add(time.Hour), Backup: "late", Head: "1.42", Hash: "0123456789abcdef"}
	z.Opened, z.OpenedBy = noon, "Sari"
	z.HandOvers = []pos.HandOver{
		{At: noon, From: "Sari", To: "Budi", Sales: pos.Tally{Count: 3, Sum: 75_000}, Expected: 235_000, Counted: &counted},
		{At: noon.Add(time.Minute), From: "Budi", Expected: 240_000},
	}
	for _, kind := range []pos.Kind{pos.KindSourceAdded, pos.KindSourceRevoked, pos.KindKeyAdded, pos.KindKeyRevoked, pos.KindDeviceAdded, pos.KindDeviceRevoked,
		pos.KindHookAdded, pos.KindHookRevoked, pos.KindGatewayAdded, pos.KindGatewayRemoved, pos.KindQRISPinned, pos.KindQRISProposed, pos.KindQRISUnpinned, pos.KindQRISShared,
		pos.KindPersonAdded, pos.KindPersonRetired, pos.KindTerminalEpoch, pos.KindRecoverySet, pos.KindTillRepaired, pos.KindSealLost} {
		z.Notes = append(z.Notes, pos.Note{At: noon, Kind: kind, Actor: "owner", What: "x"})
	}
	text := Shift(shop(), z).Text(42)
	for _, line := range []string{
		"Ganti kasir: Sari ke Budi 17-08-2026 12:05\n  Lunas (3)                       Rp75.000\n  Seharusnya                     Rp235.000\n  Dihitung                       Rp231.000\n  Selisih                         -Rp4.000",
		"Ganti kasir: Budi ke –    17-08-2026 12:06\n  Seharusnya                     Rp240.000\n\n",
		"Backup terakhir lebih dari dua hari lalu.", "HP notifikasi dipasang: x (Pemilik)", "Kasir dipulihkan dari backup: x (Pemilik)",
	} {
		assert.Contains(t, text, line)
	}
	assert.NotContains(t, text, "z.note.", "every kind has its words")
	z.Backup = ""
	assert.NotContains(t, Shift(shop(), z).Text(42), "Backup terakhir")
}
