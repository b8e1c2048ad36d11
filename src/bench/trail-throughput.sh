#!/usr/bin/env bash
# Prints how fast a trail is read, against how fast its files are merely decompressed.
# Usage: src/bench/trail-throughput.sh [MEGABYTES [ROUNDS [HEAP]]]   (default: 500 5 256m); needs `mvn package` before.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
megabytes=${1:-500} rounds=${2:-5} heap=${3:-256m}
folder=${TMPDIR:-/tmp}/iam-tighten-trail-$megabytes
classes=$root/src/bench/target/classes:$root/core/target/classes:$root/aws-adapter/target/classes:$(printf '%s:' "$root"/cli/target/lib/jackson-*.jar "$root"/cli/target/lib/guava-*.jar)
[ -d "$folder" ] || { java -cp "$classes" io.iamtighten.bench.TrailGenerator "$folder.new" "$megabytes" && mv "$folder.new" "$folder"; }
exec java -Xmx"$heap" -XX:+UseSerialGC -cp "$classes" io.iamtighten.bench.TrailThroughput "$folder" "$rounds"
