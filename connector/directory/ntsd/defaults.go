package ntsd

// defaultSDDL is defaultSecurityDescriptor of the classes that Hire2Retire
// creates, as the schema has it (MS-ADSC). An organization can change it:
// where the attribute can be read, ParseSDDL on its value is better.
var defaultSDDL = map[GUID]string{
	ClassUser: "D:" + fullControl("DA", "SY", "AO") + "(A;;RPLCLORC;;;PS)" +
		"(OA;;CR;ab721a53-1e2f-11d0-9819-00aa0040529b;;PS)(OA;;CR;ab721a54-1e2f-11d0-9819-00aa0040529b;;PS)" +
		"(OA;;CR;ab721a56-1e2f-11d0-9819-00aa0040529b;;PS)(OA;;RPWP;77b5b886-944a-11d1-aebd-0000f80367c1;;PS)" +
		"(OA;;RPWP;e45795b2-9455-11d1-aebd-0000f80367c1;;PS)(OA;;RPWP;e45795b3-9455-11d1-aebd-0000f80367c1;;PS)" +
		"(OA;;RP;037088f8-0ae1-11d2-b422-00a0c968f939;;RS)(OA;;RP;4c164200-20c0-11d0-a768-00aa006e0529;;RS)" +
		"(OA;;RP;bc0ac240-79a9-11d0-9020-00c04fc2d4cf;;RS)(A;;RC;;;AU)(OA;;RP;59ba2f42-79a2-11d0-9020-00c04fc2d3cf;;AU)" +
		"(OA;;RP;77b5b886-944a-11d1-aebd-0000f80367c1;;AU)(OA;;RP;e45795b3-9455-11d1-aebd-0000f80367c1;;AU)" +
		"(OA;;RP;e48d0154-bcf8-11d1-8702-00c04fb96050;;AU)(OA;;CR;ab721a53-1e2f-11d0-9819-00aa0040529b;;WD)" +
		"(OA;;RP;5f202010-79a5-11d0-9020-00c04fc2d4cf;;RS)(OA;;RPWP;bf967a7f-0de6-11d0-a285-00aa003049e2;;CA)" +
		"(OA;;RP;46a9b11d-60ae-405a-b7e8-ff8a58d456d2;;S-1-5-32-560)(OA;;RPWP;6db69a1c-9422-11d1-aebd-0000f80367c1;;S-1-5-32-561)" +
		"(OA;;RPWP;5805bc62-bdc9-4428-a5e2-856a0f4c185e;;S-1-5-32-561)",
	ClassContact: "D:" + fullControl("DA", "SY") + "(A;;RPLCLORC;;;AU)",
	ClassGroup: "D:" + fullControl("DA", "SY") + "(A;;RPLCLORC;;;AU)" + fullControl("AO") + "(A;;RPLCLORC;;;PS)" +
		"(OA;;CR;ab721a55-1e2f-11d0-9819-00aa0040529b;;AU)(OA;;RP;46a9b11d-60ae-405a-b7e8-ff8a58d456d2;;S-1-5-32-560)",
	ClassOrganizationalUnit: "D:" + fullControl("SY", "DA") + "(OA;;CCDC;bf967a86-0de6-11d0-a285-00aa003049e2;;AO)" +
		"(OA;;CCDC;bf967aba-0de6-11d0-a285-00aa003049e2;;AO)(OA;;CCDC;bf967a9c-0de6-11d0-a285-00aa003049e2;;AO)" +
		"(OA;;CCDC;bf967aa8-0de6-11d0-a285-00aa003049e2;;PO)(A;;RPLCLORC;;;AU)(A;;RPLCLORC;;;ED)" +
		"(OA;;CCDC;4828cc14-1437-45bc-9b07-ad6f015e5f28;;AO)",
}

func fullControl(aliases ...string) string {
	text := ""
	for _, alias := range aliases {
		text += "(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;" + alias + ")"
	}
	return text
}

// DefaultSDDL returns defaultSecurityDescriptor of a class as an unchanged
// schema has it, and whether the class is one this package knows: user,
// contact, group and organizationalUnit.
func DefaultSDDL(class GUID) (string, bool) {
	text, ok := defaultSDDL[class]
	return text, ok
}

// Defaults returns the entries that a new object of a class gets from the
// schema, for the accounts of d, and whether the class is one of DefaultSDDL.
func Defaults(class GUID, d Domain) ([]ACE, bool) {
	text, ok := DefaultSDDL(class)
	if !ok || d.SID == "" {
		return nil, false
	}
	sd, err := ParseSDDL(text, d)
	if err != nil {
		return nil, false
	}
	return sd.DACL, true
}
