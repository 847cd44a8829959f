#!/usr/bin/env bash
# All that can be checked without running the library. A line for each step; a step's output only when it fails.
# One step alone: npm run check:lint (or check:types, …).
set -uo pipefail
cd "$(dirname "$0")/.."
export NO_COLOR=1

# Runs one npm script and prints its result in one piece, as others run at the same time.
step() {
  local script=$1 log status=0
  log=$(mktemp)
  npm run --silent "$script" >"$log" 2>&1 || status=$?
  if [[ $status == 0 ]]; then
    printf '%-15s ok      %3d s\n' "$script" "$SECONDS"
  else
    printf '%-15s FAILED  %3d s\n%s\n\n' "$script" "$SECONDS" "$(sed 's/^/    /' "$log")"
  fi
  rm -f "$log"
  return "$status"
}
export -f step

failed=0
# The packages and their API reports are checked as built.
SECONDS=0
if step build; then
  steps="check:lint check:types check:api check:packages check:layers check:unused check:format"
else
  failed=1
  steps="check:lint check:types check:layers check:unused check:format"
fi

# Two at a time: more would only wait for each other on the two cores of a small machine.
# shellcheck disable=SC2086 # the names are separate words
printf '%s\n' $steps | xargs -P 2 -I '{}' bash -c 'SECONDS=0; step {}' || failed=1
exit "$failed"
