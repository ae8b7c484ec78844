package pos

import "errors"

// deviceAdded says that a screen or phone was paired; the SHA-256 of its token
// is the private part.
type deviceAdded struct {
	ofShop
	Name     string `json:"name"`
	Scope    string `json:"scope"`
	Approved string `json:"approved_by,omitempty"`
}

func (*deviceAdded) kind() Kind { return KindDeviceAdded }
func (f *deviceAdded) apply(x *txn, e Entry) error {
	return errors.Join(x.note(e, f.Name), x.changeShop(func(s *shopState) {
		s.Devices = append(s.Devices, Device{Name: f.Name, Scope: f.Scope, Added: e.At, Hash: e.Private})
	}))
}

// deviceRevoked takes a device's token away.
type deviceRevoked struct {
	ofShop
	Name     string `json:"name"`
	Approved string `json:"approved_by,omitempty"`
}

func (*deviceRevoked) kind() Kind { return KindDeviceRevoked }
func (f *deviceRevoked) apply(x *txn, e Entry) error {
	return errors.Join(x.note(e, f.Name), x.changeShop(func(s *shopState) {
		if known := s.device(f.Name); known != nil {
			known.Revoked = e.At
		}
	}))
}
