package setup

import (
	"errors"

	"hire2retire-setup/connector/check"
	"hire2retire-setup/connector/exchange"
)

// refusals say what is wrong with a file that is no evidence.
var refusals = []struct {
	is         error
	code       check.Code
	detail, do check.Text
}{
	{exchange.ErrEvidenceSize, "evidence.too-large", check.T("evidence.too-large", "The file is far larger than a report."),
		check.T("evidence.too-large.do", "Choose the JSON file that the script wrote.")},
	{exchange.ErrEvidenceText, "evidence.encoding", check.T("evidence.encoding", "The file is not UTF-8 text."),
		check.T("evidence.encoding.do", "Take the file as the script wrote it: not copied out of a window, and not saved again by an editor in another encoding.")},
	{exchange.ErrEvidenceNew, "evidence.newer", check.T("evidence.newer", "The report comes from a newer script than this program knows."),
		check.T("evidence.newer.do", "Save the script again from this program and have it run once more, or look for a newer version of this program.")},
	{exchange.ErrEvidenceForm, "evidence.form", check.T("evidence.form", "The file is not what the script writes."),
		check.T("evidence.form.do", "Choose the JSON file that the script wrote, unchanged. Nothing was taken from this one.")},
}

// badEvidence names why a file of evidence was refused.
func badEvidence(err error) error {
	for _, r := range refusals {
		if errors.Is(err, r.is) {
			return &check.Problem{Code: r.code, Detail: r.detail, Err: err, Cause: check.Clean(err.Error()), Advice: check.Advice{Who: check.Exchange, Do: r.do}}
		}
	}
	return err
}
