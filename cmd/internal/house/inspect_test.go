package house

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
)

func TestMain(m *testing.M) {
	InspectChild()
	os.Exit(m.Run())
}

// sold is a house with a few sales in it.
func sold(t *testing.T) (*House, Options) {
	t.Helper()
	o := Options{Dir: t.TempDir(), Program: "test", Listen: "127.0.0.1:0"}
	h, err := Open(t.Context(), o)
	require.NoError(t, err)
	_, err = h.Till.AddQRIS(t.Context(), pos.AddQRIS{Text: assets.Sticker(), Actor: "test"})
	require.NoError(t, err)
	for _, key := range []string{"a", "b", "c"} {
		_, err := h.Till.Charge(t.Context(), pos.Charge{Key: key, Amount: 10_000, Actor: "test"})
		require.NoError(t, err)
	}
	return h, o
}

// Ensure that after an unclean stop a child looks at the files, and that a
// damaged one is made anew from the other.
func TestUncleanStop(t *testing.T) {
	h, o := sold(t)
	require.NoError(t, h.Close())
	path := filepath.Join(o.Dir, "laci.db")
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Contains(t, string(data), "A-0002")
	require.NoError(t, os.WriteFile(path, bytes.ReplaceAll(data, []byte("A-0002"), []byte("A-0802")), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(o.Dir, "laci.open"), nil, 0o600))

	h, err = Open(t.Context(), o)
	require.NoError(t, err)
	defer func() { require.NoError(t, h.Close()) }()
	require.NotNil(t, h.Till.Repaired())
	assert.Equal(t, "laci.db", h.Till.Repaired().File)
	found, err := h.Till.OrderByNumber(t.Context(), "A-0002")
	require.NoError(t, err)
	assert.Equal(t, pos.Rupiah(10_000), found.Amount)
	require.NoError(t, h.Till.Verify(t.Context()))
}

// Ensure that the daily examination finds nothing in a whole file, while the
// till sells.
func TestExamineWhole(t *testing.T) {
	h, _ := sold(t)
	defer func() { require.NoError(t, h.Close()) }()
	require.NoError(t, h.Till.Examine(t.Context(), inspect))
	assert.Nil(t, h.Till.Repaired())
}

// Ensure that a child that looks at files ends with the program that asked, so
// that it never keeps them from the next start.
func TestInspectEndsWithItsParent(t *testing.T) {
	h, o := sold(t)
	defer func() { require.NoError(t, h.Close()) }()
	program, err := os.Executable()
	require.NoError(t, err)
	// The till is open: the child waits for the file, and would for a second.
	child := exec.Command(program, inspectWord, o.Dir)
	stdin, err := child.StdinPipe()
	require.NoError(t, err)
	var said bytes.Buffer
	child.Stdout = &said
	require.NoError(t, child.Start())
	require.NoError(t, stdin.Close())
	assert.Error(t, child.Wait())
	assert.Empty(t, said.String(), "it went on to the end")
}
