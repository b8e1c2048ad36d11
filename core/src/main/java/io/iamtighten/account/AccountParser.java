package io.iamtighten.account;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads an account's texts: what {@code aws iam get-account-authorization-details} prints (or the API itself answers), and our
 * own forms of the organization and of resource policies. Strict about types, indifferent to fields that it does not know.
 *
 * <p>Linear in the length of the texts.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html">GetAccountAuthorizationDetails</a>
 */
public final class AccountParser {
    private AccountParser() {}

    /**
     * Reads the texts of one account.
     *
     * @param details account details: each text holds one answer, a list of answers, or several one after the other (pages)
     * @param organization the organization, or empty when it is unknown
     * @param resourcePolicies resource policies: each text holds one, or a list
     */
    public static AccountParse parse(
            List<AccountText> details, Optional<AccountText> organization, List<AccountText> resourcePolicies) {
        return parse(details, organization, resourcePolicies, Optional.empty());
    }

    /**
     * Reads the texts of one account.
     *
     * @param details account details: each text holds one answer, a list of answers, or several one after the other (pages)
     * @param organization the organization, or empty when it is unknown
     * @param resourcePolicies resource policies: each text holds one, or a list
     * @param buckets a list of buckets' settings, or empty when none are known
     */
    public static AccountParse parse(
            List<AccountText> details,
            Optional<AccountText> organization,
            List<AccountText> resourcePolicies,
            Optional<AccountText> buckets) {
        List<AccountProblem> problems = new ArrayList<>();
        List<PolicySource> policies = new ArrayList<>();
        DetailsReader reader = new DetailsReader();
        for (AccountText text : details) {
            JsonSource source = new JsonSource(text);
            reader.read(source);
            collect(source, problems, policies);
        }
        Optional<OrganizationTree> tree = Optional.empty();
        if (organization.isPresent()) {
            JsonSource source = new JsonSource(organization.get());
            tree = new OrganizationReader(source).read();
            collect(source, problems, policies);
        }
        List<ResourcePolicy> resources = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (AccountText text : resourcePolicies) {
            JsonSource source = new JsonSource(text);
            new ResourcePolicyReader(source, known).read(resources);
            collect(source, problems, policies);
        }
        List<BucketSettings> settings = new ArrayList<>();
        if (buckets.isPresent()) {
            JsonSource source = new JsonSource(buckets.get());
            new BucketSettingsReader(source).read(settings);
            collect(source, problems, policies);
        }
        settings.sort(Comparator.comparing(BucketSettings::arn));
        // One order, whatever the files are called.
        resources.sort(Comparator.comparing(ResourcePolicy::resourceArn));
        return new AccountParse(
                problems.isEmpty() ? Optional.of(reader.snapshot(tree, resources, settings)) : Optional.empty(),
                problems,
                policies);
    }

    /**
     * Returns the text of a policy document that the API gave as a string: without its percent-encoding, where it has one; empty when
     * the encoding is broken.
     */
    public static Optional<String> decoded(String document) {
        return JsonSource.decoded(document);
    }

    private static void collect(JsonSource source, List<AccountProblem> problems, List<PolicySource> policies) {
        problems.addAll(source.problems());
        policies.addAll(source.policies());
    }
}
