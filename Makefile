# The ways into the house. `make run` and `make test` are all that a newcomer needs.

SWIFT ?= swift
FORMATTED = Sources Tests Package.swift Benchmarks
RELEASE = .build/release/linli
DEBUG = .build/debug/linli
# An import that the manifest does not declare is an error, not a matter of luck with the build order.
STRICT = --explicit-target-dependency-import-check error

.DEFAULT_GOAL := help
# The rooms that share memory between threads.
RACING = LinliSQLTests|LinliStoreTests|LinliEngineTests|LinliServerTests|LinliPushTests|LinliServicesTests

.PHONY: help run build test test-long race lint format bench ci libraries test-libraries checked tested probe

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Build Linli, load the demo estate 华庭里 (unless there is one of yours) and start the daemon (Ctrl-C stops it)
ifeq ($(wildcard Config/estates/*.yaml),)
	@$(RELEASE) demo load
	@printf '%s\n' '' 'Open /chat at the address below and try:' \
	    '  3栋2单元501水管爆了' '  预约周四的接访' '  我的单子到哪了' ''
else
	@echo 'Config/estates holds an estate of yours: the demo is left out.'
endif
	@exec $(RELEASE) serve

build: libraries ## Build the release binary .build/release/linli
	@[ -x $(RELEASE) ] || echo 'The first build takes five to ten minutes on two cores; the compiler says what it is at.'
	SWIFT=$(SWIFT) .ci/release linli

test: test-libraries ## Every test (those that start the program beside the others)
	$(SWIFT) build --build-tests
	SWIFT=$(SWIFT) .ci/tests

test-long: test-libraries ## Every test, the long ones at full length (LINLI_LONG_TESTS=1)
	$(SWIFT) build --build-tests
	LINLI_LONG_TESTS=1 SWIFT=$(SWIFT) .ci/tests

race: test-libraries ## The tests of the rooms with threads, under the thread sanitizer (a build of its own, ten minutes)
	TSAN_OPTIONS="suppressions=$(CURDIR)/Tests/thread-sanitizer.supp halt_on_error=0 exitcode=66" \
	    $(SWIFT) test --sanitize=thread --scratch-path .build/race --no-parallel --filter '$(RACING)'

lint: libraries ## Check the format of the sources, and Config/ and Intents/
	$(SWIFT) format lint --strict --recursive --parallel $(FORMATTED)
	$(SWIFT) build --product linli
	$(DEBUG) config check

format: ## Format the sources in place
	$(SWIFT) format --in-place --recursive --parallel $(FORMATTED)

bench: test-libraries build ## Measure, with the yardsticks beside the figures; DATA=DIR: the understanding too
	@status=0; Benchmarks/run.sh || status=$$?; \
	if [ -z '$(DATA)' ]; then \
	    echo 'Understanding left out: make bench DATA=DIR measures it beside its peers (Docs/Understanding.md).'; \
	elif ! command -v python3 >/dev/null; then \
	    echo 'Understanding left out: it needs python3 (Docs/Understanding.md).'; \
	else python3 Benchmarks/understanding/run.py --data '$(DATA)' --linli $(RELEASE) || status=$$?; fi; \
	exit $$status

ci: lint checked tested probe ## What the build server runs: lint, strict build, tests, release binary probed

# Stages of `ci`, in this order also under `make -j`.
checked: lint
	$(SWIFT) build --build-tests $(STRICT)

tested: checked
	LINLI_REQUIRE_POSTGRES=1 LINLI_FUZZ_SECONDS=60 $(MAKE) test

probe: tested build
	.ci/probe $(RELEASE)
	SWIFT=$(SWIFT) .ci/release linli-bench
	.build/release/linli-bench --only turn --require turn_share

libraries:
	@.ci/libraries

test-libraries:
	@.ci/libraries --tests
