package qris_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"laci/qris"
)

// The reference: the rule of making a code dynamic once more, slowly and
// obviously, over slices of characters. It shares no code with the package.

type slowField struct{ tag, value string }

var (
	twoDigits   = regexp.MustCompile(`^[0-9]{2}$`)
	fourHex     = regexp.MustCompile(`^[0-9A-Fa-f]{4}$`)
	wholeRupiah = regexp.MustCompile(`^[1-9][0-9]*(\.0{0,2})?$`)
)

// slowFields cuts a text into fields, or says that it cannot.
func slowFields(text string) (fields []slowField, ok bool) {
	if !utf8.ValidString(text) {
		return nil, false
	}
	for rest := []rune(text); len(rest) > 0; {
		if len(rest) < 5 || !twoDigits.MatchString(string(rest[:2])) || !twoDigits.MatchString(string(rest[2:4])) {
			return nil, false
		}
		var length int
		fmt.Sscanf(string(rest[2:4]), "%d", &length)
		if length == 0 || len(rest) < 4+length {
			return nil, false
		}
		fields = append(fields, slowField{string(rest[:2]), string(rest[4 : 4+length])})
		rest = rest[4+length:]
	}
	return fields, true
}

func slowHasTwice(fields []slowField) bool {
	seen := map[string]bool{}
	for _, f := range fields {
		if seen[f.tag] {
			return true
		}
		seen[f.tag] = true
	}
	return false
}

func slowValue(fields []slowField, tag string) (value string, ok bool) {
	for _, f := range fields {
		if f.tag == tag {
			return f.value, true
		}
	}
	return "", false
}

func slowJoin(fields []slowField) string {
	var b strings.Builder
	for _, f := range fields {
		fmt.Fprintf(&b, "%s%02d%s", f.tag, len([]rune(f.value)), f.value)
	}
	return b.String()
}

func between(tag, low, high string) bool { return tag >= low && tag <= high }

// slowStructure decides the refusals about structure; the four ways in which
// fields do not add up are one, "structure".
func slowStructure(text string) (fields []slowField, code string) {
	switch {
	case text == "":
		return nil, "empty"
	case !strings.HasPrefix(text, "00"):
		return nil, "not_emv"
	case !strings.HasPrefix(text, "000201"):
		return nil, "format_indicator"
	case len([]rune(text)) > 512:
		return nil, "too_long"
	}
	fields, ok := slowFields(text)
	if !ok {
		return nil, "structure"
	}
	twice := slowHasTwice(fields)
	for _, f := range fields {
		inside, ok := slowFields(f.value)
		if !ok && (between(f.tag, "26", "51") || f.tag == "62") {
			return nil, "structure"
		}
		if ok && (between(f.tag, "26", "51") || f.tag == "62" || f.tag == "64" || f.tag >= "80") && slowHasTwice(inside) {
			twice = true
		}
	}
	for _, f := range fields[:len(fields)-1] {
		if f.tag == "63" {
			return nil, "crc_not_last"
		}
	}
	if twice {
		return nil, "duplicate_id"
	}
	return fields, ""
}

// slowContent decides the refusals about content.
func slowContent(text string, fields []slowField) string {
	get := func(tag string) string { v, _ := slowValue(fields, tag); return v }
	for _, tag := range []string{"52", "53", "58", "59", "60"} {
		if get(tag) == "" {
			return "missing_mandatory"
		}
	}
	crc := get("63")
	switch {
	case crc == "":
		return "crc_missing"
	case len([]rune(crc)) != 4:
		return "crc_length"
	case !fourHex.MatchString(crc), !strings.EqualFold(crc, fmt.Sprintf("%04X", slowCRC(strings.TrimSuffix(text, crc)))):
		return "crc_mismatch"
	}
	method := get("01")
	if method != "" && method != "11" && method != "12" {
		return "point_of_initiation"
	}
	if get("58") != "ID" {
		return "country_not_ID"
	}
	if get("53") != "360" {
		return "currency_not_360"
	}
	if get("40") != "" || get("52") == "4829" {
		return "not_merchant_payment"
	}
	account := get("51") != ""
	for _, f := range fields {
		inside, _ := slowFields(f.value)
		pan, _ := slowValue(inside, "01")
		account = account || between(f.tag, "26", "45") && strings.HasPrefix(pan, "9360")
	}
	if !account {
		return "missing_merchant_account"
	}
	if amount := get("54"); amount != "" && (!wholeRupiah.MatchString(amount) || len(amount) > 13) {
		return "amount_invalid"
	}
	if method == "12" {
		return "already_dynamic"
	}
	return ""
}

// slowTip returns the fields of a tip, or says that it is not valid.
func slowTip(t qris.Tip) (fields []slowField, ok bool) {
	switch t {
	case qris.Tip{}:
		return nil, true
	case qris.Tip{Kind: qris.TipPrompt}:
		return []slowField{{"55", "01"}}, true
	case qris.Tip{Kind: qris.TipFixed, Fixed: t.Fixed}:
		return []slowField{{"55", "02"}, {"56", fmt.Sprint(t.Fixed)}}, t.Fixed >= 1 && t.Fixed < 1e13
	case qris.Tip{Kind: qris.TipPercent, Percent: t.Percent}:
		return []slowField{{"55", "03"}, {"57", fmt.Sprintf("%02d.%02d", t.Percent/100, t.Percent%100)}},
			t.Percent >= 1 && t.Percent <= 9999
	}
	return nil, false
}

// slowDynamic returns the dynamic form of a text, or the code word of why not.
func slowDynamic(text string, o qris.Options) (out, code string) {
	fields, code := slowStructure(text)
	if code == "" {
		code = slowContent(text, fields)
	}
	if code != "" {
		return "", code
	}
	tip, tipOK := slowTip(o.Tip)
	if o.Amount < 1 || o.Amount >= 1e13 {
		return "", "amount_invalid"
	}
	if !tipOK {
		return "", "tip_invalid"
	}
	var added []slowField
	for _, f := range o.Additional {
		if !between(f.Tag, "01", "08") || len(f.Tag) != 2 || slowHasTwice(append(added, slowField{f.Tag, ""})) ||
			!regexp.MustCompile(`^[ -~]{1,25}$`).MatchString(f.Value) {
			return "", "additional_invalid"
		}
		added = append(added, slowField{f.Tag, f.Value})
	}
	fields = slices.DeleteFunc(fields, func(f slowField) bool {
		return f.tag == "01" || between(f.tag, "54", "57") || f.tag == "63"
	})
	at := slices.IndexFunc(fields, func(f slowField) bool { return f.tag == "53" }) + 1
	fields = slices.Insert(fields, at, append([]slowField{{"54", fmt.Sprint(o.Amount)}}, tip...)...)
	if existing, ok := slowValue(fields, "62"); ok || len(added) > 0 {
		inside, _ := slowFields(existing)
		for _, f := range added {
			if _, there := slowValue(inside, f.tag); !there {
				inside = append(inside, f)
			}
		}
		merged := slowField{"62", slowJoin(inside)}
		if len([]rune(merged.value)) > 99 {
			return "", "additional_invalid"
		}
		if at := slices.IndexFunc(fields, func(f slowField) bool { return f.tag == "62" }); at >= 0 {
			fields[at] = merged
		} else {
			fields = append(fields, merged)
		}
	}
	// 01 goes back to where it was, which is after 00 if it was nowhere.
	all, _ := slowFields(text)
	at = slices.IndexFunc(all, func(f slowField) bool { return f.tag == "01" })
	if at < 0 {
		at = 1
	}
	for _, f := range all[:at] {
		if between(f.tag, "54", "57") {
			at--
		}
	}
	if i := slices.IndexFunc(fields, func(f slowField) bool { return f.tag == "53" }); i < at {
		at += 1 + len(tip)
	}
	fields = slices.Insert(fields, at, slowField{"01", "12"})
	out = slowJoin(fields) + "6304"
	out += fmt.Sprintf("%04X", slowCRC(out))
	if len([]rune(out)) > 512 {
		return "", "too_long"
	}
	return out, ""
}

// sameCode reports whether the package's code word is what the reference says.
func sameCode(got, want string) bool {
	if want == "structure" {
		return slices.Contains([]string{"id_not_numeric", "length_not_numeric", "zero_length", "malformed_tlv"}, got)
	}
	return got == want
}
