package temanqris

import (
	"context"
	"encoding/base64"
	"image"
	"image/png"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/pos"
	"laci/qris"
	"laci/qris/symbol"
	"laci/sync/dialect/golden"
)

// Ensure that a text or picture is stored as the document says, and is proposed,
// asked for by nothing and not told as the shop's, until the owner's PIN; then it
// stands beside the counter's.
func TestUpload(t *testing.T) {
	s := open(t)
	s.setUp(t)
	for number, send := range map[int]func() golden.Answer{
		1: func() golden.Answer {
			return s.ask(t, "POST", "/api/qris/upload", `{"qris_string":"`+golden.Sticker(1)+`"}`)
		},
		2: func() golden.Answer { return s.send(t, "qris_image", picture(t, golden.Sticker(2))) },
		3: func() golden.Answer { return s.send(t, "qris_string", []byte(golden.Sticker(3)+"\n")) },
	} {
		a := good(t, send(), "upload")
		said := as[struct {
			Message    string
			QRISString string `json:"qris_string"`
			Merchant   struct{ Name, City string }
		}](t, a)
		assert.Contains(t, said.Message, "QRIS uploaded successfully")
		assert.Equal(t, golden.Sticker(number), said.QRISString)
		assert.Equal(t, struct{ Name, City string }{"WARUNG SAYUR BU TINI", "JAKARTA"}, said.Merchant)
		stored := s.till.Shop().Codes
		newest := stored[len(stored)-1]
		assert.Equal(t, golden.Sticker(number), newest.Text)
		assert.False(t, newest.Pinned)
		turnedAway(t, s.ask(t, "POST", "/api/qris/generate", `{"amount":1000,"qris_id":`+digits(newest.Ref)+`}`), http.StatusNotFound, "QRIS not found")

		require.NoError(t, s.till.PinQRIS(t.Context(), newest.ID, ownerPIN, "owner"))
		a = s.ask(t, "POST", "/api/qris/generate", `{"amount":1000,"qris_id":`+digits(newest.Ref)+`,"order_id":"n`+digits(number)+`"}`)
		require.Equal(t, http.StatusOK, a.Status, "%s", a.Body)
		assert.Equal(t, newest.ID, s.order(t, "n"+digits(number)).QRIS)
	}
	counters, _ := s.till.Shop().Pinned()
	assert.Equal(t, assets.Sticker(), counters.Text, "the counter's is its own")

	head := s.till.Head()
	good(t, s.ask(t, "POST", "/api/qris/upload", `{"qris_string":" `+golden.Sticker(1)+` "}`), "upload")
	assert.Equal(t, head, s.till.Head(), "what is stored is stored once")
}

func digits(number int) string { return string(rune('0' + number)) }

// Ensure that what is no static QRIS, no picture or too large is refused with a
// sentence, and stores nothing.
func TestUploadRefused(t *testing.T) {
	s := open(t)
	head := s.till.Head()
	dynamic, err := qris.Dynamic(golden.Sticker(1), qris.Options{Amount: 1000})
	require.NoError(t, err)
	two := sideBySide(t, golden.Sticker(1), golden.Sticker(2))
	for name, a := range map[string]golden.Answer{
		"nothing":       s.ask(t, "POST", "/api/qris/upload", `{}`),
		"no JSON":       s.ask(t, "POST", "/api/qris/upload", `qris`),
		"no QRIS":       s.ask(t, "POST", "/api/qris/upload", `{"qris_string":"https://example.com"}`),
		"dynamic":       s.ask(t, "POST", "/api/qris/upload", `{"qris_string":"`+dynamic+`"}`),
		"other field":   s.send(t, "picture", picture(t, golden.Sticker(1))),
		"no picture":    s.send(t, "qris_image", []byte("hello")),
		"a GIF":         s.send(t, "qris_image", []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;")),
		"half a file":   s.send(t, "qris_image", picture(t, golden.Sticker(1))[:200]),
		"empty":         s.send(t, "qris_image", nil),
		"blank picture": s.send(t, "qris_image", encoded(t, image.NewGray(image.Rect(0, 0, 200, 200)))),
		"too large":     s.send(t, "qris_image", append(picture(t, golden.Sticker(1)), make([]byte, pictureBytes)...)),
		"two codes":     s.send(t, "qris_image", two),
		"another code":  s.send(t, "qris_image", picture(t, "https://example.com")),
	} {
		t.Run(name, func(t *testing.T) { turnedAway(t, a, http.StatusBadRequest, "Invalid request") })
	}
	assert.Equal(t, head, s.till.Head())
}

func encoded(t *testing.T, picture image.Image) []byte {
	t.Helper()
	var file strings.Builder
	require.NoError(t, png.Encode(&file, picture))
	return []byte(file.String())
}

// sideBySide draws two codes into one picture.
func sideBySide(t *testing.T, texts ...string) []byte {
	t.Helper()
	var drawn []*image.Paletted
	for _, text := range texts {
		s, err := symbol.Draw(text, symbol.M)
		require.NoError(t, err)
		drawn = append(drawn, s.Image(6))
	}
	width := drawn[0].Rect.Dx()
	both := image.NewGray(image.Rect(0, 0, width+drawn[1].Rect.Dx(), max(drawn[0].Rect.Dy(), drawn[1].Rect.Dy())))
	for i, one := range drawn {
		for y := range one.Rect.Dy() {
			for x := range one.Rect.Dx() {
				both.Set(i*width+x, y, one.At(x, y))
			}
		}
	}
	return encoded(t, both)
}

// Ensure that the free tier stores one QRIS, whatever is uploaded.
func TestStoredLimit(t *testing.T) {
	s := open(t, func(o *Options) { o.Tier = Free() })
	turnedAway(t, s.ask(t, "POST", "/api/qris/upload", `{"qris_string":"`+golden.Sticker(1)+`"}`), http.StatusForbidden, "QRIS limit reached")
	good(t, s.ask(t, "POST", "/api/qris/upload", `{"qris_string":"`+assets.Sticker()+`"}`), "upload")
	assert.Len(t, s.till.Shop().Codes, 1)
}

// Ensure that a till without a QRIS says so, and one with a QRIS tells the
// counter's.
func TestMyQRIS(t *testing.T) {
	s := open(t)
	code := as[struct {
		QRIS struct {
			ID         int
			QRISString string `json:"qris_string"`
		}
	}](t, good(t, s.ask(t, "GET", "/api/qris/my-qris", ""), "my-qris")).QRIS
	assert.Equal(t, 1, code.ID)
	assert.Equal(t, assets.Sticker(), code.QRISString)

	empty := emptyTill(t)
	a := good(t, empty.ask(t, "GET", "/api/qris/my-qris", ""), "my-qris-none")
	refused(t, a, http.StatusOK, "my-qris-none", "")
	turnedAway(t, empty.ask(t, "POST", "/api/qris/generate", `{"amount":1000}`), http.StatusBadRequest, "Invalid request")
}

// emptyTill is a stand whose till has no QRIS yet.
func emptyTill(t *testing.T) *stand {
	t.Helper()
	s := open(t)
	s.d = New(Options{Till: noCodes{s.till}, Words: s.d.words})
	s.url = golden.Serve(t, s.d.Routes())
	return s
}

// noCodes is a till before its first QRIS.
type noCodes struct{ *pos.Till }

func (noCodes) Shop() pos.Shop { return pos.Shop{Settings: pos.Settings{Zone: "WIB"}} }

func (noCodes) Charge(context.Context, pos.Charge) (pos.Order, error) {
	return pos.Order{}, pos.ErrNotSetUp
}

// Ensure that codes of the shop's payee are drawn, by number or as text, static
// or for one sale, and that no other payee's ever is.
func TestRender(t *testing.T) {
	s := open(t)
	o := s.order(t, s.charge(t, "25000", "A").OrderID)
	for body, want := range map[string]string{
		`{"qris_data_id":1}`: assets.Sticker(), `{"qris_data_id":"1"}`: assets.Sticker(),
		`{"qris_string":"` + assets.Sticker() + `"}`: assets.Sticker(),
		`{"qris_string":"` + o.Payload + `"}`:        o.Payload,
	} {
		said := as[struct {
			QRImage string `json:"qr_image"`
		}](t, good(t, s.ask(t, "POST", "/api/qris/render", body), "render"))
		encoded, ok := strings.CutPrefix(said.QRImage, "data:image/png;base64,")
		require.True(t, ok)
		texts, err := symbol.Read(t.Context(), base64.NewDecoder(base64.StdEncoding, strings.NewReader(encoded)), symbol.Limits{})
		require.NoError(t, err)
		assert.Equal(t, []string{want}, texts)
	}

	_, err := s.till.AddQRIS(t.Context(), pos.AddQRIS{Text: golden.Sticker(1), Actor: "api:toko"})
	require.NoError(t, err)
	thief := repaired(strings.Replace(assets.Sticker(), "936009990000000123", "936009990000000666", 1))
	otherName := repaired(strings.Replace(assets.Sticker(), "BU TINI", "PAK JON", 1))
	for name, text := range map[string]string{"proposed": golden.Sticker(1), "own name, other account": thief, "other name": otherName,
		"broken checksum": assets.Sticker()[:len(assets.Sticker())-1] + "0", "no QRIS": "hello"} {
		require.NotEqual(t, assets.Sticker(), text, name)
		turnedAway(t, s.ask(t, "POST", "/api/qris/render", `{"qris_string":"`+text+`"}`), http.StatusForbidden, "QRIS not allowed")
	}
	turnedAway(t, s.ask(t, "POST", "/api/qris/render", `{"qris_data_id":2}`), http.StatusNotFound, "QRIS not found")
	turnedAway(t, s.ask(t, "POST", "/api/qris/render", `{}`), http.StatusBadRequest, "Invalid request")
}

// repaired makes the checksum of an altered code fit again.
func repaired(text string) string {
	body := text[:len(text)-4]
	const digits = "0123456789ABCDEF"
	sum := qris.Checksum(body)
	for shift := 12; shift >= 0; shift -= 4 {
		body += string(digits[sum>>shift&15])
	}
	return body
}
