package house

import (
	"context"

	"laci/pos"
)

// addPerson adds somebody: Name, Role, Email, Secret; the owner's PIN.
func addPerson(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	err := till.AddPerson(ctx, pos.AddPerson{
		Name: args.Name, Role: args.Role, Email: args.Email, Secret: args.Secret, PIN: args.PIN, Actor: actor,
	})
	return people(till, err)
}

// setPIN gives the person of Name the new Secret; the owner's PIN.
func setPIN(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	return people(till, till.SetSecret(ctx, args.Name, args.Secret, args.PIN, actor))
}

// retirePerson takes the person of Name out of the shop; the owner's PIN.
func retirePerson(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	return people(till, till.Retire(ctx, args.Name, args.PIN, actor))
}

// listPeople answers with everybody.
func listPeople(_ context.Context, till *pos.Till, _ Args) (Answer, error) {
	return people(till, nil)
}

func people(till *pos.Till, err error) (Answer, error) {
	if err != nil {
		return Answer{}, err
	}
	return Answer{People: till.People()}, nil
}

// resetPIN gives the owner the new Secret as PIN. Whoever reaches this verb is
// the account that owns the till's files: the socket and they are its alone.
func resetPIN(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	err := till.ResetPIN(ctx, pos.ResetByAccount, args.Secret, actor)
	return Answer{}, err
}

// openShift opens a shift with Amount as its float.
func openShift(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	shift, err := till.OpenShift(ctx, pos.OpenShift{Float: args.Amount, Actor: actor, Key: args.Key})
	if err != nil {
		return Answer{}, err
	}
	return Answer{Z: &pos.Z{Shift: shift}}, nil
}

// handOver makes the person of Name the cashier, with that person's own PIN and
// the drawer's Count when there is one.
func handOver(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	if args.PIN == "" {
		return Answer{}, pos.ErrPINNeeded
	}
	err := till.SignIn(ctx, pos.SignIn{Name: args.Name, PIN: args.PIN, Count: args.Count, Key: args.Key})
	return Answer{}, err
}

// closeShift closes the running shift with the drawer's Count, nil when nobody
// counted, and answers with its Z.
func closeShift(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	z, err := till.CloseShift(ctx, pos.CloseShift{Count: args.Count, Actor: actor, Key: args.Key})
	if err != nil {
		return Answer{}, err
	}
	return Answer{Z: &z}, nil
}

// readX answers with the running shift.
func readX(ctx context.Context, till *pos.Till, _ Args) (Answer, error) {
	x, err := till.X(ctx)
	if err != nil {
		return Answer{}, err
	}
	return Answer{Z: &x}, nil
}

// readZ answers with the Z of Number, the newest when it is 0.
func readZ(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	if args.Number > 0 {
		z, err := till.Z(ctx, args.Number)
		if err != nil {
			return Answer{}, err
		}
		return Answer{Z: &z}, nil
	}
	zs, err := till.Zs(ctx, 0, 1)
	if err == nil && len(zs) == 0 {
		err = pos.ErrNotFound
	}
	if err != nil {
		return Answer{}, err
	}
	return Answer{Z: &zs[0]}, nil
}

// zsMost bounds the list of shifts.
const zsMost = 100

// listZs answers with the newest shifts, those before Number.
func listZs(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	zs, err := till.Zs(ctx, args.Number, zsMost)
	for i := range zs {
		zs[i] = short(zs[i])
	}
	return Answer{Zs: zs}, err
}

// short leaves the lists of a Z out.
func short(z pos.Z) pos.Z {
	z.LateLines, z.Moves, z.HandOvers, z.Notes, z.Unpaid, z.Waiting = nil, nil, nil, nil, nil, nil
	return z
}

// moveCash puts Amount into the drawer, or takes it out when it is below zero,
// for the reason in Text.
func moveCash(ctx context.Context, till *pos.Till, args Args) (Answer, error) {
	shift, err := till.MoveCash(ctx, pos.MoveCash{Amount: args.Amount, Why: args.Text, Actor: actor, Key: args.Key})
	if err != nil {
		return Answer{}, err
	}
	return Answer{Z: &pos.Z{Shift: shift}}, nil
}
