package ui

import "laci/pos"

// fee is an answer about what is added to each sale. Passing the fee of QRIS on
// to customers is forbidden in Indonesia, so that turning one on asks once more.
func (s *settings) fee(code string, is pos.Rupiah, note string, plain bool, set func(s *pos.Settings, amount pos.Rupiah)) answer {
	a := s.a
	ask := func() {
		a.amount.ask(figure{screen: "set." + code, title: a.t("set." + code), text: a.t("set." + code + ".text"), start: is, nothing: true, plain: plain, back: s.limits,
			answers: []figureAnswer{{code: "set.save", words: func(pos.Rupiah) string { return a.t("settings.save") }, do: func(amount pos.Rupiah) {
				s.change(func(now *pos.Settings) { set(now, amount) }, s.limits)
			}}}})
	}
	return answer{code: "set." + code, words: a.t("set." + code), note: note, mark: "edit", do: func() {
		if is > 0 {
			ask()
			return
		}
		s.sure(a.t("set.fee.sure"), a.t("set.fee.law"), s.limits, ask)
	}}
}

// wholeBasis is all of an amount, in hundredths of a percent.
const wholeBasis = 10_000

// basisWords writes a share in hundredths of a percent: "0,70 %".
func (a *App) basisWords(basis int) string {
	if basis == 0 {
		return a.t("set.fee.none")
	}
	return a.t("set.fee.percent", basis/100, basis%100)
}
