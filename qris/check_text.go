package qris

import (
	"strings"
	"unicode"
)

// shown returns the texts that a payer reads, with the tags where they stand.
func (p Payload) shown() []Field {
	var out []Field
	for _, tag := range []string{"59", "60"} {
		if f, ok := p.Field(tag); ok {
			out = append(out, f)
		}
	}
	language, _ := p.Field("64")
	for _, tag := range []string{"01", "02"} {
		if f, ok := language.Field(tag); ok {
			out = append(out, Field{"64." + tag, f.Value})
		}
	}
	return out
}

func (p Payload) findHidden(at func(string)) {
	for _, f := range p.shown() {
		if hasHidden(f.Value) {
			at(f.Tag)
		}
	}
}

func (p Payload) findMixedScripts(at func(string)) {
	for _, f := range p.shown() {
		if mixesScripts(f.Value) {
			at(f.Tag)
		}
	}
}

// plain returns the fields of format "ans" that people fill in, with the most
// characters each may have. Longer names are seen live.
func (p Payload) plain(visit func(f Field, limit int)) {
	for _, o := range p.objects {
		f := p.at(o)
		switch o.tag {
		case 59:
			visit(f, 25)
		case 60:
			visit(f, 15)
		case 61:
			visit(f, 10)
		case 62:
			for _, sub := range f.Fields() {
				if sub.Tag >= BillNumber && sub.Tag <= Purpose {
					visit(Field{"62." + sub.Tag, sub.Value}, 25)
				}
			}
		}
	}
	p.eachAccount(func(f Field, acquirer bool) {
		if guid, ok := f.Field("00"); ok {
			visit(Field{f.Tag + ".00", guid.Value}, 32)
		}
		// A long NMID is called by its own name.
		if id, ok := f.Field("02"); ok && acquirer {
			visit(Field{f.Tag + ".02", id.Value}, 15)
		}
	})
}

func (p Payload) findOverlong(at func(string)) {
	p.plain(func(f Field, limit int) {
		if count(f.Value) > limit {
			at(f.Tag)
		}
	})
}

func (p Payload) findNotPlain(at func(string)) {
	p.plain(func(f Field, _ int) {
		if !printable(f.Value) {
			at(f.Tag)
		}
	})
}

// The standard keeps the pipe out of name, city, postal code and merchant id.
func (p Payload) findPipe(at func(string)) {
	p.plain(func(f Field, _ int) {
		if !strings.HasPrefix(f.Tag, "62.") && !strings.HasSuffix(f.Tag, ".00") && strings.Contains(f.Value, "|") {
			at(f.Tag)
		}
	})
}

func (p Payload) findMissingPostalCode(at func(string)) {
	if p.value("61") == "" {
		at("61")
	}
}

func (p Payload) findMCCFormat(at func(string)) {
	if mcc := p.value("52"); mcc != "" && (len(mcc) != 4 || !digits(mcc)) {
		at("52")
	}
}

// A language template names its language and the merchant in it.
func (p Payload) findUnreadableLanguage(at func(string)) {
	if f, ok := p.Field("64"); ok && (len(f.value("00")) != 2 || f.value("01") == "") {
		at("64")
	}
}

// Templates 80–99 name their owner in 00.
func (p Payload) findUnreadableTemplate(at func(string)) {
	for _, o := range p.objects {
		if f := p.at(o); o.tag >= 80 && (f.Fields() == nil || f.value("00") == "") {
			at(f.Tag)
		}
	}
}

func (p Payload) findReserved(at func(string)) {
	for _, o := range p.objects {
		if o.tag >= 65 && o.tag <= 79 {
			at(p.at(o).Tag)
		}
	}
}

func (p Payload) findReservedAdditional(at func(string)) {
	for _, f := range p.Additional() {
		if f.Tag >= "10" && f.Tag <= "49" || f.Tag == "00" {
			at("62." + f.Tag)
		}
	}
}

// Consumer data asked for are address (A), mobile number (M) and e-mail (E),
// each at most once.
func (p Payload) findInvalidConsumerData(at func(string)) {
	additional, _ := p.Field("62")
	request := additional.value(ConsumerDataRequest)
	for i, r := range request {
		if !strings.ContainsRune("AME", r) || strings.ContainsRune(request[:i], r) {
			at("62." + ConsumerDataRequest)
			return
		}
	}
}

func (p Payload) findLowerCase(at func(string)) {
	if strings.ContainsFunc(p.CRC(), unicode.IsLower) {
		at("63")
	}
}
