package pos

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ensure that backups are kept for the days the owner wants, counted by the days
// that have any, and that nothing else is ever removed.
func TestBackupsKept(t *testing.T) {
	s := openKeyed(t, t.TempDir(), ownersPIN)
	s.withCode()
	stick := t.TempDir()
	require.NoError(t, s.SetBackups(t.Context(), stick, 3, ownersPIN, "owner"))
	strangers := []string{"photo.jpg", "laci-00000000-20200101-000000.backup", "laci-zzzzzzzz-20200101-000000.backup"}
	for _, name := range strangers {
		require.NoError(t, os.WriteFile(filepath.Join(stick, name), nil, 0o600))
	}
	var made []string
	for range 5 { // a stall that opens every tenth day
		backup, err := s.Backup(t.Context(), "", "till")
		require.NoError(t, err)
		made = append(made, backup.File)
		s.clock.add(10 * 24 * time.Hour)
	}
	names := func(dir string) (names []string) {
		entries, err := os.ReadDir(dir)
		require.NoError(t, err)
		for _, entry := range entries {
			names = append(names, entry.Name())
		}
		return names
	}
	assert.ElementsMatch(t, made[2:], names(filepath.Join(s.o.Dir, backupFolder)))
	assert.ElementsMatch(t, append(strangers, made[2:]...), names(stick))
}

// Ensure that the owner can be told in time: no code, none made, two days, and
// how much room is left.
func TestBackupHealth(t *testing.T) {
	s := openKeyed(t, t.TempDir(), ownersPIN)
	look := func() BackupHealth {
		h, err := s.BackupHealth(t.Context())
		require.NoError(t, err)
		assert.Positive(t, h.Free)
		assert.Equal(t, h.Free < 500<<20, h.LowSpace)
		return h
	}
	warned := func() string {
		code, err := s.BackupWarning(t.Context())
		require.NoError(t, err)
		return code
	}
	h := look()
	assert.True(t, h.NoCode && h.Due && !h.Late)
	assert.Empty(t, warned(), "the till is new")
	s.clock.add(49 * time.Hour)
	assert.True(t, look().Late, "none since the till was made")
	assert.Equal(t, "no_code", warned())
	s.withCode()
	assert.Equal(t, "late", warned())
	s.backedUp()
	h = look()
	assert.False(t, h.NoCode || h.Due || h.Late || h.NoPlace)
	assert.Equal(t, time.Duration(0), h.Age)
	assert.Empty(t, warned())
	s.clock.add(21 * time.Hour)
	h = look()
	assert.True(t, h.Due && !h.Late)
	s.clock.add(27 * time.Hour)
	assert.True(t, look().Late)
	s.charge(25_000)
	z, err := s.CloseShift(t.Context(), CloseShift{Actor: "kasir"})
	require.NoError(t, err)
	assert.Equal(t, "late", z.Backup, "it stands on the Z")
	s.verified()
	require.NoError(t, s.SetBackups(t.Context(), s.o.Dir, 0, ownersPIN, "owner"))
	assert.True(t, look().SameDisk)
}

// Ensure that of several troubles the gravest is named first, and that neither
// practice nor a missing stick alone warns anybody.
func TestBackupTroubles(t *testing.T) {
	assert.Equal(t, []string{"low_space", "no_code", "late", "no_place", "same_disk"},
		BackupHealth{NoCode: true, NoPlace: true, SameDisk: true, Late: true, LowSpace: true}.Wrong())
	assert.Empty(t, BackupHealth{Due: true}.Wrong())
	c := &clock{at: noon}
	s := &shop{clock: c, t: t, o: Options{Dir: t.TempDir(), Now: c.now, Sealer: plainSealer{}, NoSync: true, Practice: true}}
	s.open()
	s.clock.add(49 * time.Hour)
	code, err := s.BackupWarning(t.Context())
	require.NoError(t, err)
	assert.Empty(t, code)
}
