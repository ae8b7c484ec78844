package temanqris

import (
	"encoding/base64"
	"net/http"

	"laci/pos"
	"laci/qris"
	"laci/qris/symbol"
	"laci/sync/dialect"
)

// myQRIS tells whether there is a QRIS to be paid by. One that was proposed and
// not confirmed by the owner is none yet.
func (d *TemanQRIS) myQRIS(w http.ResponseWriter, _ *http.Request, _ pos.APIKey) error {
	code, ok := d.till.Shop().Pinned()
	if !ok {
		dialect.Reply(w, http.StatusOK, struct {
			Success bool   `json:"success"`
			HasQRIS bool   `json:"has_qris"`
			Message string `json:"message"`
		}{true, false, "No QRIS found. Please upload your static QRIS first (only needed once)."})
		return nil
	}
	type stored struct {
		ID           int    `json:"id"`
		QRISString   string `json:"qris_string"`
		MerchantName string `json:"merchant_name"`
		MerchantCity string `json:"merchant_city"`
		CreatedAt    string `json:"created_at"`
		UpdatedAt    string `json:"updated_at"` // a stored QRIS never changes
	}
	added := stamp(code.Added)
	dialect.Reply(w, http.StatusOK, struct {
		Success bool   `json:"success"`
		HasQRIS bool   `json:"has_qris"`
		QRIS    stored `json:"qris"`
	}{true, true, stored{code.Ref, code.Text, code.Name, code.City, added, added}})
	return nil
}

// pinned finds a QRIS in use by the number this system gives it.
func (d *TemanQRIS) pinned(number int) (pos.QRIS, error) {
	for _, code := range d.till.Shop().Codes {
		if code.Pinned && code.Ref == number {
			return code, nil
		}
	}
	return pos.QRIS{}, errQRIS
}

// render draws a code: a stored one, or a text that pays the same payee as one
// in use.
func (d *TemanQRIS) render(w http.ResponseWriter, r *http.Request, _ pos.APIKey) error {
	var wish struct {
		QRISString string       `json:"qris_string"`
		QRISDataID *dialect.Int `json:"qris_data_id"`
	}
	if err := decode(r, &wish); err != nil {
		return err
	}
	text := wish.QRISString
	switch {
	case text == "" && wish.QRISDataID == nil:
		return invalid("Provide either qris_string or qris_data_id.")
	case text == "":
		code, err := d.pinned(int(*wish.QRISDataID))
		if err != nil {
			return err
		}
		text = code.Text
	case !d.ours(text):
		return errPayee
	}
	picture, err := dataURL(text)
	if err != nil {
		return err
	}
	dialect.Reply(w, http.StatusOK, struct {
		Success bool   `json:"success"`
		QRImage string `json:"qr_image"`
	}{true, picture})
	return nil
}

// ours tells whether a text pays the payee of a QRIS in use.
func (d *TemanQRIS) ours(text string) bool {
	p, err := qris.Parse(text)
	if err != nil || !sound(p) {
		return false
	}
	for _, code := range d.till.Shop().Codes {
		if known, err := qris.Parse(code.Text); code.Pinned && err == nil && samePayee(p, known) {
			return true
		}
	}
	return false
}

// sound tells whether there is nothing in the code that forbids paying by it but
// that it was made for one sale.
func sound(p qris.Payload) bool {
	for _, finding := range qris.Check(p) {
		if finding.Severity == qris.Refuse && finding.Code != qris.ErrAlreadyDynamic.Code() {
			return false
		}
	}
	return true
}

// changing are the fields by which codes of one payee may differ: what a sale
// asks for, and the checksum.
var changing = map[string]bool{"01": true, "54": true, "55": true, "56": true, "57": true, "63": true}

// samePayee tells whether all else is the same, byte for byte.
func samePayee(a, b qris.Payload) bool { return lasting(a) == lasting(b) }

func lasting(p qris.Payload) (text string) {
	for _, field := range p.Fields() {
		if !changing[field.Tag] {
			text += field.String()
		}
	}
	return text
}

// modulePixels make a code of usual size about 400 pixels wide.
const modulePixels = 8

// dataURL draws a code as a data URL.
func dataURL(text string) (string, error) {
	drawn, err := symbol.Draw(text, symbol.M)
	if err != nil {
		return "", err
	}
	png, err := drawn.PNG(modulePixels)
	if err != nil {
		return "", err
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(png), nil
}
