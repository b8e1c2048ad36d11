#!/usr/bin/env bash
# Publishes the artifacts to a throw-away repository and lets a project of somebody else use them from there.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
export MAVEN_OPTS="${MAVEN_OPTS:-} -Djansi.noreset=true"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
ok() { passed=$((passed + 1)); }
fail() { echo "FAILED: $*"; exit 1; }
# A path as a URL writes it.
url() { local path=${1//%/%25}; echo "file://${path// /%20}"; }

cd "$root"
mvn -B -q ${MAVEN_REPO_LOCAL:+-Dmaven.repo.local="$MAVEN_REPO_LOCAL"} -DskipTests -Dspotless.skip=true deploy -DaltDeploymentRepository="published::$(url "$work/published")" \
  || fail "the artifacts cannot be published"

# The project resolves everything into an empty repository of its own: our artifacts from where they were published, all others
# from what the build has fetched already.
fetched=${MAVEN_REPO_LOCAL:-$(mvn -B -N -X validate 2>/dev/null | sed -n 's/.*Using local repository at //p' | head -n 1 || true)}
[ -d "$fetched" ] || fail "Maven's local repository is not found; name it in MAVEN_REPO_LOCAL"
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
cat >"$work/settings.xml" <<XML
<settings>
  <localRepository>$work/local</localRepository>
  <profiles><profile><id>sources</id>
    <repositories>
      <repository><id>published</id><url>$(url "$work/published")</url></repository>
      <repository><id>fetched</id><url>$(url "$fetched")</url></repository>
    </repositories>
    <pluginRepositories><pluginRepository><id>fetched</id><url>$(url "$fetched")</url></pluginRepository></pluginRepositories>
  </profile></profiles>
  <activeProfiles><activeProfile>sources</activeProfile></activeProfiles>
</settings>
XML
cp -r "$root/src/e2e/consumer" "$work/consumer"
cd "$work/consumer"
consumer() { mvn -B -q -s "$work/settings.xml" "$@" 2>"$work/err" || { cat "$work/err"; fail "mvn $*"; }; }
consumer compile dependency:build-classpath -Dmdep.outputFile="$work/classpath" -Dmdep.includeScope=runtime
grep -q "$work/local/io/iamtighten/iam-tighten-core/" "$work/classpath" || fail "the artifacts do not come from the throw-away repository"
ok
for artifact in core aws-adapter cli testkit; do
  for kind in sources javadoc; do
    consumer dependency:copy -Dartifact="io.iamtighten:iam-tighten-$artifact:0.1.0:jar:$kind" -DoutputDirectory="$work/extra"
    "${java%java}jar" tf "$work/extra/iam-tighten-$artifact-0.1.0-$kind.jar" >"$work/entries"
    grep -qE '(^|/)io/iamtighten/.*\.(java|html)$' "$work/entries" || fail "the $kind jar of $artifact is empty"
    ok
  done
done
for tool in testsupport catalog-tool bench e2e; do
  [ ! -d "$work/published/io/iamtighten/iam-tighten-$tool" ] || fail "$tool is published; it serves the build only"
  ok
done
"$java" -cp "target/classes:$(cat "$work/classpath")" example.Consumer "$root/testdata/demo" >"$work/out" 2>&1 || { cat "$work/out"; fail "the project fails"; }
for line in 'alice/may.csv allowed' 'bob/may.csv refused' 'proposal PROVEN, actions '; do
  grep -qF "$line" "$work/out" || { cat "$work/out"; fail "no \`$line\`"; }
  ok
done
"$java" -verbose:class -cp "target/classes:$(cat "$work/classpath")" example.Consumer "$root/testdata/demo" >"$work/classes"
if grep -q 'software\.amazon\.awssdk' "$work/classes"; then fail "reading files loads the AWS SDK"; fi
ok
echo "consumer: $passed passed, 0 failed"
