package adtest_test

import (
	"testing"
	"time"

	ber "github.com/go-asn1-ber/asn1-ber"

	"hire2retire-setup/connector/internal/adtest"
)

func TestMain(m *testing.M) {
	ber.MaxPacketLengthBytes = 1 << 20 // as the product has it: or the client keeps what HugeLength sends
	adtest.Main(m)
}

func TestStart(t *testing.T) {
	began := time.Now()
	corp := adtest.Start(t, adtest.Options{})
	t.Logf("started in %v", time.Since(began))
	for i, h := range corp.Hosts {
		conn := corp.Dial(t, i)
		if err := conn.Bind(corp.AdminName, corp.AdminPassword); err != nil {
			t.Errorf("bind as administrator on %s: %v", h.Name, err)
		}
	}
}
