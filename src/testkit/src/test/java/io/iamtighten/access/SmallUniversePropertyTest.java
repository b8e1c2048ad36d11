package io.iamtighten.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.arn.WildcardReading;
import io.iamtighten.evaluate.PolicyLevel;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** Questions about sets have the answers that trying every request of a small universe gives: yes where yes, no where no. */
class SmallUniversePropertyTest {
    private static final WorkLimit LIMIT = WorkLimit.standard();

    @Provide
    Arbitrary<List<PolicyDocument>> documents() {
        return SmallUniverse.documents(2);
    }

    @Provide
    Arbitrary<List<PolicyDocument>> documentsWithVariables() {
        return SmallUniverse.documentsWithVariables(2);
    }

    @Provide
    Arbitrary<List<PolicyDocument>> layers() {
        return SmallUniverse.documents(4);
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void setOperationsAgreeWithTryingEveryRequest(@ForAll("documents") List<PolicyDocument> documents) {
        PolicyStack first = PolicyStack.ofIdentity(List.of(named("first", documents.get(0))));
        PolicyStack second = PolicyStack.ofIdentity(List.of(named("second", documents.get(1))));
        List<Candidate> requests = SmallUniverse.requests(documents);
        AccessSet a = AccessSet.of(first, SmallUniverse.SCOPE);
        AccessSet b = AccessSet.of(second, SmallUniverse.SCOPE);
        for (WildcardReading reading : WildcardReading.values()) {
            BitSet inA = tried(a, requests, reading);
            BitSet inB = tried(b, requests, reading);
            agrees(a, inA, reading);
            agrees(a.union(b), or(inA, inB), reading);
            agrees(a.intersection(b), and(inA, inB), reading);
            agrees(a.difference(b), andNot(inA, inB), reading);
            agrees(b.difference(a), andNot(inB, inA), reading);
            BitSet neither = new BitSet();
            neither.set(0, requests.size());
            agrees(AccessSet.all(SmallUniverse.SCOPE).difference(a.union(b)), andNot(neither, or(inA, inB)), reading);
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void whatLayersLetThroughTogetherAgreesWithTryingEveryRequest(@ForAll("layers") List<PolicyDocument> documents) {
        PolicyStack identity = PolicyStack.ofIdentity(List.of(named("identity", documents.get(0))));
        PolicyStack stack = identity.withBoundary(named("boundary", documents.get(1)))
                .withScps(List.of(
                        new PolicyLevel("root", List.of(named("scp", documents.get(2)))),
                        new PolicyLevel("account", List.of(named("scp", documents.get(3))))));
        List<Candidate> requests = SmallUniverse.requests(documents);
        AccessSet limited = AccessSet.of(stack, SmallUniverse.SCOPE);
        AccessSet granted = AccessSet.of(identity, SmallUniverse.SCOPE);
        for (WildcardReading reading : WildcardReading.values()) {
            BitSet passes = tried(limited, requests, reading);
            agrees(limited, passes, reading);
            agrees(granted.difference(limited), andNot(tried(granted, requests, reading), passes), reading);
        }
        assertThat(limited.isSubsetOf(granted, LIMIT)).isInstanceOf(Containment.Proven.class);
    }

    @Property(tries = 120, edgeCases = EdgeCasesMode.NONE)
    void comparisonOfDocumentsAgreesWithTryingEveryRequest(@ForAll("documents") List<PolicyDocument> documents) {
        DocumentReading first = new DocumentReading(documents.get(0), WildcardReading.PART_BY_PART);
        DocumentReading second = new DocumentReading(documents.get(1), WildcardReading.PART_BY_PART);
        boolean more = false;
        boolean less = false;
        for (Candidate request : SmallUniverse.requests(documents)) {
            boolean old = first.grants(request);
            boolean now = second.grants(request);
            more |= old && !now;
            less |= now && !old;
        }
        Comparison compared = Comparison.ofDocuments(
                named("old", documents.get(0)),
                named("new", documents.get(1)),
                Comparison.Readings.PART_BY_PART,
                Comparison.Detail.WITNESS,
                LIMIT);
        assertThat(compared.relation())
                .isEqualTo(
                        more ? (less ? Relation.INCOMPARABLE : Relation.MORE) : less ? Relation.LESS : Relation.EQUAL);
    }

    /** Policy variables may leave a question open, but not answer it wrongly, and not often. */
    @StatisticsReport(onFailureOnly = true)
    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void noProofIsRefutedByTryingEveryRequest(@ForAll("documentsWithVariables") List<PolicyDocument> documents) {
        AccessSet a =
                AccessSet.of(PolicyStack.ofIdentity(List.of(named("first", documents.get(0)))), SmallUniverse.SCOPE);
        AccessSet b =
                AccessSet.of(PolicyStack.ofIdentity(List.of(named("second", documents.get(1)))), SmallUniverse.SCOPE);
        List<Candidate> requests = SmallUniverse.requests(documents);
        for (WildcardReading reading : WildcardReading.values()) {
            AccessSet outside = a.difference(b);
            Solver.Answer answer = outside.solve(reading, LIMIT, null);
            if (answer.isEmpty()) {
                assertThat(tried(outside, requests, reading).isEmpty()).isTrue();
            }
            answer.witness()
                    .ifPresent(witness -> assertThat(outside.contains(outside.request(witness), reading))
                            .isTrue());
            Statistics.label("answers")
                    .collect(answer.witness().isEmpty() && answer.doubt().isPresent() ? "open" : "given")
                    .coverage(coverage -> coverage.check("open").percentage(p -> p < 10));
        }
    }

    /** The exact answer is the one found by trying: a request where there are some, a proof where there is none. */
    private static void agrees(AccessSet set, BitSet tried, WildcardReading reading) {
        Solver.Answer answer = set.solve(reading, LIMIT, null);
        assertThat(answer.doubt()).isEmpty();
        assertThat(answer.witness().isPresent()).isEqualTo(!tried.isEmpty());
        answer.witness()
                .ifPresent(witness ->
                        assertThat(set.contains(set.request(witness), reading)).isTrue());
    }

    private static BitSet tried(AccessSet set, List<Candidate> requests, WildcardReading reading) {
        BitSet members = new BitSet();
        for (int i = 0; i < requests.size(); i++) {
            if (set.contains(set.request(requests.get(i)), reading)) {
                members.set(i);
            }
        }
        return members;
    }

    private static NamedPolicy named(String name, PolicyDocument document) {
        return new NamedPolicy(name, document);
    }

    private static BitSet or(BitSet a, BitSet b) {
        BitSet both = (BitSet) a.clone();
        both.or(b);
        return both;
    }

    private static BitSet and(BitSet a, BitSet b) {
        BitSet both = (BitSet) a.clone();
        both.and(b);
        return both;
    }

    private static BitSet andNot(BitSet a, BitSet b) {
        BitSet both = (BitSet) a.clone();
        both.andNot(b);
        return both;
    }
}
