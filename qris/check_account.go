package qris

import (
	"slices"
	"strings"
)

// eachAccount calls visit for every account template that is meant for a
// merchant: acquirers in 26–45 (40 belongs to transfers) and the national
// repository in 51.
func (p Payload) eachAccount(visit func(f Field, acquirer bool)) {
	for _, o := range p.objects {
		if acquirer := o.tag >= 26 && o.tag <= 45 && o.tag != 40; acquirer || o.tag == 51 {
			visit(p.at(o), acquirer)
		}
	}
}

// A static code needs an NMID (the standard, 4.7.7), yet live ones without
// exist.
func (p Payload) findMissingNMID(at func(string)) {
	if p.Static() && p.NMID() == "" {
		at("51.02")
	}
}

// An NMID is "ID", 12 digits that tell kind, year and number, and a check digit.
func (p Payload) findNMIDFormat(at func(string)) {
	if p.NMID() != "" && !nmidFormat(p.NMID()) {
		at("51.02")
	}
}

// Nearly all genuine NMIDs pass Luhn and most invented ones do not.
func (p Payload) findNMIDChecksum(at func(string)) {
	if nmidFormat(p.NMID()) && !luhn(p.NMID()[2:]) {
		at("51.02")
	}
}

func nmidFormat(nmid string) bool {
	return len(nmid) == 15 && strings.HasPrefix(nmid, "ID") && digits(nmid[2:])
}

// luhn reports whether digits end in their Luhn check digit.
func luhn(number string) bool {
	sum := 0
	for i := range len(number) {
		d := int(number[len(number)-1-i] - '0')
		if i%2 == 1 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return sum%10 == 0
}

// The national repository holds no account number of its own.
func (p Payload) findIncompleteAccount(at func(string)) {
	p.eachAccount(func(f Field, acquirer bool) {
		for _, tag := range []string{"00", "01", "02"} {
			// A missing NMID is a finding of its own.
			if f.value(tag) == "" && (acquirer || tag == "00") {
				at(f.Tag + "." + tag)
			}
		}
	})
}

func (p Payload) findPANFormat(at func(string)) {
	p.eachAccount(func(f Field, _ bool) {
		pan := f.value("01")
		if pan != "" && (!indonesian(pan) || len(pan) < 8 || len(pan) > 19 || !digits(pan)) {
			at(f.Tag + ".01")
		}
	})
}

func (p Payload) findUnknownInstitution(at func(string)) {
	p.eachAccount(func(f Field, _ bool) {
		if pan := f.value("01"); len(pan) >= 8 && indonesian(pan) && Institution(pan) == "" {
			at(f.Tag + ".01")
		}
	})
}

func (p Payload) findUnknownCriteria(at func(string)) {
	known := []string{"UMI", "UKE", "UME", "UBE", "URE", "PSO", "BLU"}
	p.eachAccount(func(f Field, _ bool) {
		if c := f.value("03"); c != "" && !slices.Contains(known, c) {
			at(f.Tag + ".03")
		}
	})
}

func (p Payload) findMissingCriteria(at func(string)) {
	p.eachAccount(func(f Field, _ bool) {
		if f.value("03") == "" {
			at(f.Tag + ".03")
		}
	})
}

func (p Payload) findDifferentCriteria(at func(string)) {
	national, _ := p.Field("51")
	want := national.value("03")
	p.eachAccount(func(f Field, _ bool) {
		if c := f.value("03"); c != "" && want != "" && c != want {
			at(f.Tag + ".03")
		}
	})
}

func (p Payload) findCardAccount(at func(string)) {
	for _, o := range p.objects {
		if o.tag >= 2 && o.tag <= 25 {
			at(p.at(o).Tag)
		}
	}
}

func (p Payload) findUndefinedAccount(at func(string)) {
	for _, o := range p.objects {
		if o.tag >= 46 && o.tag <= 50 {
			at(p.at(o).Tag)
		}
	}
}

func (p Payload) findForeign(at func(string)) {
	if p.Scheme() != QRIS {
		at("")
	}
}
