package symbol

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// payload makes a text that is built like a payment code.
func payload(rng *rand.Rand) string {
	digits := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteByte(byte('0' + rng.IntN(10)))
		}
		return b.String()
	}
	names := []string{"WARUNG KOPI SENJA", "Toko Sinar Jaya", "BAKSO PAK DE 2", "Apotek Sehat"}
	cities := []string{"JAKARTA SELATAN", "BANDUNG", "Kab. Sleman"}
	field := func(id, v string) string { return fmt.Sprintf("%s%02d%s", id, len(v), v) }
	text := field("00", "01") + field("01", "12") +
		field("26", field("00", "ID.CO.EXAMPLE.WWW")+field("01", "93600999"+digits(10))+field("02", digits(11))+field("03", "UMI")) +
		field("51", field("00", "ID.CO.QRIS.WWW")+field("02", "ID10"+digits(11))+field("03", "UMI")) +
		field("52", digits(4)) + field("53", "360") + field("54", digits(1+rng.IntN(7))) +
		field("58", "ID") + field("59", names[rng.IntN(len(names))]) + field("60", cities[rng.IntN(len(cities))]) +
		field("61", digits(5)) + field("62", field("07", "A"+digits(2))) + "6304"
	return text + strings.ToUpper(fmt.Sprintf("%04x", rng.IntN(1<<16)))
}

// tally counts what became of the pictures of one family.
type tally struct {
	read, wrong, all int
	took             []time.Duration
}

func (t *tally) note(texts []string, want string, took time.Duration) {
	t.all++
	t.took = append(t.took, took)
	for _, text := range texts {
		if text == want {
			t.read++
		} else {
			t.wrong++
		}
	}
}

func (t tally) share() float64 { return float64(t.read) / float64(t.all) }

func (t tally) median() time.Duration {
	slices.Sort(t.took)
	return t.took[len(t.took)/2]
}

// Ensure that the reader reads nearly every picture of the test set, no family
// of them badly and none wrongly, and print zbarimg's row beside ours. It takes a
// third of the set, all of it with LACI_FULL=1, next to nothing with -short.
func TestReadsTheSet(t *testing.T) {
	each, extra := 10, 4
	if os.Getenv("LACI_FULL") != "" {
		each, extra = 30, 10
	} else if testing.Short() {
		each, extra = 2, 1
	}
	_, missing := exec.LookPath("zbarimg")
	dir := t.TempDir()
	var ours, theirs tally
	t.Logf("%-20s %8s %8s %10s", "", "laci", "zbarimg", "median")
	for i, f := range families {
		n := each
		if i >= 13 {
			n = extra
		}
		var mine, zbar tally
		for j := range n {
			rng := rand.New(rand.NewPCG(uint64(i), uint64(j)))
			want := payload(rng)
			s, err := Draw(want, M)
			require.NoError(t, err)
			file := f.take(s, rng).file(t)
			p, err := load(context.Background(), pages{file}, 1<<30)
			require.NoError(t, err)
			start := time.Now()
			texts, _ := search(context.Background(), p)
			mine.note(texts, want, time.Since(start))
			if missing == nil {
				start = time.Now()
				zbar.note(zbarimg(t, dir, file), want, time.Since(start))
			}
		}
		t.Logf("%-20s %5d/%-2d %5d/%-2d %10v", f.name, mine.read, n, zbar.read, n, mine.median().Round(100*time.Microsecond))
		assert.Zero(t, mine.wrong, f.name)
		assert.GreaterOrEqual(t, mine.share(), 0.8, f.name)
		ours.add(mine)
		theirs.add(zbar)
	}
	t.Logf("%-20s %7.1f%% %7.1f%% %10v; read wrongly %d and %d", "all", 100*ours.share(), 100*theirs.share(), ours.median(), ours.wrong, theirs.wrong)
	assert.GreaterOrEqual(t, ours.share(), 0.95)
}

func (t *tally) add(o tally) {
	t.read, t.wrong, t.all, t.took = t.read+o.read, t.wrong+o.wrong, t.all+o.all, append(t.took, o.took...)
}

// zbarimg returns what the zbar tool reads in a picture file.
func zbarimg(t testing.TB, dir string, file []byte) []string {
	name := filepath.Join(dir, "picture")
	require.NoError(t, os.WriteFile(name, file, 0o600))
	out, _ := exec.Command("zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", name).Output()
	return strings.FieldsFunc(string(out), func(r rune) bool { return r == '\n' })
}
