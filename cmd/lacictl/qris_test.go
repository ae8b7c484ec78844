package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"laci/assets"
	"laci/qris"
	"laci/qris/symbol"
)

// vector is one line of the files of example codes.
type vector struct {
	Payload  string
	Scheme   string
	Static   bool
	CRC      bool `json:"crc_ok"`
	Name     string
	NMID     string
	Currency string
	Country  string
	Notes    string
	Reason   string
	Expect   string
}

func vectors(t *testing.T, name string) (all []vector) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "qris", "testdata", name))
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		var v vector
		require.NoError(t, json.Unmarshal([]byte(line), &v))
		all = append(all, v)
	}
	require.Greater(t, len(all), 40)
	return all
}

// Ensure that exactly the static Indonesian codes with sound templates are made
// dynamic, and that nothing in them changes but what must.
func TestDynamicConvertsWhatItMay(t *testing.T) {
	converted := 0
	for _, v := range vectors(t, "qris.jsonl") {
		r := lacictl(t, "", "qris", "dynamic", "--amount", "25000", v.Payload)
		may := v.Static && v.CRC && v.Currency == "360" && v.Country == "ID" && !strings.Contains(v.Notes, "must be refused")
		if !may {
			assert.Equal(t, refused, r.code, v.Payload)
			assert.Equal(t, 1, strings.Count(r.err, "\n"), r.err)
			continue
		}
		converted++
		require.Equal(t, fine, r.code, r.err)
		assert.Empty(t, r.err)
		want := []string{}
		for _, f := range objects(t, v.Payload) {
			switch f[:2] {
			case "01":
				want = append(want, "010212")
			case "53":
				want = append(want, f, "540525000")
			case "54", "55", "56", "57", "63":
			default:
				want = append(want, f)
			}
		}
		got := objects(t, strings.TrimSuffix(r.out, "\n"))
		assert.Equal(t, want, got[:len(got)-1])
		payload, err := qris.Parse(strings.TrimSuffix(r.out, "\n"))
		require.NoError(t, err)
		assert.ErrorIs(t, payload.Convertible(), qris.ErrAlreadyDynamic, "the checksum fits")
	}
	assert.Equal(t, 16, converted)
}

// objects cuts a payload into its fields, length and all.
func objects(t *testing.T, payload string) (all []string) {
	t.Helper()
	for rest := []rune(payload); len(rest) > 0; {
		require.Greater(t, len(rest), 4)
		end := 4 + int(rest[2]-'0')*10 + int(rest[3]-'0')
		require.LessOrEqual(t, end, len(rest))
		all = append(all, string(rest[:end]))
		rest = rest[end:]
	}
	return all
}

// expected gives the code words that a line of malformed.jsonl allows; "" is
// that it converts. Within a structure that is broken, any of the words for it
// is right.
func expected(t *testing.T, expect string) []string {
	t.Helper()
	structure := []string{"id_not_numeric", "length_not_numeric", "zero_length", "malformed_tlv"}
	switch expect {
	case "id_not_numeric", "length_not_numeric", "zero_length", "malformed_tlv":
		return structure
	case "crc_mismatch_or_malformed":
		return append(structure, "crc_mismatch")
	case "crc_not_last_or_duplicate":
		return []string{"crc_not_last", "duplicate_id"}
	case "format_indicator_or_crc":
		return []string{"format_indicator", "crc_mismatch"}
	case "missing_mandatory_53", "missing_mandatory_59":
		return []string{"missing_mandatory"}
	case "not_emv (or trim prefix deliberately)":
		return []string{"not_emv"}
	case "amount_ok":
		return []string{"already_dynamic"}
	case "ambiguous: may be read, must never be emitted":
		return []string{"amount_invalid", "already_dynamic"}
	case "accept after trim quotes, or reject clearly", "accept; converter must not touch the name",
		"accept; converter must not touch tag 26", "accept_or_warn: treat as static",
		"accept (compare case-insensitively), emit upper case":
		return []string{""}
	}
	return []string{expect}
}

// Ensure that every malformed code is refused with the right word, or converts
// where it is only unusual, and that none makes the program panic.
func TestDynamicRefusesMalformed(t *testing.T) {
	for _, v := range vectors(t, "malformed.jsonl") {
		r := lacictl(t, "", "qris", "dynamic", "--amount", "25000", v.Payload)
		code := ""
		if r.code != fine {
			code, _, _ = strings.Cut(r.err, ":")
			r.refuses(t, code)
		} else {
			assert.Contains(t, r.out, "540525000")
			assert.NotContains(t, r.out, `"`)
		}
		assert.Contains(t, expected(t, v.Expect), code, "%s: %s", v.Reason, r.err)
	}
}

// Ensure that inspect's JSON has its stable names and right values.
func TestInspectJSON(t *testing.T) {
	var got map[string]any
	require.NoError(t, json.Unmarshal([]byte(succeeds(t, "qris", "inspect", "--json", assets.Sticker())), &got))
	names := []string{}
	for name := range got {
		names = append(names, name)
	}
	slices.Sort(names)
	assert.Equal(t, []string{
		"accounts", "additional", "amount", "convertible", "country", "crc", "currency", "findings",
		"merchant", "reason", "scheme", "static", "tip",
	}, names)
	assert.Equal(t, map[string]any{
		"name": "WARUNG SAYUR BU TINI", "city": "JAKARTA", "postal_code": "10110", "mcc": "5499",
		"nmid": "ID1020000000304", "criteria": "UMI",
	}, got["merchant"])
	assert.Equal(t, map[string]any{
		"tag": "26", "guid": "ID.CO.CONTOH.WWW", "pan": "936009990000000123", "institution": "",
		"merchant_id": "000000000000123", "criteria": "UMI",
	}, got["accounts"].([]any)[0])
	assert.Equal(t, []any{true, true, "", nil, "360", "ID"},
		[]any{got["static"], got["convertible"], got["reason"], got["amount"], got["currency"], got["country"]})
	for _, f := range got["findings"].([]any) {
		f := f.(map[string]any)
		assert.NotEmpty(t, f["severity"])
		assert.NotEmpty(t, f["code"])
		assert.NotEqual(t, f["code"], f["text"], "a finding without words")
	}

	dynamic := succeeds(t, "qris", "dynamic", "--amount", "25000", "--tip-percent", "2.5", assets.Sticker())
	require.NoError(t, json.Unmarshal([]byte(succeeds(t, "qris", "inspect", "--json", dynamic)), &got))
	assert.Equal(t, []any{false, false, "already_dynamic", float64(25000)},
		[]any{got["static"], got["convertible"], got["reason"], got["amount"]})
	assert.Equal(t, map[string]any{"kind": "percent", "percent": "2.50"}, got["tip"])
}

// Ensure that the report for people says whom the code pays and what is wrong.
func TestInspectReport(t *testing.T) {
	out := succeeds(t, "qris", "inspect", strings.Replace(assets.Sticker(), "JAKARTA", "BANDUNG", 1))
	for _, want := range []string{"WARUNG SAYUR BU TINI", "BANDUNG", "crc_mismatch", "refuse"} {
		assert.Contains(t, out, want)
	}
}

// Ensure that a code is taken as text, from a file of text, from a picture and
// from standard input in either form, and comes to the same.
func TestInputs(t *testing.T) {
	dir := t.TempDir()
	text, picture := filepath.Join(dir, "code.txt"), filepath.Join(dir, "code.png")
	require.NoError(t, os.WriteFile(text, []byte(assets.Sticker()+"\n"), 0o600))
	succeeds(t, "qris", "draw", "--out", picture, assets.Sticker())
	drawn, err := os.ReadFile(picture)
	require.NoError(t, err)

	want := succeeds(t, "qris", "dynamic", "--amount", "1", assets.Sticker())
	for name, r := range map[string]result{
		"text file":        lacictl(t, "", "qris", "dynamic", "--amount", "1", text),
		"picture":          lacictl(t, "", "qris", "dynamic", "--amount", "1", picture),
		"piped text":       lacictl(t, assets.Sticker()+"\r\n", "qris", "dynamic", "--amount", "1", "-"),
		"piped picture":    lacictl(t, string(drawn), "qris", "dynamic", "--amount", "1", "-"),
		"piped, unnamed":   lacictl(t, assets.Sticker(), "qris", "dynamic", "--amount", "1"),
		"quoted and split": lacictl(t, "", "qris", "dynamic", "--amount", "1", `"`+assets.Sticker()[:40]+"\n"+assets.Sticker()[40:]+`"`),
	} {
		assert.Equal(t, fine, r.code, "%s: %s", name, r.err)
		assert.Equal(t, want+"\n", r.out, name)
		assert.Equal(t, name == "quoted and split", strings.Contains(r.err, "removed: quote 2"), "%s: %s", name, r.err)
	}
	broken := `"` + strings.Replace(assets.Sticker(), "JAKARTA", "BANDUNG", 1) + `"`
	lacictl(t, "", "qris", "dynamic", "--amount", "1", broken).refuses(t, "not_emv")
}

// Ensure that what is no code, or too much of one, is refused in one line.
func TestInputsRefused(t *testing.T) {
	dir := t.TempDir()
	huge := filepath.Join(dir, "huge.png")
	require.NoError(t, os.WriteFile(huge, append([]byte("\x89PNG\r\n\x1a\n"), make([]byte, 40<<20)...), 0o600))
	noise := filepath.Join(dir, "noise.bin")
	require.NoError(t, os.WriteFile(noise, []byte("\x00\xff\xfe no picture"), 0o600))
	link := filepath.Join(dir, "link.png")
	drawn, err := symbol.Draw("https://example.com/", symbol.M)
	require.NoError(t, err)
	png, err := drawn.PNG(8)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(link, png, 0o600))
	for _, c := range []struct{ code, input string }{
		{"too_large", huge},
		{"not_a_picture", noise},
		{"not_emv", link},
		{"empty", ""},
		{"too_long", "000201" + strings.Repeat("5", 10_000)},
		{"not_emv", strings.Repeat("x", 10_000)},
	} {
		lacictl(t, "", "qris", "dynamic", "--amount", "1", c.input).refuses(t, c.code)
	}
	for _, amount := range []string{"0", "-5", "9999999999999999"} {
		lacictl(t, "", "qris", "dynamic", "--amount="+amount, assets.Sticker()).refuses(t, "amount_invalid")
	}
	lacictl(t, "", "qris", "dynamic", "--amount=1", "--tip-percent=1.234", assets.Sticker()).refuses(t, "tip_invalid")
	lacictl(t, "", "qris", "draw", "--out", filepath.Join(dir, "no", "such.png"), assets.Sticker()).refuses(t, "output_failed")
}

// Ensure that without a file the code is drawn in the terminal.
func TestDrawInTerminal(t *testing.T) {
	drawn, err := symbol.Draw(assets.Sticker(), symbol.M)
	require.NoError(t, err)
	assert.Equal(t, strings.TrimSuffix(drawn.HalfBlocks(), "\n"), succeeds(t, "qris", "draw", assets.Sticker()))
}
