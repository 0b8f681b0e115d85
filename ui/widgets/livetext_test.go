package widgets_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"hire2retire-setup/ui/theme"
	. "hire2retire-setup/ui/widgets"
	"hire2retire-setup/ui/widgets/widgettest"
)

// The sentence follows the time while it is started, and not after.
func TestLiveText(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := widgettest.NewQueue(t)
		began := time.Now()
		text := NewLiveText(theme.Body, theme.Soft)
		text.Start(func() string { return fmt.Sprintf("%d s", int(time.Since(began).Seconds())) })
		if text.Text() != "0 s" || text.Semantics().Name != "0 s" {
			t.Errorf("begins with %q", text.Text())
		}
		q.Until(func() bool { return text.Text() == "2 s" })
		text.Stop()
		time.Sleep(3 * time.Second)
		synctest.Wait()
		q.Drain()
		if text.Text() != "2 s" {
			t.Errorf("says %q after it was stopped at 2 s", text.Text())
		}
	})
}
