#!/usr/bin/env bash
# Prints what it takes to tighten AdministratorAccess after 90 days of varied use of 400 actions, from a saved summary: CPU seconds of the
# whole command, then of the same with a back-test. Needs `mvn package`. Arguments: seeds (default 1 2 3).
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
TIMEFORMAT='%U %S'
cpu() { { time "$@" >"$folder/out" 2>"$folder/err"; } 2>&1 | awk '{ printf "%.2f s of CPU", $1 + $2 }'; }
for seed in "${@:-1 2 3}"; do
  for one in $seed; do
    java -cp "$root/src/bench/target/classes:$root/core/target/classes:$root/cli/target/lib/*" \
      io.iamtighten.bench.tightening.AdministratorWorkload "$folder" "$one"
    run=("$root/cli/target/iam-tighten" Administrator --account "$folder/account.json" --trail "$folder/usage.gz")
    plain=$(cpu "${run[@]}")
    proof=$(grep -o -m1 'PROVEN\|UNKNOWN\|REFUTED' "$folder/out" || cat "$folder/err")
    sizes=$(sed -n 's/^  \([0-9]*\) characters without white space$/\1/p' "$folder/out" | tr '\n' ' ')
    echo "seed $one: $plain, $proof, policies of $sizes characters; with --backtest 30d $(cpu "${run[@]}" --backtest 30d)"
  done
done
