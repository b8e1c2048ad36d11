#!/usr/bin/env bash
# Prints how proposals fare on generated applications: what they refuse later, and what they permit beyond need, in all, by how the policy
# is written, and by kind of application. src/docs/decisions/0009 has the assumptions, 0017 what was measured.
# Needs `mvn package`. Arguments: seeds (default 1 2 3); --causes prints as well what the numbers are made of.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
exec java -cp "$root/src/bench/target/classes:$root/core/target/classes:$root/cli/target/lib/*" \
  io.iamtighten.bench.tightening.TighteningWorkload "$@"
