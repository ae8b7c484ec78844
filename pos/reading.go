package pos

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// Reading is what a notification's text tells of money coming in.
type Reading struct {
	Amount    Rupiah `json:"amount"`
	Payer     string `json:"payer,omitempty"`
	Issuer    string `json:"issuer,omitempty"`
	Reference string `json:"reference,omitempty"`
	Pattern   string `json:"pattern"` // that read it
}

// reference tells the RRN, which has twelve digits, from an app's own number.
func (r Reading) reference() (rrn, paymentID string) {
	if len(r.Reference) == 12 && isDigits(r.Reference, 12) {
		return r.Reference, ""
	}
	return "", r.Reference
}

// rawMost is how many bytes of a notification are kept and read.
const rawMost = 2000

// wordings are the till's own, those that tell more first: short sentences of
// the kind that merchant apps use, made up for this till. An owner says which
// app they are tried for.
var wordings = [...]string{
	"Pembayaran QRIS sebesar {amount} dari {payer} ({issuer}) berhasil. Ref {reference}",
	"Pembayaran QRIS sebesar {amount} dari {payer} via {issuer} berhasil",
	"Pembayaran QRIS sebesar {amount} dari {payer} berhasil",
	"Pembayaran QRIS sebesar {amount} berhasil",
	"Pembayaran QRIS {amount} berhasil",
	"Pembayaran QRIS diterima {amount} dari {payer}",
	"Pembayaran QRIS diterima {amount}",
	"Pembayaran diterima {amount} dari {payer}",
	"Pembayaran diterima {amount}",
	"Pembayaran {amount} dari {payer} diterima",
	"Pembayaran {amount} dari {payer} berhasil",
	"Pembayaran {amount} diterima",
	"Uang masuk {amount} dari {payer} via {issuer}",
	"Uang masuk {amount} dari {payer}",
	"Uang masuk {amount}",
	"Dana masuk {amount} dari {payer}",
	"Kamu menerima pembayaran {amount} dari {payer}",
	"Kamu menerima {amount} dari {payer}",
	"Anda menerima pembayaran {amount} dari {payer}",
	"Transaksi QRIS berhasil {amount} dari {payer}",
	"Transaksi QRIS berhasil {amount}",
	"Payment of {amount} from {payer} received",
	"Payment received {amount} from {payer}",
	"You received {amount} from {payer}",
}

// ownWordings are they compiled, by pattern.
var ownWordings = sync.OnceValue(func() map[string]*regexp.Regexp {
	all := map[string]*regexp.Regexp{}
	for _, pattern := range wordings {
		expression, err := compile(pattern)
		if err != nil {
			panic(err) // the list above is wrong: every test of reading fails
		}
		all[pattern] = expression
	}
	return all
})

// notMoney are words of texts that are no money coming in: promotions, what goes
// back, what goes out, what did not work or has still to come.
var notMoney = regexp.MustCompile(`(?i)\b(?:promo\w*|cash ?back|voucher|kupon|diskon|discount|bonus|hadiah|reward|poin|points?|undian|gratis` +
	`|refund\w*|pengembalian|dikembalikan|kembali|reversal|batal\w*|dibatalkan|cancel\w*|gagal|failed|ditolak|declined|menunggu|pending|tertunda` +
	`|tagihan|jatuh tempo|pinjaman|cicilan|otp|penarikan|withdraw\w*|tarik tunai|keluar|terkirim|mengirim|you paid|(?:kamu|anda) (?:mem)?bayar)\b`)

// anAmount is where a captured text holds an amount of its own.
var anAmount = regexp.MustCompile(`(?i)\b(?:rp|idr)\.? ?[0-9]`)

// read reads a notification's text by the templates of its app. Templates that
// read different amounts read none.
func (s *shopState) read(app, text string) (Reading, error) {
	var found Reading
	err := error(fmt.Errorf("app %.40q: %w", app, ErrApp))
	for _, known := range s.Templates {
		if known.App != app {
			continue
		}
		reading, e := known.read(text)
		switch {
		case e != nil:
			if !errors.Is(err, ErrNotMoney) {
				err = e
			}
		case found.Amount == 0:
			found = reading
		case found.Amount != reading.Amount:
			return Reading{}, fmt.Errorf("two amounts: %w", ErrText)
		}
	}
	if found.Amount == 0 {
		return Reading{}, err
	}
	return found, nil
}

// read reads a text by this template.
func (t Template) read(text string) (Reading, error) {
	if len(text) > rawMost {
		return Reading{}, fmt.Errorf("%d bytes: %w", len(text), ErrText)
	}
	text = cleanText(text, rawMost)
	if t.Pattern != "" {
		expression, err := compile(t.Pattern)
		if err != nil {
			return Reading{}, err
		}
		return readBy(t.Pattern, expression, text)
	}
	all := ownWordings()
	err := error(ErrText)
	for _, pattern := range wordings {
		reading, e := readBy(pattern, all[pattern], text)
		if e == nil {
			return reading, nil
		}
		if errors.Is(e, ErrNotMoney) {
			err = e
		}
	}
	return Reading{}, err
}

// readBy reads a text by one expression, or says with ErrNotMoney or ErrText why
// there is no money in it.
func readBy(pattern string, expression *regexp.Regexp, text string) (Reading, error) {
	r := Reading{Pattern: pattern}
	if notMoney.MatchString(text) { // whoever is called that
		return Reading{}, ErrNotMoney
	}
	amount := ""
	at := expression.FindStringSubmatchIndex(text)
	if at == nil {
		return Reading{}, ErrText
	}
	for i, name := range expression.SubexpNames() {
		if i == 0 {
			continue // the whole text
		}
		part := text[at[2*i]:at[2*i+1]]
		switch name {
		case "amount":
			if !standsAlone(text, at[2*i], at[2*i+1]) {
				return Reading{}, ErrText
			}
			amount = part
			continue
		case "payer":
			r.Payer = strings.TrimSpace(part)
		case "issuer":
			r.Issuer = strings.TrimSpace(part)
		case "reference":
			r.Reference = part
		}
		if anAmount.MatchString(part) {
			return Reading{}, fmt.Errorf("two amounts: %w", ErrText)
		}
	}
	var err error
	if r.Amount, err = parseRupiah(cell{text: amount}, false); err != nil || r.Amount <= 0 || r.Amount > limitMost {
		return Reading{}, ErrText
	}
	return r, nil
}

// standsAlone tells whether the amount at a place of the text is whole: no digit
// goes on before or after it, and it is not below zero.
func standsAlone(text string, from, to int) bool {
	before, after := strings.TrimRight(text[:from], " "), text[to:]
	if before != "" && (before[len(before)-1] == '-' || from > 0 && strings.ContainsRune("0123456789.,", rune(text[from-1]))) {
		return false
	}
	after = strings.TrimLeft(after, ".,")
	return after == "" || after[0] < '0' || after[0] > '9'
}

// TrySample tells what the till would read in a notification of an app, or why
// it would not: ErrApp, ErrText or ErrNotMoney. With a pattern it is tried as if
// it were the app's only template; it changes nothing.
func (t *Till) TrySample(app, text, pattern string) (Reading, error) {
	if pattern == "" {
		return t.shop.Load().read(app, text)
	}
	w := Template{App: app, Pattern: cleanText(pattern, patternMost+1)}
	if err := w.check(); err != nil {
		return Reading{}, err
	}
	return w.read(text)
}
