package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/cmd/internal/house"
	"laci/pos"
)

// asks runs the program with the owner's PIN and the words on standard input.
func asks(t *testing.T, lines []string, args ...string) result {
	t.Helper()
	return lacictl(t, strings.Join(lines, "\n")+"\n", args...)
}

// Ensure that a lost tablet is replaced with the stick, the six words and the
// verbs alone: backup, restore, revoked sources and keys, a new PIN, and proof.
func TestLostTablet(t *testing.T) {
	dir, stick := newTill(t, ownerPIN), t.TempDir()
	lacictl(t, "", "backup", "--data", dir).refuses(t, "recovery_code_missing")
	lacictl(t, "", "recovery", "new", "--data", dir).refuses(t, "pin_needed")
	r := asks(t, []string{ownerPIN}, "recovery", "new", "--pin-stdin", "--data", dir)
	require.Equal(t, fine, r.code, r.err)
	words := strings.TrimSpace(r.out)
	assert.Len(t, strings.Fields(words), 6)
	for _, args := range [][]string{{"source", "add", "hp"}, {"key", "add", "dapur", "--scope", "read"}, {"backup", "plan", "--to", stick, "--days", "7"}} {
		r := asks(t, []string{ownerPIN}, append(args, "--pin-stdin", "--data", dir)...)
		require.Equal(t, fine, r.code, r.err)
	}
	s := serve(t, dir) // while it runs
	made := strings.Split(succeeds(t, "backup", "--data", dir), "\t")
	require.Len(t, made, 4)
	assert.Equal(t, "ok", made[3])
	var status house.Status
	require.NoError(t, json.Unmarshal([]byte(succeeds(t, "status", "--data", dir)), &status))
	assert.Contains(t, succeeds(t, "backup", "health", "--data", dir), `"late": false`)
	file := filepath.Join(stick, filepath.Base(made[0]))
	lacictl(t, words, "restore", file, "--code-stdin", "--yes", "--data", dir).refuses(t, "already_running")
	s.stop(t, os.Interrupt)

	fresh := filepath.Join(t.TempDir(), "new")
	lacictl(t, "", "restore", file+"x", "--data", fresh).refuses(t, "input_unreadable")
	no := asks(t, []string{words, "n"}, "restore", file, "--code-stdin", "--data", fresh)
	assert.Equal(t, refused, no.code)
	assert.Contains(t, no.err, "WARUNG SAYUR BU TINI")
	assert.Contains(t, no.err, "ID1020000000304")
	assert.Contains(t, no.err, "restore_unconfirmed: ")
	assert.NotContains(t, no.err+no.out, words)
	yes := asks(t, []string{words, "y"}, "restore", file, "--code-stdin", "--data", fresh)
	require.Equal(t, fine, yes.code, yes.err)
	assert.Equal(t, "2.1\tA-1000\t\n", yes.out)

	assert.Equal(t, "ok\t2.1", succeeds(t, "verify", "--anchor", anchorOf(t, dir, made[1]), "--data", fresh))
	lacictl(t, "", "verify", "--anchor", status.Anchor, "--data", fresh).refuses(t, "anchor_missing")
	assert.Contains(t, succeeds(t, "source", "list", "--data", fresh), "hp\t")
	assert.Contains(t, succeeds(t, "key", "list", "--data", fresh), "\tread")
	for _, args := range [][]string{{"source", "revoke", "hp"}, {"key", "revoke", "dapur"}} {
		lacictl(t, "", append(args, "--data", fresh)...).refuses(t, "pin_needed")
		r := asks(t, []string{ownerPIN}, append(args, "--pin-stdin", "--data", fresh)...)
		require.Equal(t, fine, r.code, r.err)
	}
	assert.Empty(t, succeeds(t, "source", "list", "--data", fresh))
	assert.Empty(t, succeeds(t, "key", "list", "--data", fresh))

	recover := func(lines ...string) result {
		return asks(t, lines, "pin", "reset", "--recovery", "--new-pin-stdin", "--code-stdin", "--data", fresh)
	}
	recover("618034", "satu dua tiga").refuses(t, "recovery_code_wrong")
	recover("123456", words).refuses(t, "pin_weak")
	r = recover("618034", words)
	require.Equal(t, fine, r.code, r.err)
	asks(t, []string{ownerPIN}, "source", "add", "hp", "--pin-stdin", "--data", fresh).refuses(t, "pin_wrong")
	r = asks(t, []string{"618034"}, "source", "add", "hp", "--pin-stdin", "--data", fresh)
	assert.Equal(t, fine, r.code, r.err)
	assert.Regexp(t, `^ok\t2\.\d+$`, succeeds(t, "verify", "--data", fresh))
}

// anchorOf gives the anchor of an entry out of the journal.
func anchorOf(t *testing.T, dir, cursor string) string {
	t.Helper()
	h, err := house.Open(t.Context(), house.Options{Dir: dir, Program: "laci", Listen: "127.0.0.1:0"})
	require.NoError(t, err)
	at, err := pos.ParseCursor(cursor)
	require.NoError(t, err)
	next, err := h.Till.Entries(t.Context(), at, 1)
	require.NoError(t, err)
	require.NoError(t, h.Close())
	require.Len(t, next, 1)
	return cursor + ":" + next[0].Prev
}

// Ensure that half a backup, one of another shop and a wrong PIN change nothing,
// and that a restore over a till keeps what was there.
func TestRestoreOverTill(t *testing.T) {
	dir := newTill(t, ownerPIN)
	words := strings.TrimSpace(asks(t, []string{ownerPIN}, "recovery", "new", "--pin-stdin", "--data", dir).out)
	file := strings.Split(succeeds(t, "backup", "--data", dir), "\t")[0]
	whole, err := os.ReadFile(file)
	require.NoError(t, err)
	half := filepath.Join(t.TempDir(), "half.backup")
	require.NoError(t, os.WriteFile(half, whole[:len(whole)/2], 0o600))
	before := succeeds(t, "verify", "--data", dir)
	with := func(file, pin, code string) result {
		r := asks(t, []string{pin, code}, "restore", file, "--yes", "--pin-stdin", "--code-stdin", "--data", dir)
		r.err = r.err[strings.LastIndex(strings.TrimSuffix(r.err, "\n"), "\n")+1:] // what the backup holds stands before
		return r
	}
	with(half, ownerPIN, words).refuses(t, "backup_damaged")
	with(file, ownerPIN, "abad abadi abang abon acara acar").refuses(t, "recovery_code_wrong")
	assert.Equal(t, before, succeeds(t, "verify", "--data", dir))

	other := filepath.Join(t.TempDir(), "other")
	code := strings.ReplaceAll(assets.Sticker(), "ID1020000000304", "ID1020000000305")
	code = code[:len(code)-4]
	succeeds(t, "qris", "add", code+fmt.Sprintf("%04X", crc(code)), "--data", other)
	theirs := strings.TrimSpace(succeeds(t, "recovery", "new", "--data", other))
	foreign := strings.Split(succeeds(t, "backup", "--data", other), "\t")[0]
	with(foreign, ownerPIN, words).refuses(t, "recovery_code_wrong")
	with(foreign, ownerPIN, theirs).refuses(t, "backup_other_shop")

	with(file, "111222", words).refuses(t, "pin_wrong")
	r := with(file, ownerPIN, words)
	require.Equal(t, fine, r.code, r.err)
	done := strings.Split(strings.TrimSpace(r.out), "\t")
	require.Len(t, done, 3)
	assert.Regexp(t, `^ok\t2\.\d+$`, succeeds(t, "verify", "--data", dir))
	assert.Regexp(t, `^ok\t1\.\d+$`, succeeds(t, "verify", "--data", done[2]))
}
