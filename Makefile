# pie: `make help` lists the verbs.

PREFIX ?= /usr/local
DESTDIR ?=
NOTE ?= Examples/discharge-report.fr.txt
RUN_FLAGS ?= --format text
TEST_FLAGS ?=
SECONDS ?= 60
SEED ?=

SWIFT ?= Scripts/swift.sh
PIE := .build/release/pie
# What the binary carries of the tables (CONTRIBUTING.md: how the tables get in). The flag says that the file is there.
TABLES := .build/prebuilt-tables.bin
PREBUILT := PIE_PREBUILT_TABLES=1
BINDIR = $(DESTDIR)$(PREFIX)/bin

# One binary that needs no Swift on the machine that runs it, without symbols, exported ones too: they are 2 MB, and the loader looks through
# them at each start. The linker of macOS has none of these flags.
ifeq ($(shell uname -s),Darwin)
RELEASE_FLAGS := -c release
else
RELEASE_FLAGS := -c release --static-swift-stdlib -Xlinker -s -Xlinker --no-export-dynamic
endif

.DEFAULT_GOAL := help
.PHONY: help build run test fuzz bench format lint install uninstall clean setup setup-test

# One build at a time, whatever -j says: they share .build. SwiftPM itself keeps two makes apart.
.NOTPARALLEL:

help: ## List these verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  PREFIX=$(PREFIX)  DESTDIR=$(DESTDIR)  NOTE=$(NOTE)"

build: ## Build the release binary, .build/release/pie
	@mkdir -p .build && test -e $(TABLES) || : >$(TABLES)
	$(PREBUILT) $(SWIFT) build $(RELEASE_FLAGS) --product pie-tables
	.build/release/pie-tables $(TABLES)
	$(PREBUILT) $(SWIFT) build $(RELEASE_FLAGS) --product pie

run: setup build ## Set up, build, and read an example note (NOTE=FILE for another)
	$(PIE) extract $(RUN_FLAGS) $(NOTE)

test: setup-test ## Set up, run the unit tests (TEST_FLAGS='--filter NAME' for some) and the end-to-end checks
	PYTHON="$(CURDIR)/.venv/bin/python" $(SWIFT) test --disable-xctest $(TEST_FLAGS)
ifneq ($(wildcard Tests/EndToEnd/run.sh),)
	$(MAKE) --no-print-directory build
	PIE="$(CURDIR)/$(PIE)" PYTHON="$(CURDIR)/.venv/bin/python" bash Tests/EndToEnd/run.sh
	PIE="$(CURDIR)/$(PIE)" "$(CURDIR)/.venv/bin/python" Tests/EndToEnd/server.py
	PIE="$(CURDIR)/$(PIE)" bash Tests/EndToEnd/page.sh
	bash Tests/EndToEnd/infrastructure.sh
	PIE="$(CURDIR)/$(PIE)" bash Tests/EndToEnd/deploy.sh
endif

fuzz: ## Read random and cut-up notes for SECONDS=60; SEED=N begins where an earlier run did
	@mkdir -p .build
	PIE_FUZZ_SECONDS=$(SECONDS) PIE_FUZZ_SEED=$(SEED) PIE_FUZZ_LAST="$(CURDIR)/.build/fuzz-last" \
	  $(SWIFT) test --disable-xctest --filter FuzzTests/forAWhile >.build/fuzz.log 2>&1; \
	  grep -E '^fuzz: |fuzz: input|✘|rror:' .build/fuzz.log; \
	  grep -q '^fuzz: .* nothing was wrong' .build/fuzz.log \
	  || { tail -5 .build/fuzz.log; echo "fuzz: failed (.build/fuzz.log); the seeds of the last inputs:"; cat .build/fuzz-last.*; exit 1; }

bench: build ## Measure speed and accuracy (Benchmarks/run.sh)
	PIE="$(CURDIR)/$(PIE)" bash Benchmarks/run.sh

format: ## Bring the sources into the house style (.swift-format)
	$(SWIFT) format format --in-place --parallel --recursive Package.swift Sources Tests

lint: ## Check the house style
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests

install: $(PIE) ## Install pie into PREFIX/bin (under DESTDIR)
	install -d "$(BINDIR)"
	install -m 755 $(PIE) "$(BINDIR)/pie"

uninstall: ## Remove what install put there
	rm -f "$(BINDIR)/pie"

clean: ## Remove what build and test made; .venv stays
	rm -rf .build

setup:
	@Scripts/setup.sh run

setup-test:
	@Scripts/setup.sh test

# For install: built where it is missing, else as it is, so that `sudo make install` compiles nothing as root.
$(PIE):
	$(MAKE) build
