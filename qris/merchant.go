package qris

import "strings"

// A Merchant is who a code says it pays.
type Merchant struct {
	Name       string // tag 59
	City       string // tag 60
	PostalCode string // tag 61
	MCC        string // tag 52, the ISO 18245 merchant category, four digits
	// Criteria is the size class of the merchant: UMI, UKE, UME, UBE, URE, PSO
	// or BLU. It is taken from tag 51, else from the first account that has
	// one; a QRIS without any counts as URE.
	Criteria  string
	Languages []Language // tag 64
}

// A Language is the merchant's name and city in another language.
type Language struct {
	Code string // ISO 639, two letters
	Name string
	City string
}

// Merchant returns who the code says it pays.
func (p Payload) Merchant() Merchant {
	m := Merchant{
		Name:       p.value("59"),
		City:       p.value("60"),
		PostalCode: p.value("61"),
		MCC:        p.value("52"),
		Criteria:   p.criteria(),
	}
	if f, ok := p.Field("64"); ok && f.Fields() != nil {
		m.Languages = []Language{{f.value("00"), f.value("01"), f.value("02")}}
	}
	return m
}

func (p Payload) criteria() string {
	if f, ok := p.Field("51"); ok && f.value("03") != "" {
		return f.value("03")
	}
	for _, o := range p.objects {
		if o.tag < 26 || o.tag > 45 {
			continue
		}
		if c := p.at(o).value("03"); c != "" && indonesian(p.at(o).value("01")) {
			return c
		}
	}
	if p.Scheme() == QRIS {
		return "URE"
	}
	return ""
}

// NMID returns the national merchant id, 51.02, or "" if there is none.
func (p Payload) NMID() string {
	f, _ := p.Field("51")
	return f.value("02")
}

// An Account is one place where the merchant can be paid.
type Account struct {
	Tag  string // "02" to "51"
	GUID string // the owner of the account's format, a reverse domain; "" for tags 02–25
	// PAN is the merchant's account number, in a QRIS usually 18 digits without
	// the check digit. For tags 02–25, which hold no more than a number, it is
	// the whole value.
	PAN string
	// Institution is the name of the acquirer that the PAN begins with, known
	// as of InstitutionsAsOf, or for tags 02–25 of the network that owns the
	// tag. It is "" if unknown: new acquirers appear.
	Institution string
	MerchantID  string // the acquirer's id for the merchant; in tag 51 the NMID
	Criteria    string // size class as printed, "" if absent
}

// Accounts returns the merchant accounts, tags 02 to 51, in wire order.
func (p Payload) Accounts() []Account {
	var accounts []Account
	for _, o := range p.objects {
		if o.tag < 2 || o.tag > 51 {
			continue
		}
		f := p.at(o)
		if o.tag < 26 {
			accounts = append(accounts, Account{Tag: f.Tag, PAN: f.Value, Institution: network(o.tag)})
			continue
		}
		pan := f.value("01")
		accounts = append(accounts, Account{
			Tag:         f.Tag,
			GUID:        f.value("00"),
			PAN:         pan,
			Institution: Institution(pan),
			MerchantID:  f.value("02"),
			Criteria:    f.value("03"),
		})
	}
	return accounts
}

// at returns the field at an object.
func (p Payload) at(o object) Field {
	return Field{p.text[o.start-4 : o.start-2], p.text[o.start:o.end]}
}

// indonesian reports whether a PAN belongs to the Indonesian numbering.
func indonesian(pan string) bool { return strings.HasPrefix(pan, "9360") }

// network returns the card network that owns a primitive account tag.
func network(tag uint8) string {
	switch tag {
	case 2, 3:
		return "Visa"
	case 4, 5:
		return "Mastercard"
	case 9, 10:
		return "Discover"
	case 11, 12:
		return "American Express"
	case 13, 14:
		return "JCB"
	case 15, 16:
		return "UnionPay"
	}
	return ""
}
