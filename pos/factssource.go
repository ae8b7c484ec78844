package pos

import (
	"errors"
	"slices"
)

// sourceAdded says that a source may report money; its sealed secret is the
// private part. The next Z tells of phones; programs were never told of there.
type sourceAdded struct {
	ofShop
	Name     string `json:"name"`
	Made     Made   `json:"made,omitempty"`
	Trust    Trust  `json:"trust,omitempty"`
	Approved string `json:"approved_by,omitempty"`
}

func (*sourceAdded) kind() Kind { return KindSourceAdded }
func (f *sourceAdded) apply(x *txn, e Entry) error {
	if f.Made.Phone() {
		if err := x.note(e, f.Name); err != nil {
			return err
		}
	}
	return x.changeShop(func(s *shopState) {
		s.Sources = append(s.Sources, Source{Name: f.Name, Made: f.Made, Trust: f.Trust, Added: e.At, Sealed: e.Private})
		s.Untried = true
	})
}

// sourceTrusted says what a source's word does from now on to money that names
// no order.
type sourceTrusted struct {
	ofShop
	Name     string `json:"name"`
	Trust    Trust  `json:"trust,omitempty"`
	Most     Rupiah `json:"most,omitempty"`
	Approved string `json:"approved_by,omitempty"`
}

func (*sourceTrusted) kind() Kind { return KindSourceTrusted }
func (f *sourceTrusted) apply(x *txn, e Entry) error {
	what := f.Name + " " + string(f.Trust)
	if f.Most > 0 {
		what += " " + f.Most.String()
	}
	return errors.Join(x.note(e, what), x.changeSource(f.Name, func(s *Source) { s.Trust, s.Most = f.Trust, f.Most }))
}

// templateAdded says that an app's notifications are read from now on.
type templateAdded struct {
	ofShop
	Template
	Approved string `json:"approved_by,omitempty"`
}

func (*templateAdded) kind() Kind { return KindTemplateAdded }
func (f *templateAdded) apply(x *txn, e Entry) error {
	return errors.Join(x.note(e, f.Template.String()), x.changeShop(func(s *shopState) {
		s.Templates = append(s.Templates, Template{App: f.App, Pattern: f.Pattern})
	}))
}

// templateRemoved says that a template reads nothing any more.
type templateRemoved struct {
	ofShop
	Template
	Approved string `json:"approved_by,omitempty"`
}

func (*templateRemoved) kind() Kind { return KindTemplateRemoved }
func (f *templateRemoved) apply(x *txn, e Entry) error {
	return errors.Join(x.note(e, f.Template.String()), x.changeShop(func(s *shopState) {
		s.Templates = slices.DeleteFunc(s.Templates, func(known Template) bool { return known == f.Template })
	}))
}
