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
  ${runner:-} "$command" "$@" >"$work/out" 2>&1 || actual=$?
  if [ "$actual" != "$code" ]; then
    echo "FAILED: iam-tighten $*: exit $actual, expected $code"; cat "$work/out"; exit 1
  fi
  if ! grep -qF -- "$text" "$work/out"; then
    echo "FAILED: iam-tighten $*: no \`$text\` in"; cat "$work/out"; exit 1
  fi
  if grep -qE '^[[:space:]]+at [a-zA-Z0-9_.$/@]+\(|^(Caused by|Exception in thread)' "$work/out"; then
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

# Permissions do not stop root from reading: then the command runs as somebody else.
mkdir -m 755 "$work/open"
cp -R "$root/testdata/demo" "$work/open/closed"
chmod 000 "$work/open/closed"
chmod 755 "$work"
runner=""
export IAM_TIGHTEN_CDS=off
[ "$(id -u)" != 0 ] || runner="setpriv --reuid=65534 --regid=65534 --clear-groups"
demo="$root/testdata/demo"
for closed in "$work/open/closed"; do
  check 2 "cannot be read: permission denied" DeployRole --account "$demo" --trail "$closed"
done
for closed in "$work/open/closed" "$work/open/closed/account.json"; do
  check 2 "cannot be read: permission denied" DeployRole --account "$closed" --trail "$demo/trail" --out "$work/open/never"
  [ "$(wc -l <"$work/out")" = 1 ] && [ ! -e "$work/open/never" ] || { echo "FAILED: more than one line, or something written"; exit 1; }
done
chmod 755 "$work/open/closed"

echo "$passed passed, 0 failed"
