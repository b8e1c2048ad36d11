package io.iamtighten.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.arn.WildcardReading;
import io.iamtighten.evaluate.Authorizer;
import io.iamtighten.evaluate.EvaluationOptions;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.RequestContext;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * Of two policies that differ little, what is proven is refuted by no request. A failing seed says all: the policies and requests
 * follow from it.
 */
class RelatedPoliciesPropertyTest {
    private static final int REQUESTS = 150;
    private static final WorkLimit LIMIT = new WorkLimit(3_000_000);

    @Property(tries = 700, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void whatIsProvenOfDocumentsNoRequestRefutes(@ForAll long seed) {
        RelatedPolicies related = new RelatedPolicies(seed);
        boolean principals = related.chance(0.2);
        PolicyDocument first = related.document(principals);
        PolicyDocument second = related.chance(0.75) ? related.changed(first) : related.document(principals);
        Comparison comparison = Comparison.ofDocuments(
                new NamedPolicy("first", first),
                new NamedPolicy("second", second),
                Comparison.Readings.PART_BY_PART,
                Comparison.Detail.WITNESS,
                LIMIT);
        boolean less = comparison.onlyOld() instanceof Difference.None;
        boolean more = comparison.onlyNew() instanceof Difference.None;
        if (!less && !more) {
            return;
        }
        DocumentReading older = new DocumentReading(first, WildcardReading.PART_BY_PART);
        DocumentReading newer = new DocumentReading(second, WildcardReading.PART_BY_PART);
        List<PolicyDocument> documents = List.of(first, second);
        for (int i = 0; i < REQUESTS; i++) {
            Candidate request = related.candidate(documents, principals);
            if (RelatedPolicies.isTyped(documents, request.context(), true)) {
                boolean old = older.grants(request);
                boolean now = newer.grants(request);
                assertThat((less && old && !now) || (more && now && !old))
                        .as("%s by%n%s%nand%n%s", request, first, second)
                        .isFalse();
            }
        }
    }

    @Property(tries = 700, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void whatIsProvenOfStacksNoRequestRefutes(@ForAll long seed) {
        RelatedPolicies related = new RelatedPolicies(seed);
        PolicyStack first = related.stack();
        PolicyStack second = related.chance(0.8) ? related.changed(first) : related.stack();
        AccessScope scope = new AccessScope(related.caller(), related.owner(), EvaluationOptions.standard());
        if (!(AccessSet.of(first, scope).isSubsetOf(AccessSet.of(second, scope), LIMIT)
                instanceof Containment.Proven)) {
            return;
        }
        Map<WildcardReading, List<Authorizer>> judges = new EnumMap<>(WildcardReading.class);
        for (WildcardReading reading : WildcardReading.values()) {
            EvaluationOptions options = scope.options().withReading(reading);
            judges.put(reading, List.of(Authorizer.compile(first, options), Authorizer.compile(second, options)));
        }
        List<PolicyDocument> documents = new ArrayList<>(RelatedPolicies.documents(first));
        documents.addAll(RelatedPolicies.documents(second));
        for (int i = 0; i < REQUESTS; i++) {
            RequestContext context = related.context(documents);
            if (RelatedPolicies.isTyped(documents, context, false)) {
                AccessRequest request = new AccessRequest(
                        scope.principal(),
                        related.one(RelatedPolicies.ACTIONS),
                        related.one(RelatedPolicies.RESOURCES),
                        scope.resourceAccount(),
                        context,
                        AccessRequest.ResourceLevel.SUPPORTED);
                judges.forEach((reading, pair) -> assertThat(
                                pair.get(0).decide(request).allowed()
                                        && !pair.get(1).decide(request).allowed())
                        .as("%s, %s by%n%s%nand%n%s", reading, request, first, second)
                        .isFalse());
            }
        }
    }
}
