#!/usr/bin/env bash
# Prints how long the command takes to start, beside a JVM that does nothing, and fails where it takes too long: `--help` more than 6
# times, or the offline demo more than 20 times the JVM's own CPU time. Medians of runs that take turns, so that a busy machine slows all
# three alike. An argument gives the number of rounds.
set -euo pipefail
export LC_ALL=C
# Nothing of the caller's own set-up.
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS "${!IAM_TIGHTEN_@}" "${!AWS_@}"
rounds=${1:-15}
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_CACHE_HOME=$work/cache
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
mkdir "$work/classes"
printf 'public class Nothing { public static void main(String[] arguments) { System.out.println(); } }\n' >"$work/Nothing.java"
"${java}c" -d "$work/classes" "$work/Nothing.java"

jvm=("$java" -Xshare:auto -XX:+UseSerialGC -cp "$work/classes" Nothing)
help=("$root/cli/target/iam-tighten" --help)
demo=("$root/cli/target/iam-tighten" DeployRole --account "$root/testdata/demo" --trail "$root/testdata/demo/trail")

# The first run makes the class-data archive in the background.
"${help[@]}" >/dev/null
for _ in $(seq 240); do compgen -G "$XDG_CACHE_HOME/iam-tighten/*.jsa" >/dev/null && break; sleep 0.5; done
compgen -G "$XDG_CACHE_HOME/iam-tighten/*.jsa" >/dev/null || { echo "FAILED: no class-data archive was made" >&2; exit 1; }

TIMEFORMAT='%U %S %R'
for _ in $(seq "$rounds"); do
  for name in jvm help demo; do
    declare -n line=$name
    { time "${line[@]}" >/dev/null 2>&1; } 2>>"$work/$name"
  done
done

median() { # name, awk expression of milliseconds
  awk "{ printf \"%d\\n\", ($2) * 1000 }" "$work/$1" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}
for name in jvm help demo; do
  printf '%s %s %s\n' "$name" "$(median "$name" '$1 + $2')" "$(median "$name" '$3')"
done | awk -v rounds="$rounds" -v load="$(cut -d ' ' -f 1 /proc/loadavg 2>/dev/null || echo unknown)" '
  { cpu[$1] = $2; wall[$1] = $3 }
  function row(label, name, bar) {
    printf "%-22s %5d ms CPU %5.1f x   %5d ms wall %5.1f x%s\n", label, cpu[name], cpu[name] / cpu["jvm"],
      wall[name], wall[name] / wall["jvm"], bar ? "   (at most " bar " x CPU)" : ""
  }
  END {
    row("a JVM doing nothing", "jvm"); row("iam-tighten --help", "help", 6); row("the offline demo", "demo", 20)
    printf "medians of %d rounds, load %s\n", rounds, load
    exit cpu["help"] > 6 * cpu["jvm"] || cpu["demo"] > 20 * cpu["jvm"]
  }'
