package directory

import (
	"fmt"
	"slices"
	"strings"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/directory/ntsd"
)

// facts are the matrix for machines; Cells reads them.
func (m matrix) facts() check.Facts {
	cells, deciding, decisions := map[string]any{}, map[string]any{}, map[string]any{}
	for _, c := range m.cells {
		cells[string(c.op)], decisions[string(c.op)] = c.state.String(), c.decision()
		if c.by != nil {
			deciding[string(c.op)] = c.by.String()
		}
	}
	f := check.Facts{"ou": m.target.dn.String(), "cells": cells, "decidedBy": deciding, "decisions": decisions, "sampled": len(m.target.sample)}
	if len(m.attributes) > 0 {
		attrs, why := map[string]any{}, map[string]any{}
		for a, c := range m.attributes {
			attrs[a], why[a] = c.state.String(), c.decision()
		}
		f["attributes"], f["attributeDecisions"] = attrs, why
	}
	if m.target.unseenBelow {
		f["belowNotSeen"] = true
	}
	for name, dns := range map[string][]string{
		"protectedByAdminSDHolder": m.target.guarded(false), "orphansOfAdminSDHolder": m.target.guarded(true),
		"inheritanceBlocked": m.target.sealedBelow(), "protectedFromDeletion": slices.Concat(m.target.undeletableOU(), m.target.undeletableObjects()),
	} {
		if len(dns) > 0 {
			f[name] = dns
		}
	}
	return f
}

// undeletableOU is the OU when what is directly in it is protected from
// accidental deletion. Active Directory Users and Computers sets such entries
// for everyone, on an object and on its parent.
func (t *targetOU) undeletableOU() []string {
	if deniesEveryone(t.sd.DACL, ntsd.DeleteChild) {
		return []string{t.dn.String()}
	}
	return nil
}

// undeletableObjects lists the objects of the sample that are protected
// themselves.
func (t *targetOU) undeletableObjects() []string {
	var out []string
	for _, o := range t.sample {
		if deniesEveryone(o.sd.DACL, ntsd.Delete) {
			out = append(out, o.dn.String())
		}
	}
	return out
}

func deniesEveryone(list []ntsd.ACE, right ntsd.Mask) bool {
	return slices.ContainsFunc(list, func(a ntsd.ACE) bool {
		return a.SID == ntsd.Everyone && a.Denies() && a.Flags&ntsd.InheritOnly == 0 && a.Mask.Mapped()&right != 0
	})
}

// sealedBelow lists the OUs below that inherit nothing.
func (t *targetOU) sealedBelow() []string {
	var out []string
	for _, dn := range t.sealed {
		out = append(out, dn.String())
	}
	return out
}

// guarded lists the objects of the sample that delegation does not reach.
func (t *targetOU) guarded(orphans bool) []string {
	var out []string
	for _, o := range t.sample {
		if o.guarded && o.orphan == orphans {
			out = append(out, o.dn.String())
		}
	}
	return out
}

// String lists the cells, for tests and the log.
func (m matrix) String() string {
	var out []string
	for _, c := range m.cells {
		out = append(out, fmt.Sprintf("%s %s", c.op, c.state))
	}
	return strings.Join(out, ", ")
}
