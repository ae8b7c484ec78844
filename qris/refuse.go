package qris

import "fmt"

// mandatory root tags: merchant category, currency, country, name and city.
var mandatory = [...]string{"52", "53", "58", "59", "60"}

// Convertible returns why the payload cannot be made dynamic, or nil. It is
// the first refusal in the order of the sentinels of this package and wraps one
// of them; Parse has decided those about structure before.
func (p Payload) Convertible() error {
	var first error
	p.refusals(func(tag string, r *Refusal) bool {
		first = r
		if tag != "" {
			first = fmt.Errorf("%w: tag %s", r, tag)
		}
		return false
	})
	return first
}

// refusals reports every refusal with the tag it is about, in order, until
// report returns false.
func (p Payload) refusals(report func(tag string, r *Refusal) bool) {
	if p.text == "" {
		report("", ErrEmpty)
		return
	}
	ok := p.value("00") == "01" || report("00", ErrFormatIndicator)
	for _, tag := range mandatory {
		ok = ok && (p.value(tag) != "" || report(tag, ErrMissingMandatory))
	}
	if r := p.crcRefusal(); r != nil {
		ok = ok && report("63", r)
	}
	for _, rule := range contentRules {
		if tag, broken := rule.broken(p); broken {
			ok = ok && report(tag, rule.refusal)
		}
	}
}

// crcRefusal returns what is wrong with the checksum, or nil.
func (p Payload) crcRefusal() *Refusal {
	crc := p.CRC()
	switch {
	case crc == "":
		return ErrCRCMissing
	case count(crc) != 4:
		return ErrCRCLength
	case !crcFits(p.text):
		return ErrCRCMismatch
	}
	return nil
}

// contentRules are the refusals about content, in order. An absent mandatory
// field is not also called a wrong one.
var contentRules = [...]struct {
	refusal *Refusal
	broken  func(p Payload) (tag string, broken bool)
}{
	{ErrPointOfInitiation, func(p Payload) (string, bool) { return "01", !p.Static() && p.value("01") != "12" }},
	{ErrCountryNotID, func(p Payload) (string, bool) { return "58", p.Country() != "" && p.Country() != "ID" }},
	{ErrCurrencyNot360, func(p Payload) (string, bool) { return "53", p.Currency() != "" && p.Currency() != "360" }},
	{ErrNotMerchantPayment, Payload.transfer},
	{ErrMissingMerchantAccount, func(p Payload) (string, bool) { return "", !p.hasAccount() }},
	{ErrAmountInvalid, func(p Payload) (string, bool) { _, _, err := p.Amount(); return "54", err != nil }},
	{ErrAlreadyDynamic, func(p Payload) (string, bool) { return "01", p.value("01") == "12" }},
}

// transfer tells a QRIS Transfer or Tuntas by its account, tag 40, or by the
// merchant category of money transfers.
func (p Payload) transfer() (tag string, broken bool) {
	if _, ok := p.Field("40"); ok {
		return "40", true
	}
	return "52", p.value("52") == "4829"
}

// hasAccount reports whether somebody in Indonesia is paid: the national
// repository or an acquirer's account.
func (p Payload) hasAccount() bool {
	for _, o := range p.objects {
		if o.tag == 51 || o.tag >= 26 && o.tag <= 45 && indonesian(p.at(o).value("01")) {
			return true
		}
	}
	return false
}
