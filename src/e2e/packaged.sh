#!/usr/bin/env bash
# Runs the packaged command as a person would, from another folder, and checks what it prints and how it exits.
set -euo pipefail
# Nothing of the caller's own set-up.
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS "${!IAM_TIGHTEN_@}" "${!AWS_@}"
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

# Permissions do not stop root from reading: then the command runs without the capabilities that let it, or as somebody else where the
# checkout is open to all.
demo=$root/testdata/demo
closed=$work/closed
cp -R "$demo" "$closed"
chmod 755 "$work"
chmod 000 "$closed"
for candidate in env "setpriv --bounding-set=-dac_override,-dac_read_search --inh-caps=-dac_override,-dac_read_search" \
  "setpriv --reuid=65534 --regid=65534 --clear-groups"; do
  if $candidate cat "$demo/account.json" "$command" >/dev/null 2>&1 && ! $candidate ls "$closed" >/dev/null 2>&1; then
    runner=$candidate
    break
  fi
done
if [ -n "${runner:-}" ]; then
  export IAM_TIGHTEN_CDS=off
  check 2 "cannot be read: permission denied" DeployRole --account "$demo" --trail "$closed"
  for unreadable in "$closed" "$closed/account.json"; do
    check 2 "cannot be read: permission denied" DeployRole --account "$unreadable" --trail "$demo/trail" --out "$work/never"
    [ "$(wc -l <"$work/out")" = 1 ] && [ ! -e "$work/never" ] || { echo "FAILED: more than one line, or something written"; exit 1; }
  done
else
  echo "packaged: no user here is kept from reading by permissions; unreadable files are not tried" >&2
fi
chmod 755 "$closed"

echo "$passed passed, 0 failed"
