package qris

import "slices"

// Severity says how much a finding matters.
type Severity string

const (
	// Refuse: the payload must not be used for money.
	Refuse Severity = "refuse"
	// Warn: the payload breaks the standard the way live codes do, or looks
	// made up; a person should look.
	Warn Severity = "warn"
	// Note: worth knowing, nothing wrong.
	Note Severity = "note"
)

// A Finding is one thing to say about a payload. Besides the code words of the
// refusals there are these.
//
// Warnings: hidden_characters and mixed_scripts (in what the payer reads),
// language_unreadable (64), missing_nmid, nmid_format and nmid_checksum
// (51.02), missing_postal_code (61), too_many_characters, pipe_character,
// mcc_format (52), account_incomplete, pan_format and criteria_unknown
// (accounts), static_with_amount, dynamic_without_amount and amount_over_limit
// (54), tip_invalid (55–57), transfer_purpose (62.08), consumer_data_invalid
// (62.09).
//
// Notes: foreign_scheme, no_point_of_initiation (01 absent counts as static),
// crc_lower_case, card_account (02–25), undefined_account (46–50),
// institution_unknown, criteria_missing and criteria_differ (accounts),
// not_plain_text (other than ASCII 32–126), tip_present (it is dropped when the
// code is made dynamic), additional_reserved (62.10–49), reserved_tag (65–79),
// template_unreadable (80–99).
type Finding struct {
	Severity Severity
	Tag      string // "59", or "26.01" inside a template; "" for the whole payload
	Code     string // stable word, one of Codes
}

// Check returns everything there is to say about a payload: first what is to
// be refused, in the order in which Convertible decides, then warnings, then
// notes. The rules of QRIS are applied to codes of other schemes only as far
// as they are refusals.
func Check(p Payload) []Finding {
	var found []Finding
	p.refusals(func(tag string, r *Refusal) bool {
		found = append(found, Finding{Refuse, tag, r.code})
		return true
	})
	if p.text == "" {
		return found
	}
	applicable := commonRules[:]
	if p.Scheme() == QRIS {
		applicable = slices.Concat(commonRules[:], qrisRules[:])
	}
	for _, severity := range []Severity{Warn, Note} {
		for _, r := range applicable {
			if r.severity == severity {
				r.find(p, func(tag string) { found = append(found, Finding{severity, tag, r.code}) })
			}
		}
	}
	return found
}

// Codes returns every code word that this package uses, in findings, errors
// and removals, so that whoever holds the words can prove to have them all.
func Codes() []string {
	var codes []string
	for _, r := range allRefusals {
		codes = append(codes, r.code)
	}
	for _, r := range slices.Concat(commonRules[:], qrisRules[:]) {
		codes = append(codes, r.code)
	}
	codes = append(codes, "bom", "space", "line_break", "quote", "hidden_character", "url_encoding")
	slices.Sort(codes)
	return slices.Compact(codes)
}

// allRefusals in the order of their declaration.
var allRefusals = [...]*Refusal{
	ErrEmpty, ErrNotEMV, ErrFormatIndicator, ErrTooLong, ErrIDNotNumeric, ErrLengthNotNumeric,
	ErrZeroLength, ErrMalformedTLV, ErrCRCNotLast, ErrDuplicateID, ErrMissingMandatory,
	ErrCRCMissing, ErrCRCLength, ErrCRCMismatch, ErrPointOfInitiation, ErrCountryNotID,
	ErrCurrencyNot360, ErrNotMerchantPayment, ErrMissingMerchantAccount, ErrAmountInvalid,
	ErrAlreadyDynamic, ErrTipInvalid, ErrAdditionalInvalid, ErrChanged,
}

// A rule finds one kind of oddity and names the tags where it is.
type rule struct {
	severity Severity
	code     string
	find     func(p Payload, at func(tag string))
}

// commonRules hold for the codes of every scheme.
var commonRules = [...]rule{
	{Warn, "hidden_characters", Payload.findHidden},
	{Warn, "mixed_scripts", Payload.findMixedScripts},
	{Warn, "language_unreadable", Payload.findUnreadableLanguage},
	{Note, "foreign_scheme", Payload.findForeign},
	{Note, "no_point_of_initiation", Payload.findNoMethod},
	{Note, "crc_lower_case", Payload.findLowerCase},
	{Note, "card_account", Payload.findCardAccount},
	{Note, "reserved_tag", Payload.findReserved},
	{Note, "template_unreadable", Payload.findUnreadableTemplate},
}

// qrisRules hold for QRIS.
var qrisRules = [...]rule{
	{Warn, "missing_nmid", Payload.findMissingNMID},
	{Warn, "nmid_format", Payload.findNMIDFormat},
	{Warn, "nmid_checksum", Payload.findNMIDChecksum},
	{Warn, "missing_postal_code", Payload.findMissingPostalCode},
	{Warn, "too_many_characters", Payload.findOverlong},
	{Warn, "pipe_character", Payload.findPipe},
	{Warn, "mcc_format", Payload.findMCCFormat},
	{Warn, "account_incomplete", Payload.findIncompleteAccount},
	{Warn, "pan_format", Payload.findPANFormat},
	{Warn, "criteria_unknown", Payload.findUnknownCriteria},
	{Warn, "static_with_amount", Payload.findStaticAmount},
	{Warn, "dynamic_without_amount", Payload.findMissingAmount},
	{Warn, "amount_over_limit", Payload.findOverLimit},
	{Warn, "tip_invalid", Payload.findInvalidTip},
	{Warn, "transfer_purpose", Payload.findTransferPurpose},
	{Warn, "consumer_data_invalid", Payload.findInvalidConsumerData},
	{Note, "tip_present", Payload.findTip},
	{Note, "not_plain_text", Payload.findNotPlain},
	{Note, "institution_unknown", Payload.findUnknownInstitution},
	{Note, "criteria_missing", Payload.findMissingCriteria},
	{Note, "criteria_differ", Payload.findDifferentCriteria},
	{Note, "undefined_account", Payload.findUndefinedAccount},
	{Note, "additional_reserved", Payload.findReservedAdditional},
}
