package main

import (
	"fmt"
	"io"
	"strconv"

	"laci/assets"
	"laci/cmd/internal/house"
	"laci/qris"
)

// report is what inspect tells of a code. The field names are stable.
type report struct {
	Static      bool         `json:"static"`
	Convertible bool         `json:"convertible"`
	Reason      string       `json:"reason"` // why not convertible, a code word
	Scheme      string       `json:"scheme"`
	Merchant    merchant     `json:"merchant"`
	Accounts    []account    `json:"accounts"`
	Amount      *int64       `json:"amount"` // whole rupiah; null when there is none, or none that can be read
	Currency    string       `json:"currency"`
	Country     string       `json:"country"`
	Tip         *tip         `json:"tip"`
	Additional  []additional `json:"additional"`
	CRC         string       `json:"crc"`
	Findings    []finding    `json:"findings"`
}

type merchant struct {
	Name       string `json:"name"`
	City       string `json:"city"`
	PostalCode string `json:"postal_code"`
	MCC        string `json:"mcc"`
	NMID       string `json:"nmid"`
	Criteria   string `json:"criteria"`
}

type account struct {
	Tag         string `json:"tag"`
	GUID        string `json:"guid"`
	PAN         string `json:"pan"`
	Institution string `json:"institution"`
	MerchantID  string `json:"merchant_id"`
	Criteria    string `json:"criteria"`
}

type tip struct {
	Kind    string `json:"kind"`              // prompt, fixed or percent
	Fixed   int64  `json:"fixed,omitempty"`   // whole rupiah
	Percent string `json:"percent,omitempty"` // "2.50"
}

type additional struct {
	Tag   string `json:"tag"`
	Value string `json:"value"`
}

type finding struct {
	Severity string `json:"severity"` // refuse, warn or note
	Tag      string `json:"tag"`
	Code     string `json:"code"`
	Text     string `json:"text"`
}

// inspected reads a payload into a report with words in lang.
func inspected(p qris.Payload, lang string) report {
	m := p.Merchant()
	r := report{
		Static:   p.Static(),
		Scheme:   string(p.Scheme()),
		Merchant: merchant{m.Name, m.City, m.PostalCode, m.MCC, p.NMID(), m.Criteria},
		Accounts: []account{}, Additional: []additional{}, Findings: []finding{},
		Currency: p.Currency(), Country: p.Country(), CRC: p.CRC(),
	}
	err := p.Convertible()
	if r.Convertible = err == nil; !r.Convertible {
		r.Reason = house.Code(err)
	}
	if amount, ok, err := p.Amount(); ok && err == nil {
		r.Amount = &amount
	}
	if t, ok := p.Tip(); ok {
		r.Tip = &tip{Kind: t.Kind.String(), Fixed: t.Fixed}
		if t.Kind == qris.TipPercent {
			r.Tip.Percent = fmt.Sprintf("%d.%02d", t.Percent/100, t.Percent%100)
		}
	}
	for _, a := range p.Accounts() {
		r.Accounts = append(r.Accounts, account{a.Tag, a.GUID, a.PAN, a.Institution, a.MerchantID, a.Criteria})
	}
	for _, f := range p.Additional() {
		r.Additional = append(r.Additional, additional{f.Tag, f.Value})
	}
	for _, f := range qris.Check(p) {
		r.Findings = append(r.Findings, finding{string(f.Severity), f.Tag, f.Code, assets.Text(lang, f.Code)})
	}
	return r
}

// print writes the report for a person: the names of the fields and what
// stands in them, empty ones left out.
func (r report) print(w io.Writer) {
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(w, "%-22s %s\n", name, value)
		}
	}
	line("scheme", r.Scheme)
	line("static", strconv.FormatBool(r.Static))
	line("convertible", strconv.FormatBool(r.Convertible))
	line("reason", r.Reason)
	line("merchant.name", r.Merchant.Name)
	line("merchant.city", r.Merchant.City)
	line("merchant.postal_code", r.Merchant.PostalCode)
	line("merchant.mcc", r.Merchant.MCC)
	line("merchant.nmid", r.Merchant.NMID)
	line("merchant.criteria", r.Merchant.Criteria)
	for _, a := range r.Accounts {
		line("account "+a.Tag, oneLine(a.GUID+" "+a.PAN+" "+a.Institution+" "+a.MerchantID+" "+a.Criteria))
	}
	if r.Amount != nil {
		line("amount", strconv.FormatInt(*r.Amount, 10))
	}
	line("currency", r.Currency)
	line("country", r.Country)
	if r.Tip != nil {
		fixed := ""
		if r.Tip.Fixed > 0 {
			fixed = strconv.FormatInt(r.Tip.Fixed, 10)
		}
		line("tip", oneLine(r.Tip.Kind+" "+fixed+" "+r.Tip.Percent))
	}
	for _, a := range r.Additional {
		line("additional "+a.Tag, a.Value)
	}
	line("crc", r.CRC)
	for _, f := range r.Findings {
		line(f.Severity, oneLine(f.Code+" "+f.Tag)+": "+f.Text)
	}
}

type inspectCmd struct {
	JSON bool `name:"json" help:"Print JSON with stable field names."`
	sourceArg
}

// Run prints the report. A text without sound structure is refused.
func (c *inspectCmd) Run(sh *shell) error {
	text, err := sh.payload(c.Code)
	if err != nil {
		return err
	}
	payload, err := qris.Parse(text)
	if err != nil {
		return err
	}
	r := inspected(payload, sh.lang)
	if !c.JSON {
		r.print(sh.out)
		return nil
	}
	return sh.json(r)
}
