package qris

import "slices"

// nationalLimit is the most that one QRIS payment may carry, in rupiah, since
// 1 March 2022.
const nationalLimit = 10_000_000

func (p Payload) findNoMethod(at func(string)) {
	if p.value("01") == "" {
		at("01")
	}
}

func (p Payload) findStaticAmount(at func(string)) {
	if p.Static() && p.value("54") != "" {
		at("54")
	}
}

func (p Payload) findMissingAmount(at func(string)) {
	if p.value("01") == "12" && p.value("54") == "" {
		at("54")
	}
}

func (p Payload) findOverLimit(at func(string)) {
	if amount, _, _ := p.Amount(); amount > nationalLimit {
		at("54")
	}
}

// findInvalidTip finds a tip that is not understood or that does not go with
// its kind: 56 belongs to kind 02 and 57 to kind 03.
func (p Payload) findInvalidTip(at func(string)) {
	kind := p.value("55")
	if _, ok := p.Tip(); kind != "" && !ok {
		at("55")
	}
	if p.value("56") != "" && kind != "02" {
		at("56")
	}
	if p.value("57") != "" && kind != "03" {
		at("57")
	}
}

// A tip that the shop's code asks for is not carried into dynamic codes.
func (p Payload) findTip(at func(string)) {
	if _, ok := p.Tip(); ok {
		at("55")
	}
}

// Purposes that the standard keeps for transfers and for cash.
func (p Payload) findTransferPurpose(at func(string)) {
	additional, _ := p.Field("62")
	if slices.Contains([]string{"BOOK", "DMCT", "XBCT", "CWDL", "CDPT"}, additional.value(Purpose)) {
		at("62." + Purpose)
	}
}
