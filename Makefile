SHELL    := bash -o pipefail

# One flag set for every build with cgo: another one would compile Fyne anew.
TAGS     := x11,release,no_metadata,no_emoji,migrated_fynedo
BUILD    := go build -trimpath -tags $(TAGS) -ldflags "-s -w"
MINGW    := x86_64-w64-mingw32-gcc
TEST     := go test -tags $(TAGS) -timeout 15m
# What passed is in build/test.log; a test that could not run fails the whole.
BRIEF    := { grep -vE '^ *(=== |--- PASS|PASS$$)' || true; }

NEED_BUILD   := gcc libc6-dev libgl1-mesa-dev xorg-dev libxkbcommon-dev
NEED_TEST    := $(NEED_BUILD) samba samba-ad-provision samba-dsdb-modules samba-vfs-modules python3-samba libnss-wrapper ldap-utils openssl dbus gnome-keyring chromium xvfb xauth xdotool imagemagick
NEED_WINDOWS := gcc-mingw-w64-x86-64

.PHONY: practice test build run windows bench lint fuzz screens generate need-test clean

# The wizard on the built-in practice directory and tenant: in a window where
# there is a display, else in the terminal.
practice:
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then $(MAKE) --no-print-directory build && exec build/wizardw --practice; \
	else $(MAKE) --no-print-directory build/wizard && exec build/wizard verify --practice --save 'Connection-Directory Service' --replace --format text; fi

# Everything: against real domain controllers, with the race detector where
# there are goroutines: below connector, and once across the user interface,
# without what measures time. Root or sudo, for the ports 389 and 636.
test: need-test
	gofmt -l cmd connector ui assets | (! grep .)
	CGO_ENABLED=0 go vet ./...
	GOOS=windows CGO_ENABLED=0 go vet ./...
	@mkdir -p build
	CGO_ENABLED=1 $(TEST) -v -race ./connector/... | tee build/test.log | $(BRIEF)
	CGO_ENABLED=0 $(TEST) -v ./assets/... ./ui/... ./cmd/... | tee -a build/test.log | $(BRIEF)
	CGO_ENABLED=1 $(TEST) -v -race -skip ManyOUs ./ui/page ./ui/terminal | tee -a build/test.log | $(BRIEF)
	CGO_ENABLED=1 $(TEST) -v -race -run 'TestTwoComputers|TestUnfinishedWork|TestRehearse' ./ui | tee -a build/test.log | $(BRIEF)
	@! grep -n 'NOT RUN' build/test.log

need-test:
	@.ci/need $(NEED_TEST)

build: build/wizard
	@.ci/need $(NEED_BUILD)
	CGO_ENABLED=1 $(BUILD) -o build/wizardw ./cmd/wizard

.PHONY: build/wizard
build/wizard:
	CGO_ENABLED=0 $(BUILD) -o build/wizard ./cmd/wizard

run: build
	build/wizardw

windows:
	@.ci/need $(NEED_WINDOWS)
	GOOS=windows GOARCH=amd64 CGO_ENABLED=0 $(BUILD) -o build/wizard.exe ./cmd/wizard
	GOOS=windows GOARCH=amd64 CGO_ENABLED=1 CC=$(MINGW) go build -trimpath -tags $(TAGS) -ldflags "-s -w -H=windowsgui" -o build/wizardw.exe ./cmd/wizard

# Ratios against a peer or a floor, measured in one run.
bench: need-test
	CGO_ENABLED=0 $(TEST) -run '^$$' -bench . -benchtime 3x ./connector/... ./ui/...

lint:
	CGO_ENABLED=0 go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...

# Half a minute for each fuzz target.
fuzz:
	@grep -rn --include='*_test.go' -oE '^func Fuzz[A-Za-z0-9]+' cmd connector ui | while IFS=: read -r file _ f; do \
	  echo "$$file $${f#func }"; CGO_ENABLED=0 go test -run '^$$' -fuzz "^$${f#func }\$$" -fuzztime 30s -fuzzminimizetime 1x "./$$(dirname "$$file")" || exit 1; done

# Pictures of every page into build/screens.
screens:
	SCREENS=$(CURDIR)/build/screens CGO_ENABLED=0 $(TEST) -run 'TestScreens|TestGallery' -count 1 ./ui/...

generate:
	go generate ./cmd/...

clean:
	rm -rf build
