package setup_test

import (
	"testing"
	"time"

	"hire2retire-setup/connector/internal/adtest"
	"hire2retire-setup/connector/setup"
)

// What will end is told, the nearest first.
func TestForecast(t *testing.T) {
	w := newWorld(t, adtest.Options{})
	f := setup.New(w.deps)
	t.Cleanup(f.Close)
	work, bad := f.Work(setup.ServiceAccount, setup.SignIn{})
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	f.Keep(work.Run(t.Context(), nil))
	all := f.Forecast()
	if len(all) < 2 {
		t.Fatalf("the forecast is %+v, want the certificates at least", all)
	}
	for i, end := range all {
		if i > 0 && end.At.Before(all[i-1].At) {
			t.Errorf("%+v comes after %+v", end, all[i-1])
		}
		if want := int(time.Until(end.At) / (24 * time.Hour)); end.Days != want {
			t.Errorf("%s: %d days, want %d", end.What, end.Days, want)
		}
	}
}
