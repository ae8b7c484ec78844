package qris

import "strings"

// A Scheme is the name of the payment scheme a code belongs to.
type Scheme string

// Schemes that are recognised. Only QRIS can be made dynamic here; the others
// are named so that a person can be told what the code is.
const (
	QRIS      Scheme = "QRIS"
	PromptPay Scheme = "PromptPay" // Thailand
	PayNow    Scheme = "PayNow"    // Singapore
	SGQR      Scheme = "SGQR"      // Singapore, without PayNow
	VietQR    Scheme = "VietQR"    // Vietnam
	DuitNow   Scheme = "DuitNow"   // Malaysia
	QRPh      Scheme = "QRPh"      // Philippines
	KHQR      Scheme = "KHQR"      // Cambodia
	LaoQR     Scheme = "LaoQR"     // Laos
	BharatQR  Scheme = "BharatQR"  // India
	LankaQR   Scheme = "LankaQR"   // Sri Lanka
	FonePay   Scheme = "FonePay"   // Nepal
	JPQR      Scheme = "JPQR"      // Japan
	TWQR      Scheme = "TWQR"      // Taiwan
	FPS       Scheme = "FPS"       // Hong Kong
	Pix       Scheme = "Pix"       // Brazil
	EMVCo     Scheme = "EMVCo"     // any other merchant-presented code
)

// guidSchemes tells a scheme by how the GUID of an account begins, in upper
// case, as an application identifier or a reverse domain.
var guidSchemes = [...]struct {
	prefix string
	scheme Scheme
}{
	{"A00000067701011", PromptPay},
	{"SG.PAYNOW", PayNow},
	{"A000000727", VietQR},
	{"A0000006150001", DuitNow},
	{"COM.P2PQRPAY", QRPh},
	{"PH.PPMI.", QRPh},
	{"A000000524", BharatQR},
	{"A005266284662577", LaoQR},
	{"FONEPAY.COM", FonePay},
	{"JP.OR.PAYMENTSJAPAN", JPQR},
	{"TW.COM.TWQRP", TWQR},
	{"HK.COM.HKICL", FPS},
	{"BR.GOV.BCB.PIX", Pix},
	{"SG.", SGQR},
}

// Scheme returns the scheme of the code: QRIS if its country is Indonesia, or
// if it names none and asks for rupiah; else the foreign scheme that its
// accounts or its country tell, else EMVCo.
func (p Payload) Scheme() Scheme {
	if p.Country() == "ID" || p.Country() == "" && p.Currency() == "360" {
		return QRIS
	}
	for _, o := range p.objects {
		if o.tag < 26 || o.tag > 51 {
			continue
		}
		guid := strings.ToUpper(p.at(o).value("00"))
		for _, s := range guidSchemes {
			if strings.HasPrefix(guid, s.prefix) {
				return s.scheme
			}
		}
	}
	return p.countryScheme()
}

// countryScheme tells the schemes that have no GUID of their own by country.
func (p Payload) countryScheme() Scheme {
	switch p.Country() {
	case "KH":
		return KHQR
	case "LK":
		return LankaQR
	case "IN":
		return BharatQR
	case "JP":
		return JPQR
	}
	return EMVCo
}
