#!/usr/bin/env bash
# All tests, as CI runs them: npm test. The last line is "N passed, N failed", with ", N skipped" behind where some were.
set -uo pipefail
cd "$(dirname "$0")/.."
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# step NAME COMMAND… runs one step and notes its exit code and time for the summary; the steps after it run all the same.
step() {
  local name=$1 status=0 began=$SECONDS
  shift
  printf '\n=== %s\n' "$name"
  "$@" || status=$?
  printf '%s\t%s\t%s\n' "$name" "$status" "$((SECONDS - began))" >>"$results/steps"
}

vitest() {
  npx vitest run --project "$1" --reporter=default --reporter=json --outputFile.json="$results/$1.json"
}

conformance() {
  npm run --silent conformance | tee "$results/conformance.log"
}

step build npm run --silent build
step check bash scripts/check.sh
step unit vitest unit
step conformance conformance
step load vitest load
step install npx tsx test/install/run.ts
if go version >/dev/null 2>&1; then
  step interop vitest interop
  step bench npm run --silent bench:smoke
else
  printf '\n!!! INTEROP TESTS AND BENCHMARK SKIPPED: Go is not installed\n'
  printf '%s\tskipped\t0\n' interop bench >>"$results/steps"
fi

npx tsx scripts/summary.ts "$results"
