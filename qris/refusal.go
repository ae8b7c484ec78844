package qris

import "errors"

// A Refusal is a reason not to trust or not to convert a payload. The package
// has one value for each reason, to be compared with errors.Is.
type Refusal struct {
	code    string
	message string
}

// Error returns the reason in English for a log or a developer. The words for
// people belong to whoever shows them and are found by Code.
func (r *Refusal) Error() string { return "qris: " + r.message }

// Code returns the stable snake_case word of the reason.
func (r *Refusal) Code() string { return r.code }

// Refusals of the text, in the order in which they are decided. The first
// that applies is the one reported.
var (
	// ErrEmpty: there is no text at all.
	ErrEmpty = &Refusal{"empty", "the text is empty"}
	// ErrNotEMV: the text does not start with tag 00, so it is a link, a
	// consumer-presented code or something else.
	ErrNotEMV = &Refusal{"not_emv", "the text is not a merchant-presented payment code"}
	// ErrFormatIndicator: tag 00 is there but is not "01".
	ErrFormatIndicator = &Refusal{"format_indicator", "the payload format indicator is not 01"}
	// ErrTooLong: the text has more than 512 characters.
	ErrTooLong = &Refusal{"too_long", "the payload is longer than 512 characters"}
	// ErrIDNotNumeric: a tag is not two ASCII digits.
	ErrIDNotNumeric = &Refusal{"id_not_numeric", "a tag is not two digits"}
	// ErrLengthNotNumeric: a length is not two ASCII digits.
	ErrLengthNotNumeric = &Refusal{"length_not_numeric", "a length is not two digits"}
	// ErrZeroLength: a field has no value.
	ErrZeroLength = &Refusal{"zero_length", "a field has length zero"}
	// ErrMalformedTLV: a field is cut off, data trails, the text is not UTF-8
	// (so that characters cannot be counted) or a template 26–51 or 62 does
	// not hold whole fields.
	ErrMalformedTLV = &Refusal{"malformed_tlv", "the fields do not add up"}
	// ErrCRCNotLast: tag 63 stands before another field.
	ErrCRCNotLast = &Refusal{"crc_not_last", "the checksum is not the last field"}
	// ErrDuplicateID: a tag occurs twice at the root or inside one template.
	ErrDuplicateID = &Refusal{"duplicate_id", "a tag occurs twice"}
	// ErrMissingMandatory: one of tags 52, 53, 58, 59 and 60 is absent.
	ErrMissingMandatory = &Refusal{"missing_mandatory", "a mandatory field is missing"}
	// ErrCRCMissing: there is no tag 63.
	ErrCRCMissing = &Refusal{"crc_missing", "there is no checksum"}
	// ErrCRCLength: tag 63 does not have four characters.
	ErrCRCLength = &Refusal{"crc_length", "the checksum does not have four characters"}
	// ErrCRCMismatch: the checksum belongs to another text: the code was
	// misread or altered.
	ErrCRCMismatch = &Refusal{"crc_mismatch", "the checksum does not fit the text"}
	// ErrPointOfInitiation: tag 01 is neither 11 (static) nor 12 (dynamic).
	ErrPointOfInitiation = &Refusal{"point_of_initiation", "the point of initiation is neither 11 nor 12"}
	// ErrCountryNotID: tag 58 is not Indonesia.
	ErrCountryNotID = &Refusal{"country_not_ID", "the country is not Indonesia"}
	// ErrCurrencyNot360: tag 53 is not the rupiah.
	ErrCurrencyNot360 = &Refusal{"currency_not_360", "the currency is not rupiah"}
	// ErrNotMerchantPayment: a QRIS Transfer or Tuntas code (tag 40 or merchant
	// category 4829), which moves money between people.
	ErrNotMerchantPayment = &Refusal{"not_merchant_payment", "the code is for a transfer or for cash, not for paying a merchant"}
	// ErrMissingMerchantAccount: neither tag 51 nor a template 26–45 whose
	// account number is Indonesian (9360…).
	ErrMissingMerchantAccount = &Refusal{"missing_merchant_account", "there is no Indonesian merchant account"}
	// ErrAmountInvalid: an amount (tag 54 of a payload, or the one asked for)
	// is not a whole number of rupiah from 1 to MaxAmount.
	ErrAmountInvalid = &Refusal{"amount_invalid", "the amount is not a whole number of rupiah above zero"}
	// ErrAlreadyDynamic: tag 01 is 12, so the code belongs to one sale already.
	ErrAlreadyDynamic = &Refusal{"already_dynamic", "the code is dynamic already"}
)

// Refusals of what Dynamic was asked to add.
var (
	// ErrTipInvalid: the tip asked for has an unknown kind, an amount outside
	// 1 to MaxAmount or a percentage outside 0.01 to 99.99.
	ErrTipInvalid = &Refusal{"tip_invalid", "the tip is not valid"}
	// ErrAdditionalInvalid: an additional field asked for is not one of 01–08,
	// is named twice, does not have 1 to 25 printable ASCII characters, or
	// makes tag 62 longer than 99 characters.
	ErrAdditionalInvalid = &Refusal{"additional_invalid", "the additional field is not valid"}
	// ErrChanged: the payload made did not read back as the input plus the
	// change. It guards the last step before a code is shown.
	ErrChanged = &Refusal{"changed", "the payload made does not read back as the one given"}
)

// Code returns the code word of the first error of this package in the chain
// of err, or "" if there is none.
func Code(err error) string {
	var r *Refusal
	if errors.As(err, &r) {
		return r.code
	}
	return ""
}
