package printer

import (
	"bytes"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/pos/receipt"
)

var slip = receipt.Slip{Lines: []receipt.Line{{Left: "WARUNG", Style: receipt.Head}, {Left: "TOTAL", Right: "Rp25.000"}}, Code: "LACI A-0042"}

func stream(t *testing.T, dots int) []byte {
	t.Helper()
	page, err := slip.Picture(dots)
	require.NoError(t, err)
	return receipt.ESCPOS(page)
}

// network is a printer on a network that answers about its paper, or never.
func network(t *testing.T, answer []byte) (address string, paper chan []byte) {
	t.Helper()
	at, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = at.Close() })
	paper = make(chan []byte, 10)
	go func() {
		for {
			from, err := at.Accept()
			if err != nil {
				return
			}
			ask := make([]byte, 3)
			_, _ = io.ReadFull(from, ask)
			_, _ = from.Write(answer)
			got, _ := io.ReadAll(from)
			paper <- append(ask, got...)
			_ = from.Close()
		}
	}()
	return "tcp://" + at.Addr().String(), paper
}

// Ensure that a network printer gets the slip whole, whether or not it can tell
// about its paper, and that one without paper is said to have none.
func TestNetwork(t *testing.T) {
	for name, answer := range map[string][]byte{"answers": {0x12}, "silent": nil} {
		address, paper := network(t, answer)
		p, err := New(address, receipt.Dots80)
		require.NoError(t, err)
		require.NoError(t, p.Print(t.Context(), slip), name)
		assert.Equal(t, append([]byte{0x10, 0x04, 0x04}, stream(t, receipt.Dots80)...), <-paper, name)
	}
	address, _ := network(t, []byte{0x72})
	p, err := New(address, receipt.Dots80)
	require.NoError(t, err)
	assert.ErrorIs(t, p.Print(t.Context(), slip), ErrPaper)
}

// Ensure that a printer that is off is said to be off.
func TestOff(t *testing.T) {
	at, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, at.Close())
	p, err := New("tcp://"+at.Addr().String(), receipt.Dots58)
	require.NoError(t, err)
	assert.ErrorIs(t, p.Print(t.Context(), slip), ErrOff)
	p, err = New("file://"+filepath.Join(t.TempDir(), "lp0"), receipt.Dots58)
	require.NoError(t, err)
	assert.ErrorIs(t, p.Print(t.Context(), slip), ErrOff)
}

// Ensure that a device file gets the same bytes.
func TestDevice(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "lp0")
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	paper := make(chan []byte, 1)
	go func() {
		got, _ := os.ReadFile(pipe)
		paper <- got
	}()
	p, err := New("file://"+pipe, receipt.Dots58)
	require.NoError(t, err)
	require.NoError(t, p.Print(t.Context(), slip))
	assert.Equal(t, stream(t, receipt.Dots58), <-paper)
}

// Ensure that a printer of the system is asked by its name and given a page.
func TestSystem(t *testing.T) {
	dir := t.TempDir()
	script := "#!/bin/sh\necho \"$@\" >" + dir + "/args\ncat >" + dir + "/page\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "lp"), []byte(script), 0o700))
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	p, err := New("system:Kasir_1", receipt.Dots80)
	require.NoError(t, err)
	require.NoError(t, p.Print(t.Context(), slip))
	args, err := os.ReadFile(filepath.Join(dir, "args"))
	require.NoError(t, err)
	assert.Equal(t, "-s -t Laci -d Kasir_1\n", string(args))
	page, err := os.ReadFile(filepath.Join(dir, "page"))
	require.NoError(t, err)
	assert.True(t, bytes.HasPrefix(page, []byte("%PDF-")))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "lp"), []byte("#!/bin/sh\necho no such printer >&2\nexit 1\n"), 0o700))
	err = p.Print(t.Context(), slip)
	assert.ErrorIs(t, err, ErrOff)
	assert.ErrorContains(t, err, "no such printer")
}

// Ensure that what is no printer's address is refused, options for lp included.
func TestAddresses(t *testing.T) {
	for _, address := range []string{"", "http://x", "tcp://", "file:relative", "lp0", "system:-o raw"} {
		_, err := New(address, receipt.Dots58)
		assert.ErrorIs(t, err, ErrTarget, address)
	}
	p, err := New("tcp://10.0.0.7", receipt.Dots58)
	require.NoError(t, err)
	assert.Equal(t, "10.0.0.7:9100", p.where)
}

// Ensure that nobody waits for a printer that hangs: slips are queued up to a
// number, refused above it, and closing does not wait for the paper.
func TestQueueNeverBlocks(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "lp0")
	require.NoError(t, syscall.Mkfifo(pipe, 0o600)) // nobody reads it: opening hangs
	q := NewQueue(func() (Printer, error) { return New("file://"+pipe, receipt.Dots58) })
	var refused atomic.Int64
	began := time.Now()
	for range jobsMost + 10 {
		q.Print(slip, func(err error) {
			if err == ErrBusy {
				refused.Add(1)
			}
		})
	}
	q.Close()
	assert.Less(t, time.Since(began), patience)
	assert.GreaterOrEqual(t, refused.Load(), int64(9))
	reader, err := os.OpenFile(pipe, os.O_RDWR, 0) // lets the writer that hangs go
	require.NoError(t, err)
	require.NoError(t, reader.Close())
}

// Ensure that slips come out in the order they were asked for, each told once.
func TestQueueOrder(t *testing.T) {
	address, paper := network(t, []byte{0x12})
	q := NewQueue(func() (Printer, error) { return New(address, receipt.Dots58) })
	t.Cleanup(q.Close)
	told := make(chan error, 3)
	for range 3 {
		q.Print(slip, func(err error) { told <- err })
	}
	for range 3 {
		require.NoError(t, <-told)
		assert.Len(t, <-paper, 3+len(stream(t, receipt.Dots58)))
	}
}
