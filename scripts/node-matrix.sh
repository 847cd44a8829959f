#!/usr/bin/env bash
# Runs the unit tests on other releases of Node, from npm's packages of Node's programs: npm run test:matrix [-- 22 24].
# Linux on x64 only. Not part of npm test.
set -euo pipefail
cd "$(dirname "$0")/.."
releases=("$@")
[[ $# == 0 ]] && releases=(22 24)

failed=0
for release in "${releases[@]}"; do
  node=$(bash scripts/node-release.sh "$release")
  printf '\n=== Node %s\n' "$("$node" --version)"
  # First in PATH, so that programs started by the tests run on it, too.
  PATH=$(dirname "$node"):$PATH "$node" node_modules/vitest/vitest.mjs run --project unit || failed=1
done
exit "$failed"
