package qris

// InstitutionsAsOf is the month in which the names known to Institution were
// collected. Acquirers come, merge and change their names: a name is for
// display, and an unknown one is no reason to distrust a code.
const InstitutionsAsOf = "2026-11"

// Institution returns the everyday name of the bank or payment company whose
// number a PAN begins with (8 digits, 9360 and a 4-digit code of the national
// numbering), or "" if it is not known.
func Institution(pan string) string {
	if len(pan) < 8 || !indonesian(pan) {
		return ""
	}
	code := pan[4:8]
	if name := bank(code); name != "" {
		return name
	}
	if name := regionalBank(code); name != "" {
		return name
	}
	return paymentCompany(code)
}

// bank names national and foreign banks.
func bank(code string) string {
	switch code {
	case "0002":
		return "BRI"
	case "0008":
		return "Bank Mandiri"
	case "0009":
		return "BNI"
	case "0011":
		return "Bank Danamon"
	case "0013":
		return "PermataBank"
	case "0014":
		return "BCA"
	case "0016":
		return "Maybank"
	case "0019":
		return "Panin Bank"
	case "0022":
		return "CIMB Niaga"
	case "0023":
		return "UOB"
	case "0028":
		return "OCBC"
	case "0031":
		return "Citibank"
	case "0036":
		return "CCB Indonesia"
	case "0037":
		return "Bank Artha Graha"
	case "0076":
		return "Bank Bumi Arta"
	case "0147":
		return "Bank Muamalat"
	case "0152":
		return "Bank Shinhan"
	case "0153":
		return "Bank Sinarmas"
	case "0157":
		return "Bank Maspion"
	case "0161":
		return "Bank Ganesha"
	case "0167":
		return "QNB"
	case "0200":
		return "BTN"
	case "0212":
		return "Bank Woori Saudara"
	case "0213":
		return "SMBC Indonesia (BTPN)"
	case "0422":
		return "BRI Syariah"
	case "0426":
		return "Bank Mega"
	case "0441":
		return "KB Bank (Bukopin)"
	case "0451":
		return "BSI"
	case "0484":
		return "Hana Bank"
	case "0485":
		return "MNC Bank (Motion)"
	case "0490":
		return "Bank Neo Commerce"
	case "0494":
		return "Bank Raya"
	case "0501":
		return "blu by BCA Digital"
	case "0503":
		return "Nobu"
	case "0513":
		return "Bank Ina"
	case "0523":
		return "Bank Sampoerna"
	case "0531":
		return "Amar Bank"
	case "0535":
		return "SeaBank"
	case "0536":
		return "BCA Syariah"
	case "0542":
		return "Bank Jago"
	case "0548":
		return "Bank Multiarta Sentosa"
	case "0553":
		return "Bank Mayora"
	case "0564":
		return "Bank Mandiri Taspen"
	case "0947":
		return "Bank Aladin Syariah"
	case "0950":
		return "Bank Commonwealth"
	}
	return ""
}

// regionalBank names the development banks of the provinces.
func regionalBank(code string) string {
	switch code {
	case "0110":
		return "bank bjb"
	case "0111":
		return "Bank Jakarta (DKI)"
	case "0112":
		return "Bank BPD DIY"
	case "0114":
		return "Bank Jatim"
	case "0115":
		return "Bank Jambi"
	case "0116":
		return "Bank Aceh Syariah"
	case "0118":
		return "Bank Nagari"
	case "0119":
		return "BRK Syariah (Riau Kepri)"
	case "0120":
		return "Bank Sumsel Babel"
	case "0121":
		return "Bank Lampung"
	case "0122":
		return "Bank Kalsel"
	case "0123":
		return "Bank Kalbar"
	case "0124":
		return "Bankaltimtara"
	case "0126":
		return "Bank Sulselbar"
	case "0127":
		return "Bank SulutGo"
	case "0129":
		return "Bank BPD Bali"
	case "0130":
		return "Bank NTT"
	case "0132":
		return "Bank Papua"
	case "0133":
		return "Bank Bengkulu"
	case "0425":
		return "bank bjb syariah"
	}
	return ""
}

// paymentCompany names payment service providers that are not banks.
func paymentCompany(code string) string {
	switch code {
	case "0777":
		return "Finpay"
	case "0789":
		return "IMkas"
	case "0808":
		return "Bayarind"
	case "0811":
		return "OttoCash"
	case "0812":
		return "KasPro"
	case "0813":
		return "GPay"
	case "0814":
		return "Netzme"
	case "0815":
		return "Bimasakti"
	case "0816":
		return "SPIN (MNC)"
	case "0817":
		return "YUKK"
	case "0818":
		return "Paydia"
	case "0820":
		return "PAC Cash"
	case "0821":
		return "Midazpay"
	case "0822":
		return "AstraPay"
	case "0826":
		return "Dipay"
	case "0828":
		return "TrueMoney"
	case "0829":
		return "m-bayar"
	case "0830":
		return "YODU"
	case "0832":
		return "GDC Pay"
	case "0839":
		return "Cashlez"
	case "0847":
		return "Honest"
	case "0848":
		return "Xendit"
	case "0898":
		return "Telkom"
	case "0899":
		return "DOKU"
	case "0911":
		return "LinkAja"
	case "0912":
		return "OVO"
	case "0914":
		return "GoPay"
	case "0915":
		return "DANA"
	case "0916":
		return "Gudang Voucher"
	case "0917":
		return "PayTren"
	case "0918":
		return "ShopeePay"
	case "0919":
		return "BluePay"
	case "0920":
		return "i.saku"
	}
	return ""
}
