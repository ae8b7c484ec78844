package pos

import (
	"context"
	"slices"
)

// Role is what somebody is in the shop.
type Role string

// The roles. Owner, supervisor and cashier stand at the till and have PINs;
// admin and staff come through the web and have passwords.
const (
	RoleOwner      Role = "owner"
	RoleSupervisor Role = "supervisor"
	RoleCashier    Role = "cashier"
	RoleAdmin      Role = "admin"
	RoleStaff      Role = "staff"
)

// keyRole is the role of a program whose key has the scope.
func keyRole(scope string) Role { return Role("key:" + scope) }

// Web tells whether people of the role come through the web.
func (r Role) Web() bool { return r == RoleAdmin || r == RoleStaff }

// Known tells whether a person may have the role.
func (r Role) Known() bool {
	return slices.Contains([]Role{RoleOwner, RoleSupervisor, RoleCashier, RoleAdmin, RoleStaff}, r)
}

// Right is something that not everybody may do.
type Right string

// The rights.
const (
	MayLook         Right = "look"          // own shift and the last orders
	MaySell         Right = "sell"          // charge, show, cancel, take cash
	MayConfirm      Right = "confirm"       // by hand, within the limits
	MayAttach       Right = "attach"        // money of exactly an order's amount, shown before it
	MayMoveCash     Right = "move_cash"     // in and out of the drawer
	MayShift        Right = "shift"         // open, hand over, close
	MayReport       Right = "report"        // say that money came in
	MaySeeTotals    Right = "see_totals"    // of shifts and days
	MayConfirmAbove Right = "confirm_above" // by hand, above the limits
	MayDiscount     Right = "discount"      // above the free one
	MayAttachAny    Right = "attach_any"    // any money to any order
	MayVoid         Right = "void"          // take a manual confirmation back
	MayRefund       Right = "refund"        // give an order's money back
	MayReturn       Right = "return"        // money without an order: returned, not ours
	MaySettings     Right = "settings"
	MayQRIS         Right = "qris"   // who is paid
	MayKeys         Right = "keys"   // programs and sources
	MayRevoke       Right = "revoke" // keys, sources and devices; a program needs no PIN
	MayPeople       Right = "people"
	MayRestore      Right = "restore" // another till's file, another tablet
)

// rights is the one table of who may do what: people, web accounts and keys.
var rights = map[Right][]Role{
	MayLook:         {RoleOwner, RoleSupervisor, RoleCashier, RoleAdmin, RoleStaff, keyRole(ScopeRead), keyRole(ScopeAdmin)},
	MaySell:         {RoleOwner, RoleSupervisor, RoleCashier, RoleAdmin, RoleStaff, keyRole(ScopeCharge), keyRole(ScopeAdmin)},
	MayConfirm:      {RoleOwner, RoleSupervisor, RoleCashier},
	MayAttach:       {RoleOwner, RoleSupervisor, RoleCashier},
	MayMoveCash:     {RoleOwner, RoleSupervisor, RoleCashier},
	MayShift:        {RoleOwner, RoleSupervisor, RoleCashier},
	MayReport:       {keyRole(ScopeSettle), keyRole(ScopeAdmin)},
	MaySeeTotals:    {RoleOwner, RoleSupervisor, RoleAdmin, keyRole(ScopeRead), keyRole(ScopeAdmin)},
	MayConfirmAbove: {RoleOwner, RoleSupervisor},
	MayDiscount:     {RoleOwner, RoleSupervisor},
	MayAttachAny:    {RoleOwner, RoleSupervisor},
	MayVoid:         {RoleOwner, RoleSupervisor},
	MayRefund:       {RoleOwner, RoleSupervisor},
	MayReturn:       {RoleOwner},
	MaySettings:     {RoleOwner},
	MayQRIS:         {RoleOwner},
	MayKeys:         {RoleOwner},
	MayRevoke:       {RoleOwner, keyRole(ScopeAdmin)},
	MayPeople:       {RoleOwner},
	MayRestore:      {RoleOwner},
}

// May tells whether the role has the right.
func (r Role) May(right Right) bool { return slices.Contains(rights[right], r) }

// May tells whether a program with this key has the right.
func (k APIKey) May(right Right) bool {
	return slices.ContainsFunc(k.Scopes, func(scope string) bool { return keyRole(scope).May(right) })
}

// May tells whether an actor of the journal has the right: a person by the
// role, anybody else at the till as a cashier. The settings may show totals to
// cashiers.
func (t *Till) May(actor string, right Right) bool { return t.shop.Load().may(actor, right) }

func (s *shopState) may(actor string, right Right) bool {
	role := RoleCashier
	if p := s.person(actor); p != nil {
		role = p.Role
		if p.Retired {
			return false
		}
	}
	return role.May(right) || right == MaySeeTotals && role == RoleCashier && s.Settings.CashierTotals
}

// Approve finds whose PIN it is among those who have a right: the person named,
// or with "" whoever has it. It gives the name, to be written down; "" before
// any PIN was set. It returns ErrPINNeeded, ErrPINWrong, ErrPINLocked while a
// wait runs, or ErrRights when the person named may not do this.
func (t *Till) Approve(ctx context.Context, right Right, person, pin string) (name string, err error) {
	switch {
	case !t.shop.Load().hasPIN():
		return "", nil
	case pin == "":
		return "", ErrPINNeeded
	}
	return t.identify(ctx, right, person, pin)
}
