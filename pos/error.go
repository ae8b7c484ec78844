package pos

import "errors"

// Error is a refusal or failure of the till that a caller may act on. Its Code
// is a stable word for programs; the words a person reads for it live in assets.
type Error struct{ code, text string }

// Error gives the English line for logs.
func (e *Error) Error() string { return "pos: " + e.text }

// Code gives the stable code word, such as "amount_too_large".
func (e *Error) Code() string { return e.code }

// Refusals: the till understood and says no; nothing was written.
var (
	ErrNotSetUp     = &Error{"not_set_up", "the till has no QRIS yet"}
	ErrSetUp        = &Error{"already_set_up", "the till is set up already"}
	ErrAmount       = &Error{"amount_invalid", "the amount is not a whole number of rupiah above zero"}
	ErrAmountLimit  = &Error{"amount_too_large", "the amount is over the limit of one sale"}
	ErrKeyMissing   = &Error{"key_missing", "a charge needs a key made by its caller"}
	ErrKeyReused    = &Error{"key_reused", "the charge key was used for another request"}
	ErrNotFound     = &Error{"not_found", "there is no such thing in this till"}
	ErrMove         = &Error{"illegal_move", "the order cannot go there from where it is"}
	ErrReshow       = &Error{"reshow_over", "the code was last shown too long ago to be shown again"}
	ErrPairing      = &Error{"pairing_code_wrong", "the pairing code is wrong, used or over"}
	ErrPINNeeded    = &Error{"pin_needed", "the owner's PIN is needed"}
	ErrPINWrong     = &Error{"pin_wrong", "the PIN is wrong"}
	ErrPINLocked    = &Error{"pin_locked", "too many wrong PINs, wait"}
	ErrPINWeak      = &Error{"pin_weak", "the PIN is too short, a run or a repeat"}
	ErrPINTaken     = &Error{"pin_taken", "somebody else has this PIN"}
	ErrPassword     = &Error{"password_weak", "the password has fewer than ten characters"}
	ErrRole         = &Error{"role_invalid", "the role is not one this till knows"}
	ErrManualLimit  = &Error{"limit_manual", "the confirmation by hand is over the cashier's limit"}
	ErrShiftOpen    = &Error{"shift_open", "a shift is open already"}
	ErrShiftNone    = &Error{"shift_none", "there is no shift to close"}
	ErrCount        = &Error{"count_invalid", "the count is not of notes and coins that there are"}
	ErrClock        = &Error{"clock_wrong", "the clock is too far off for automatic confirmation"}
	ErrQRIS         = &Error{"qris_refused", "the text is not a static QRIS that can be stored"}
	ErrQRISKnown    = &Error{"qris_known", "this QRIS is stored already"}
	ErrName         = &Error{"name_invalid", "the name is empty, too long or taken"}
	ErrScope        = &Error{"scope_invalid", "the scope is not one this till knows"}
	ErrDialect      = &Error{"dialect_invalid", "the till speaks no such dialect"}
	ErrZone         = &Error{"zone_invalid", "the time zone is not one of Indonesia's"}
	ErrSetting      = &Error{"setting_invalid", "the setting is not one this till knows"}
	ErrKeyUnknown   = &Error{"key_unknown", "the key is not known or was revoked"}
	ErrSealed       = &Error{"seal_broken", "a sealed secret cannot be read with the key of this machine"}
	ErrSource       = &Error{"source_unknown", "the source is not known"}
	ErrSuggestOnly  = &Error{"suggest_only", "the secret of this phone was typed in by a person, so that it may only suggest"}
	ErrUntested     = &Error{"phone_untested", "the new phone has told of no test money"}
	ErrShared       = &Error{"code_shared", "another till shows this QRIS too, so that an amount alone settles nothing"}
	ErrApp          = &Error{"app_unknown", "no template is for this app"}
	ErrText         = &Error{"text_unread", "no template of this app reads the text"}
	ErrNotMoney     = &Error{"text_not_money", "the text tells of a promotion, a refund or something else that is not money coming in"}
	ErrTemplate     = &Error{"template_invalid", "the template does not name the amount once, between words of its own"}
	ErrCursor       = &Error{"cursor_unknown", "the cursor was never issued by this journal"}
	ErrLive         = &Error{"live_only", "a live till takes no practice money"}
	ErrPracticeCode = &Error{"practice_code", "a practice till takes only the unpayable sample code"}
	ErrSampleCode   = &Error{"sample_code", "nobody can pay the sample code"}
	ErrReference    = &Error{"reference_used", "the reference was used by another payment"}
	ErrCurrency     = &Error{"currency_invalid", "the payment is not in rupiah"}
	ErrReason       = &Error{"reason_missing", "a reason is needed"}
	ErrReport       = &Error{"report_invalid", "the report lacks what a payment needs"}
	ErrNotManual    = &Error{"not_manual", "only money confirmed by hand can be taken back"}
	ErrRights       = &Error{"rights_missing", "the person may not do this"}
	ErrUniqueFull   = &Error{"unique_full", "every unique amount of this price is taken, ask for another price"}
	ErrMetadata     = &Error{"metadata_invalid", "the metadata is too large"}
	ErrRecoveryCode = &Error{"recovery_code_wrong", "the recovery code is not the one of this backup or till"}
	ErrNoRecovery   = &Error{"recovery_code_missing", "backups need a recovery code, and there is none yet"}
	ErrBackup       = &Error{"backup_damaged", "the file is not a whole backup"}
	ErrOtherShop    = &Error{"backup_other_shop", "the backup is of another shop"}
	ErrPlace        = &Error{"backup_place_missing", "the folder for the backup is not there"}
	ErrAnchor       = &Error{"anchor_missing", "the journal does not hold this entry"}
	ErrSpan         = &Error{"span_invalid", "the days are not dates, or the last is before the first"}
	ErrFormat       = &Error{"format_invalid", "the format is not text, csv, xlsx or pdf"}
	ErrSettlement   = &Error{"settlement_invalid", "no acquirer could pay out by this rule"}
	ErrAcquirer     = &Error{"acquirer_needed", "several acquirers pay out, name one"}
	ErrBankEarly    = &Error{"bank_early", "the money of these days is not all collected or paid out yet"}

	ErrStatement        = &Error{"statement_unreadable", "the list is neither CSV nor XLSX"}
	ErrStatementSize    = &Error{"statement_too_large", "the list is larger than ten megabytes, or unpacks to far more"}
	ErrStatementColumns = &Error{"statement_columns", "the list does not have the columns that were named"}
	ErrStatementRow     = &Error{"statement_row", "a line of the list is not a payment as the columns say"}
	ErrStatementFormula = &Error{"statement_formula", "the list has formulas"}
	ErrStatementForeign = &Error{"statement_foreign", "nothing in the list is of this till: another shop, other days or other columns"}

	ErrTooMany  = &Error{"too_many_open", "too many orders made without a key are open"}
	ErrURL      = &Error{"url_invalid", "the URL is not an http or https address, or too long"}
	ErrLife     = &Error{"life_invalid", "no order waits below zero or longer than 31 days"}
	ErrGateway  = &Error{"gateway_unknown", "the gateway is not known or was removed"}
	ErrAddress  = &Error{"address_invalid", "the address is not an https address"}
	ErrCodeOver = &Error{"code_over", "the gateway's code cannot be paid any longer"}

	ErrExternalID = &Error{"external_id_used", "the caller used this external id for another order"}
)

// Failures: something broke; what the answer says is all that is known.
var (
	ErrStorage = &Error{"storage_failed", "the till could not save"}
	ErrHeld    = &Error{"already_running", "another program holds this till"}
	ErrNewer   = &Error{"file_newer", "the file was written by a newer version"}
	ErrDamaged = &Error{"file_damaged", "the file is damaged"}
	ErrFork    = &Error{"journal_fork", "the two copies of the journal differ"}
	ErrVerify  = &Error{"verify_failed", "the till's state differs from its journal"}
	ErrClosed  = &Error{"closed", "the till is closed"}
)

// Code gives the code word of err, or "" when it has none.
func Code(err error) string {
	var coded interface{ Code() string }
	if errors.As(err, &coded) {
		return coded.Code()
	}
	return ""
}
