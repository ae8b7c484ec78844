// Package qris reads, checks and makes dynamic the text of a QRIS code, the
// Indonesian profile of the EMVCo merchant-presented QR code.
//
// # Reading
//
// [Parse] takes a payload apart without changing a byte of it: the fields stay
// in wire order and [Payload.String] gives the input back. It refuses only
// what has no sound structure. Lengths count characters; the checksum runs
// over the UTF-8 bytes.
//
// # Checking
//
// [Check] lists everything there is to say about a payload. What makes it unfit
// for money has severity [Refuse]; live codes are sloppy, so everything milder
// is a [Warn] or a [Note]. [Payload.Convertible] answers with the first refusal.
//
// # Making dynamic
//
// [Dynamic] turns the static code of a shop into one that asks for an amount.
// Every byte that the change does not touch is kept. [Payload.Dynamic] does the
// same step by step and is the specification; [Dynamic] is the same rule made
// fast.
//
// # Errors
//
// Every error of this package wraps one of its sentinels, which are of type
// [*Refusal]: compare with [errors.Is], or take the stable word with [Code].
package qris
