#!/usr/bin/env bash
# Runs the packaged command as a person would, from another folder, and checks what it prints and how it exits.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
command=$root/cli/target/iam-tighten
shared=$root/../shared
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
passed=0

check() { # expected exit code, text that stdout+stderr must hold, arguments...
  local code=$1 text=$2 actual=0
  shift 2
  "$command" "$@" >"$work/out" 2>&1 || actual=$?
  if [ "$actual" != "$code" ]; then
    echo "FAILED: iam-tighten $*: exit $actual, expected $code"; cat "$work/out"; exit 1
  fi
  if ! grep -qF -- "$text" "$work/out"; then
    echo "FAILED: iam-tighten $*: no \`$text\` in"; cat "$work/out"; exit 1
  fi
  if grep -qE '^[[:space:]]+at [a-z.]+' "$work/out"; then
    echo "FAILED: iam-tighten $*: a stack trace"; cat "$work/out"; exit 1
  fi
  passed=$((passed + 1))
}

[ -x "$command" ] || { echo "FAILED: $command is missing; run mvn package first"; exit 1; }
[ -d "$shared" ] || { echo "FAILED: $shared is missing"; exit 1; }

check 0 "iam-tighten" --version
check 0 "Usage:" --help
check 0 "passed" test "$shared/conformance/documented.jsonl"
check 2 "there is no file" test "$work/nothing.jsonl"
. "$root/src/e2e/packaged-cases.sh"

echo "$passed passed, 0 failed"
