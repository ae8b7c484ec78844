package pos

import "fmt"

// factOf gives an empty fact of the kind, to decode an entry's body into.
func factOf(kind Kind) (fact, error) {
	make, ok := map[Kind]func() fact{
		KindTillOpened:      func() fact { return &tillOpened{} },
		KindTillRepaired:    func() fact { return &tillRepaired{} },
		KindTerminalEpoch:   func() fact { return &terminalEpoch{} },
		KindBackupMade:      func() fact { return &backupMade{} },
		KindSealLost:        func() fact { return &sealLost{} },
		KindRecoverySet:     func() fact { return &recoverySet{} },
		KindRecoveryWritten: func() fact { return &recoveryWritten{} },
		KindSettings:        func() fact { return &settingsChanged{} },
		KindPINSet:          func() fact { return &pinSet{} },
		KindPINRefused:      func() fact { return &pinRefused{} },
		KindPINAccepted:     func() fact { return &pinAccepted{} },
		KindPINReset:        func() fact { return &pinReset{} },
		KindPersonAdded:     func() fact { return &personAdded{} },
		KindPersonRetired:   func() fact { return &personRetired{} },
		KindCashierChanged:  func() fact { return &cashierChanged{} },
		KindCashMoved:       func() fact { return &cashMoved{} },
		KindShiftOpened:     func() fact { return &shiftOpened{} },
		KindShiftClosed:     func() fact { return &shiftClosed{} },
		KindQRISProposed:    func() fact { return &qrisProposed{} },
		KindQRISPinned:      func() fact { return &qrisPinned{} },
		KindQRISUnpinned:    func() fact { return &qrisUnpinned{} },
		KindQRISShared:      func() fact { return &qrisShared{} },
		KindStaticAdded:     func() fact { return &staticAdded{} },
		KindKeyAdded:        func() fact { return &keyAdded{} },
		KindKeyRevoked:      func() fact { return &keyRevoked{} },
		KindTokenAdded:      func() fact { return &tokenAdded{} },
		KindTokenRevoked:    func() fact { return &tokenRevoked{} },
		KindSourceAdded:     func() fact { return &sourceAdded{} },
		KindSourceRevoked:   func() fact { return &sourceRevoked{} },
		KindSourceTrusted:   func() fact { return &sourceTrusted{} },
		KindSourceBeating:   func() fact { return &sourceBeating{} },
		KindSourceSilent:    func() fact { return &sourceSilent{} },
		KindSourceHeard:     func() fact { return &sourceHeard{} },
		KindTemplateAdded:   func() fact { return &templateAdded{} },
		KindTemplateRemoved: func() fact { return &templateRemoved{} },
		KindDeviceAdded:     func() fact { return &deviceAdded{} },
		KindDeviceRevoked:   func() fact { return &deviceRevoked{} },
		KindHookAdded:       func() fact { return &hookAdded{} },
		KindHookRevoked:     func() fact { return &hookRevoked{} },
		KindOrderAsked:      func() fact { return &orderAsked{} },
		KindOrderAnswered:   func() fact { return &orderAnswered{} },
		KindOrderPlaced:     func() fact { return &orderPlaced{} },
		KindOrderShown:      func() fact { return &orderShown{} },
		KindOrderExpired:    func() fact { return &orderExpired{} },
		KindOrderCancelled:  func() fact { return &orderCancelled{} },
		KindOrderClaimed:    func() fact { return &orderClaimed{} },
		KindOrderFailed:     func() fact { return &orderFailed{} },
		KindOrderPrinted:    func() fact { return &orderPrinted{} },
		KindOrderReprinted:  func() fact { return &orderReprinted{} },
		KindPaymentSettled:  func() fact { return &paymentSettled{} },
		KindPaymentReported: func() fact { return &paymentReported{} },
		KindPaymentAttached: func() fact { return &paymentAttached{} },
		KindPaymentWitness:  func() fact { return &paymentWitnessed{} },
		KindPaymentVoided:   func() fact { return &paymentVoided{} },
		KindPaymentReturned: func() fact { return &paymentClosed{} },
		KindPaymentNotOurs:  func() fact { return &paymentClosed{} },
		KindRefundGiven:     func() fact { return &refundGiven{} },
		KindOrderKept:       func() fact { return &orderKept{} },
		KindSettlement:      func() fact { return &settlementChanged{} },
		KindBankCompared:    func() fact { return &bankCompared{} },
		KindGatewayAdded:    func() fact { return &gatewayAdded{} },
		KindGatewayRemoved:  func() fact { return &gatewayRemoved{} },
		KindGatewayPinned:   func() fact { return &gatewayPinned{} },
		KindGatewayDoubted:  func() fact { return &gatewayDoubted{} },
		KindCodeAnswered:    func() fact { return &codeAnswered{} },
	}[kind]
	if !ok {
		return nil, fmt.Errorf("%w: entry of unknown kind %q", ErrNewer, kind)
	}
	return make(), nil
}

// ofShop is embedded in facts that belong to no order.
type ofShop struct{}

func (ofShop) order() ID { return ID{} }

// tillOpened is the first entry of a file: which terminal it is, and whether
// its money is practice, for ever.
type tillOpened struct {
	ofShop
	Terminal string `json:"terminal"`
	Practice bool   `json:"practice"`
}

func (*tillOpened) kind() Kind { return KindTillOpened }
func (f *tillOpened) apply(x *txn, _ Entry) error {
	return x.changeShop(func(s *shopState) { s.Terminal, s.Practice = f.Terminal, f.Practice })
}

// tillRepaired says that a damaged file was made anew from the other one.
type tillRepaired struct {
	ofShop
	File  string `json:"file"`
	Cause string `json:"cause"`
}

func (*tillRepaired) kind() Kind                    { return KindTillRepaired }
func (f *tillRepaired) apply(x *txn, e Entry) error { return x.note(e, f.File) }

// settingsChanged carries the settings as they are from now on.
type settingsChanged struct {
	ofShop
	Settings Settings `json:"settings"`
}

func (*settingsChanged) kind() Kind { return KindSettings }
func (f *settingsChanged) apply(x *txn, _ Entry) error {
	return x.changeShop(func(s *shopState) {
		s.Untried = s.Untried || f.Settings.Gateway != s.Settings.Gateway
		s.Settings = f.Settings
	})
}
