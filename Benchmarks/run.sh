#!/bin/sh
# Builds the release binaries and measures them; arguments go to linli-bench (--help says which).
# A run takes about fourteen minutes and wants a machine that does nothing else.
set -eu
cd "$(dirname "$0")/.."
.ci/release linli linli-bench
exec "$(swift build -c release --show-bin-path)/linli-bench" "$@"
