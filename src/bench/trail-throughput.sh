#!/usr/bin/env bash
# Prints how fast a trail is read, against how fast its files are merely decompressed, and how much heap that took: with the memory that
# the command gives itself, and with little of it.
# Usage: src/bench/trail-throughput.sh [MEGABYTES [ROUNDS [HEAP]]]   (default: 500 5 256m); needs `mvn package` before.
# The generated trail stays below src/bench/target. The JVM has the collector and the young generation that the launcher asks for where
# there is much to read.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
megabytes=${1:-500} rounds=${2:-5} heap=${3:-256m}
folder=$root/src/bench/target/trail-$megabytes
classes=$root/src/bench/target/classes:$root/core/target/classes:$root/aws-adapter/target/classes:$(printf '%s:' "$root"/cli/target/lib/jackson-*.jar "$root"/cli/target/lib/guava-*.jar)
[ -d "$folder" ] || { java -cp "$classes" io.iamtighten.bench.TrailGenerator "$folder.new" "$megabytes" && mv "$folder.new" "$folder"; }
measure() { java -XX:+UseParallelGC -XX:NewRatio=1 "$@" -cp "$classes" io.iamtighten.bench.TrailThroughput "$folder" "$rounds"; }
echo "With the heap that the command gives itself:"
measure -XX:InitialRAMPercentage=10
echo
echo "With a heap of $heap:"
measure -Xmx"$heap"
