package io.iamtighten.e2e;

import io.iamtighten.account.AccountSnapshot;
import io.iamtighten.account.IamRole;
import io.iamtighten.aws.account.AccountFiles;
import io.iamtighten.aws.trail.TrailOptions;
import io.iamtighten.aws.trail.TrailReader;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.policy.NamedPolicy;
import io.iamtighten.testsupport.TestData;
import io.iamtighten.tighten.Tightener;
import io.iamtighten.tighten.TighteningOptions;
import io.iamtighten.tighten.TighteningProposal;
import io.iamtighten.usage.UsageSummary;
import java.util.ArrayList;
import java.util.List;

/** An account with the history that goes with it. */
record RecordedAccount(String name, AccountSnapshot account, UsageSummary usage) {
    static final ServiceCatalog CATALOG = ServiceCatalog.bundled();

    /** Returns the three accounts with recorded history. */
    static List<RecordedAccount> all() {
        return List.of(
                read("123837392027-invictus", "invictus-2023"),
                read("111111111111-traildiscover", "traildiscover-2026"),
                read("347283850106-opensearch", "opensearch-2021"));
    }

    private static RecordedAccount read(String account, String trail) {
        return new RecordedAccount(
                account,
                AccountFiles.read(TestData.shared("cloudtrail/accounts/" + account + ".json"))
                        .snapshot()
                        .orElseThrow(),
                TrailReader.of(CATALOG)
                        .read(List.of(TestData.shared("cloudtrail/" + trail)), TrailOptions.all())
                        .summary());
    }

    /** Returns the roles of which the history has calls. */
    List<IamRole> rolesWithEvents() {
        return account.roles().stream()
                .filter(role -> usage.role(role.arn(), role.id())
                        .filter(u -> u.events() > 0)
                        .isPresent())
                .toList();
    }

    TighteningProposal propose(IamRole role, TighteningOptions options) {
        return Tightener.of(CATALOG).propose(account, role, usage, options);
    }

    List<NamedPolicy> before(IamRole role) {
        return account.view(role).stack().identity();
    }

    static List<NamedPolicy> after(TighteningProposal proposal) {
        List<NamedPolicy> after = new ArrayList<>();
        proposal.policies()
                .forEach(change -> change.after().ifPresent(d -> after.add(new NamedPolicy(change.name(), d))));
        return after;
    }
}
