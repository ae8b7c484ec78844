package pos

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Ensure that what writes its own JSON writes it byte for byte as encoding/json
// does, whatever is in its fields, and the fields that are added some day.
func TestWrittenJSON(t *testing.T) {
	for seed := range uint64(3000) {
		rng := rand.New(rand.NewPCG(seed, 0))
		for _, value := range []written{&Order{}, &orderPlaced{}, &orderShown{}} {
			fillAny(rng, reflect.ValueOf(value).Elem())
			want, err := json.Marshal(value)
			require.NoError(t, err)
			got, err := (&txn{}).encode(value)
			require.NoError(t, err)
			require.Equal(t, string(want), string(got), "seed %d", seed)
		}
	}
}

// fillAny puts anything, or nothing, into a value.
func fillAny(rng *rand.Rand, v reflect.Value) {
	if rng.IntN(2) == 0 && v.Kind() != reflect.Struct {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			at := time.UnixMilli(rng.Int64N(4e12) - 1e12).UTC()
			v.Set(reflect.ValueOf([]time.Time{{}, at, at.Truncate(time.Second)}[rng.IntN(3)]))
			return
		}
		for i := range v.NumField() {
			fillAny(rng, v.Field(i))
		}
	case reflect.String:
		v.SetString([]string{"", "A-0042", "a <b> & \"c\" \\", "é\u2028\x00\xff\x7f", "WARUNG"}[rng.IntN(5)])
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(rng.Uint64()) >> rng.IntN(64))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillAny(rng, v.Elem())
	case reflect.Uint64:
		v.SetUint(rng.Uint64() >> rng.IntN(64))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), rng.IntN(3), 3))
		for i := range v.Len() {
			fillAny(rng, v.Index(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			v.Index(i).SetUint(uint64(rng.IntN(256)))
		}
	case reflect.Map:
		v.Set(reflect.ValueOf(Metadata{"<k>": "v", "a": fmt.Sprint(rng.Int())}))
	default:
		panic("a field of a kind that nothing is put into: " + v.Type().String())
	}
}

// FuzzEntry ensures the same of the entries of the journal.
func FuzzEntry(f *testing.F) {
	f.Add("A", "kasir", uint64(7), int64(1_795_000_000_123), []byte("id"), []byte(nil), `{"a":1}`, "00ff")
	f.Add(`"\<&>`, "api:dapur \u2028 é \x00\xff", uint64(1<<63), int64(1), []byte{}, []byte("sealed"), `{"n":"< >"}`, "")
	f.Add("", "", uint64(0), int64(253_402_300_800_000), []byte{}, []byte{}, `{}`, "") // the year 10000
	f.Fuzz(func(t *testing.T, terminal, actor string, seq uint64, at int64, order, private []byte, body, prev string) {
		encoded, err := json.Marshal(json.RawMessage(body)) // as json.Marshal leaves a fact
		if err != nil {
			t.Skip()
		}
		e := Entry{V: 1, Terminal: terminal, Epoch: uint32(seq), Seq: seq, At: time.UnixMilli(at).UTC(), Day: Day(terminal),
			Actor: actor, Kind: Kind(actor), Body: encoded, Private: private, Prev: prev}
		copy(e.Order[:], order)
		want, wrong := json.Marshal(e)
		got, err := e.appendTo(nil)
		require.Equal(t, wrong == nil, err == nil, "%v, %v", wrong, err)
		if err == nil {
			require.Equal(t, string(want), string(got))
		}
	})
}
