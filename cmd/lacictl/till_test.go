package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.etcd.io/bbolt"

	"laci/assets"
	"laci/cmd/internal/house"
	"laci/pos"
)

const ownerPIN = "274951"

// newTill makes a till with the sample code, and with the owner's PIN if there
// is one.
func newTill(t *testing.T, pin string) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "data")
	if pin == "" {
		succeeds(t, "qris", "add", assets.Sticker(), "--data", dir)
		return dir
	}
	h, err := house.Open(t.Context(), house.Options{Dir: dir, Program: "laci", Listen: "127.0.0.1:0"})
	require.NoError(t, err)
	require.NoError(t, h.Till.SetUp(t.Context(), pos.SetUp{QRIS: assets.Sticker(), PIN: pin, TerminalName: "Kasir A", Zone: "WIB", Actor: "test"}))
	require.NoError(t, h.Close())
	return dir
}

// eitherWay runs a test on a stopped till and on one that is served.
func eitherWay(t *testing.T, pin string, test func(t *testing.T, dir string)) {
	t.Run("stopped", func(t *testing.T) { test(t, newTill(t, pin)) })
	t.Run("running", func(t *testing.T) {
		dir := newTill(t, pin)
		s := serve(t, dir)
		test(t, dir)
		assert.Equal(t, fine, s.stop(t, syscall.SIGTERM), s.said.String())
	})
}

// another is the sample shop's code under another name, with its own checksum.
func another(t *testing.T, name string) string {
	t.Helper()
	text := strings.Replace(assets.Sticker(), "WARUNG SAYUR BU TINI", name, 1)
	require.Len(t, name, len("WARUNG SAYUR BU TINI"))
	text = text[:len(text)-4]
	return text + fmt.Sprintf("%04X", crc(text))
}

// crc is CRC-16/CCITT-FALSE, bit by bit.
func crc(text string) (sum uint16) {
	sum = 0xFFFF
	for _, b := range []byte(text) {
		sum ^= uint16(b) << 8
		for range 8 {
			carry := sum&0x8000 != 0
			sum <<= 1
			if carry {
				sum ^= 0x1021
			}
		}
	}
	return sum
}

// Ensure that every verb on a till without a PIN works stopped and running.
func TestVerbs(t *testing.T) {
	eitherWay(t, "", func(t *testing.T, dir string) {
		secret := succeeds(t, "source", "add", "hp-kasir", "--data", dir)
		assert.Regexp(t, `^whsec_[A-Za-z0-9+/]{43}=$`, secret)
		key := succeeds(t, "key", "add", "dashboard", "--scope", "read,charge", "--data", dir)
		assert.NotContains(t, key, "\n")
		lacictl(t, "", "source", "add", "hp-kasir", "--data", dir).refuses(t, "name_invalid")
		lacictl(t, "", "key", "add", "x", "--scope", "everything", "--data", dir).refuses(t, "scope_invalid")

		added := succeeds(t, "qris", "add", another(t, "WARUNG SAYUR BU SITI"), "--data", dir)
		assert.Equal(t, "proposed\tWARUNG SAYUR BU SITI\tID1020000000304", added)
		lacictl(t, "", "qris", "add", assets.Sticker(), "--data", dir).refuses(t, "qris_known")
		lacictl(t, "", "qris", "add", assets.Sticker()[:100], "--data", dir).refuses(t, "malformed_tlv")

		assert.Regexp(t, `^ok\t1\.\d+$`, succeeds(t, "verify", "--data", dir))
		var status house.Status
		require.NoError(t, json.Unmarshal([]byte(succeeds(t, "status", "--data", dir)), &status))
		assert.Equal(t, "WARUNG SAYUR BU TINI", status.Name, "a proposed code is used by nothing")
		assert.Contains(t, succeeds(t, "today", "--data", dir), `"count": 0`)
	})
}

// Ensure that the first QRIS of an empty directory is pinned at once.
func TestFirstQRIS(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	assert.Equal(t, "pinned\tWARUNG SAYUR BU TINI\tID1020000000304", succeeds(t, "qris", "add", assets.Sticker(), "--data", dir))
}

// Ensure that what changes trust asks for the owner's PIN once there is one,
// takes it from standard input or the environment, and stores nothing without.
func TestOwnerPIN(t *testing.T) {
	eitherWay(t, ownerPIN, func(t *testing.T, dir string) {
		code := another(t, "WARUNG SAYUR BU SITI")
		for _, args := range [][]string{
			{"qris", "add", code, "--data", dir},
			{"source", "add", "hp", "--data", dir},
			{"key", "add", "ci", "--scope", "read", "--data", dir},
		} {
			before := succeeds(t, "verify", "--data", dir)
			lacictl(t, "", args...).refuses(t, "pin_needed")
			assert.Equal(t, before, succeeds(t, "verify", "--data", dir), "nothing was written")
			lacictl(t, "111222\n", append(args, "--pin-stdin")...).refuses(t, "pin_wrong")
			r := lacictl(t, ownerPIN+"\n", append(args, "--pin-stdin")...)
			assert.Equal(t, fine, r.code, r.err)
			assert.NotContains(t, r.out+r.err, ownerPIN)
		}
		run := command("source", "add", "hp2", "--data", dir)
		run.Env = append(run.Env, "LACI_PIN="+ownerPIN)
		assert.Equal(t, fine, finish(t, run, "").code)
		assert.Equal(t, usage, lacictl(t, code, "qris", "add", "-", "--pin-stdin", "--data", dir).code)
	})
}

// Ensure that the PIN and secrets stand in no file of the data directory.
func TestSecretsStayOut(t *testing.T) {
	dir := newTill(t, ownerPIN)
	s := serve(t, dir)
	secret := lacictl(t, ownerPIN, "source", "add", "hp", "--pin-stdin", "--data", dir).out
	key := lacictl(t, ownerPIN, "key", "add", "ci", "--scope", "read", "--pin-stdin", "--data", dir).out
	require.Equal(t, fine, s.stop(t, syscall.SIGTERM))
	for _, name := range []string{"laci.db", "journal.log", "log/laci.log"} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		for _, hidden := range []string{ownerPIN, strings.TrimSpace(secret), strings.TrimSpace(key)} {
			require.NotEmpty(t, hidden)
			assert.NotContains(t, string(text), hidden, name)
		}
	}
}

// Ensure that a second start exits with 1 and names the first, and that the
// first goes on.
func TestSecondStart(t *testing.T) {
	dir := newTill(t, "")
	s := serve(t, dir)
	r := lacictl(t, "", "serve", "--data", dir, "--listen", "127.0.0.1:0")
	r.refuses(t, "already_running")
	assert.Contains(t, r.err, fmt.Sprintf("lacictl (process %d, %s)", s.run.Process.Pid, s.address))
	assert.Contains(t, succeeds(t, "status", "--data", dir), `"running": true`)
}

// Ensure that SIGTERM and SIGINT end the server with exit code 0 and free the
// till.
func TestSignals(t *testing.T) {
	dir := newTill(t, "")
	for _, signal := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
		s := serve(t, dir)
		assert.Equal(t, fine, s.stop(t, signal), s.said.String())
		assert.Empty(t, s.said.String())
		assert.NoFileExists(t, filepath.Join(dir, "laci.run"))
		assert.Contains(t, succeeds(t, "status", "--data", dir), `"running": false`)
	}
}

// Ensure that a server that cannot listen, or must not, is refused.
func TestServeRefused(t *testing.T) {
	dir := newTill(t, "")
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	lacictl(t, "", "serve", "--data", dir, "--listen", taken.Addr().String()).refuses(t, "listen_failed")
	lacictl(t, "", "serve", "--data", dir, "--listen", "0.0.0.0:0").refuses(t, "lan_off")
	lacictl(t, "", "serve", "--data", dir, "--listen", "127.0.0.1:0", "--practice").refuses(t, "live_only")
}

// Ensure that a new directory served for practice is a practice till for ever.
func TestServePractice(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := serve(t, dir, "--practice")
	assert.Equal(t, fine, s.stop(t, syscall.SIGTERM))
	assert.Contains(t, succeeds(t, "status", "--data", dir), `"practice": true`)
}

// Ensure that several first verbs at once make one till and lose nothing.
func TestFirstVerbsAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			r := lacictl(t, "", "source", "add", fmt.Sprintf("hp%d", i), "--data", dir)
			assert.Equal(t, fine, r.code, r.err)
		})
	}
	all.Wait()
	assert.Equal(t, "ok\t1.7", succeeds(t, "verify", "--data", dir))
}

// Ensure that verify, stopped or running, tells the first difference and exits
// with 1 when the roll-ups or order states were changed behind the till.
func TestVerifyFindsDifference(t *testing.T) {
	dir := newTill(t, "")
	h, err := house.Open(t.Context(), house.Options{Dir: dir, Program: "laci", Listen: "127.0.0.1:0"})
	require.NoError(t, err)
	_, err = h.Till.Charge(context.Background(), pos.Charge{Key: "k", Amount: 25_000, Actor: "test"})
	require.NoError(t, err)
	require.NoError(t, h.Close())
	forget(t, dir, "orders")

	stopped := lacictl(t, "", "verify", "--data", dir)
	stopped.refuses(t, "verify_failed")
	serve(t, dir)
	assert.Equal(t, stopped, lacictl(t, "", "verify", "--data", dir))
}

// forget removes the first value of a bucket behind the till's back.
func forget(t *testing.T, dir, bucket string) {
	t.Helper()
	db, err := bbolt.Open(filepath.Join(dir, "laci.db"), 0o600, nil)
	require.NoError(t, err)
	require.NoError(t, db.Update(func(tx *bbolt.Tx) error {
		cursor := tx.Bucket([]byte(bucket)).Cursor()
		key, _ := cursor.First()
		require.NotNil(t, key)
		return cursor.Delete()
	}))
	require.NoError(t, db.Close())
}

// Ensure that verify and status of a directory without a till say so and make
// none.
func TestNoTill(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	for _, verb := range []string{"verify", "status", "today"} {
		lacictl(t, "", verb, "--data", dir).refuses(t, "till_missing")
	}
	assert.NoDirExists(t, dir)
}

// Ensure that a wrong command line exits with 2 and that help and version work.
func TestUsage(t *testing.T) {
	for _, args := range [][]string{
		{}, {"fly"}, {"verify"}, {"qris", "dynamic", "x"}, {"qris", "dynamic", "--amount", "ten", "x"},
		{"key", "add", "ci", "--data", "x"}, {"qris", "draw", "--px", "0", "x"}, {"--lang", "fr", "version"},
	} {
		r := lacictl(t, "", args...)
		assert.Equal(t, usage, r.code, "%v: %s", args, r.err)
		assert.Contains(t, r.err, "usage: ")
	}
	assert.Equal(t, "lacictl 1.2.3-test", succeeds(t, "version"))
	assert.Contains(t, succeeds(t, "--help"), "source add")
}

// Ensure that refusals are worded in the language asked for, after the same
// code word.
func TestLanguages(t *testing.T) {
	said := map[string]bool{}
	for _, lang := range assets.Languages() {
		r := lacictl(t, "", "--lang", lang, "qris", "dynamic", "--amount", "1", "000201")
		r.refuses(t, "missing_mandatory")
		assert.Contains(t, r.err, assets.Text(lang, "missing_mandatory"))
		said[r.err] = true
	}
	assert.Len(t, said, 2)
}
