# Every go command gets the same tags, or everything compiles twice.
export GOFLAGS := -tags=x11 -buildvcs=false
SHELL   := /bin/bash -o pipefail
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
STAMP   := -ldflags "-s -w -X main.version=$(VERSION)"
PLAIN   := ./assets/... ./cmd ./cmd/internal/... ./cmd/lacictl/... ./pos/... ./qris/... ./sync/... ./ui/...
BESIDE  := ./cmd/internal/house ./pos ./sync/gateway ./sync/printer ./sync/server ./sync/webhook
# One goroutine's long tests, which the race detector has nothing to find in.
ALONE   := ^Test(BadStatements|SimReplays|PairsOfOnePrice|LockOutOfDevice|Statement.*|DayBoundary|Sweep|PowerCut.*|Restore.*|Recovery.*|NewCode|ForgottenPIN|Month|LinesAddUp|ExportsAddUp|Overview.*|Bank.*|Damage|KeyLost|KeyPutBack|KeyringTravels|Probe|People|LostTablet)$$
TALK    := $(if $(TIMES),-v)
TIMED   := ^ *--- (PASS|FAIL): [^ ]+ \([0-9.]+s\)

.PHONY: run try build test check lint plain race sale screens bench fuzz soak install-build install-test clean

run: install-build build ## install what is missing, build, start the kiosk (or a whole practice sale where there is no display)
	@if [ -n "$$DISPLAY" ]; then exec bin/laci; else $(MAKE) --no-print-directory try; fi

try: install-test build ## a whole practice sale on a pretended screen, told step by step
	@mkdir -p out
	@echo "There is no screen here, so the till is tried on a pretended one."
	@go test -c -o bin/laci.test ./cmd/laci
	@bin/laci.test -test.run '^TestKioskSale$$' -kiosk bin/laci -out out

build: ## both programs, with the version stamped in
	@mkdir -p bin
	go build $(STAMP) -o bin/laci ./cmd/laci
	CGO_ENABLED=0 go build $(STAMP) -o bin/lacictl ./cmd/lacictl

test: install-test lint plain race build sale ## everything a change must pass
	@[ -z "$(TIMES)" ] || grep -hoE '$(TIMED)' out/test-*.log | sort -t"(" -k2 -rn | sed -n 1,10p

check: ## the quick subset for every edit
	@test -z "$$(gofmt -l . | tee /dev/stderr)"
	go vet $(PLAIN)
	CGO_ENABLED=0 go test -short $(PLAIN)

lint: ## formatting, vet and staticcheck; the tests are not vetted again
	@test -z "$$(gofmt -l . | tee /dev/stderr)"
	go vet ./...
	go tool staticcheck ./...

plain: ## the tests without cgo: no display, no C compiler
	@mkdir -p out
	CGO_ENABLED=0 go test -vet=off $(TALK) -timeout 30m $(PLAIN) | tee out/test-plain.log

race: ## what runs side by side, with the race detector, the long ones shortened
	@mkdir -p out
	go test -race -vet=off -short -skip '$(ALONE)' $(TALK) -timeout 30m $(BESIDE) | tee out/test-race.log
	go test -race -vet=off $(TALK) -run 'TestDrawingsAreKept|TestReadStops' ./qris/symbol | tee -a out/test-race.log

sale: install-test build ## the kiosk itself on a virtual display, by touches and keys, killed and started again
	@mkdir -p out
	go test -vet=off -count=1 -v -timeout 20m ./cmd/laci -args -kiosk $(CURDIR)/bin/laci -out $(CURDIR)/out | tee out/test-sale.log

screens: ## the pictures of docs/screens.md, drawn anew
	CGO_ENABLED=0 go test -count=1 -timeout 20m ./ui -run TestDrawPictures -args -pictures
	CGO_ENABLED=0 go test -count=1 ./ui -run TestScreensPage

bench: install-test build ## every figure of docs/benchmarks.md
	go test -run xxx -bench . -benchmem -timeout 60m ./qris/... ./pos/... ./sync/...
	go test -count=1 -v ./pos -run TestCommitFigures -figures
	CGO_ENABLED=0 go test -count=1 -v -timeout 30m ./cmd/lacictl -run TestServerFigures -args -figures
	go test -count=1 -v -timeout 30m ./cmd/laci -run 'TestFigures' -args -figures -kiosk $(CURDIR)/bin/laci

fuzz: ## each fuzz target for a minute
	@for package in $$(go list $(PLAIN)); do \
	  for target in $$(go test -list '^Fuzz' $$package | grep '^Fuzz'); do \
	    echo "$$package $$target"; CGO_ENABLED=0 go test -run xxx -fuzz "^$$target$$" -fuzztime 1m $$package || exit 1; \
	  done; \
	done

soak: install-test build ## the long ones: SOAK=1h
	LACI_FULL=1 go test -count=1 -v -timeout 0 ./cmd/laci -run 'TestKiosk(Cashier|PaidAgain|EveryLook)|TestFigures' -args -figures -sales 10000 -kiosk $(CURDIR)/bin/laci -out $(CURDIR)/out
	go test -race -timeout 0 $(PLAIN)
	LACI_FULL=1 go test -count=1 -timeout 0 ./qris/... ./sync/gateway ./cmd/lacictl/...
	LACI_FULL=1 go test -count=1 -timeout 0 ./pos -simfor $(or $(SOAK),1h)

install-build:
	@.ci/install build

install-test:
	@.ci/install build test

clean:
	rm -rf bin out
