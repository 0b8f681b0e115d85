package adtest_test

import (
	"testing"

	"hire2retire-setup/connector/internal/adtest"
)

func TestSID(t *testing.T) {
	for _, sid := range []string{"S-1-5-7", "S-1-5-32-544", "S-1-5-21-1-4294967295-3-512"} {
		if got := adtest.FormatSID([]byte(adtest.RawSID(sid))); got != sid {
			t.Errorf("FormatSID(RawSID(%s)) = %s", sid, got)
		}
	}
}
