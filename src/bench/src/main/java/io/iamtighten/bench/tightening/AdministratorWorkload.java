package io.iamtighten.bench.tightening;

import io.iamtighten.catalog.ActionVisibility;
import io.iamtighten.catalog.ArnTemplate;
import io.iamtighten.catalog.ResourceType;
import io.iamtighten.catalog.ServiceAction;
import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.request.PrincipalType;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.SavedUsage;
import io.iamtighten.usage.TrailCoverage;
import io.iamtighten.usage.UsageFact;
import io.iamtighten.usage.UsagePrincipal;
import io.iamtighten.usage.UsageSummary;
import io.iamtighten.usage.UseRelation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes an account whose one role has AdministratorAccess, and the saved usage of its 90 days: 400 actions on one to three resources each. */
public final class AdministratorWorkload {
    private static final int ACTIONS = 400;
    private static final int DAYS = 90;
    private static final int RESOURCES = 3;
    private static final String ACCOUNT = "111122223333";
    private static final String ROLE = "arn:aws:iam::" + ACCOUNT + ":role/Administrator";
    private static final LocalDate START = LocalDate.of(2026, 1, 1);

    private final ServiceCatalog catalog = ServiceCatalog.bundled();
    private final Random random;

    private AdministratorWorkload(long seed) {
        random = new Random(seed);
    }

    /**
     * Writes {@code account.json} and {@code usage.gz}.
     *
     * @param args the folder, and the seed
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Files.writeString(folder.resolve("account.json"), """
                {"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": [{"RoleName": "Administrator", "Path": "/",
                  "RoleId": "AROAEXAMPLEADMINISTRA", "Arn": "%1$s", "InstanceProfileList": [], "RolePolicyList": [],
                  "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []},
                  "AttachedManagedPolicies": [{"PolicyName": "AdministratorAccess",
                    "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}]}],
                 "Policies": [{"PolicyName": "AdministratorAccess", "PolicyId": "ANPAEXAMPLEADMINISTRA", "Path": "/",
                  "Arn": "arn:aws:iam::aws:policy/AdministratorAccess", "DefaultVersionId": "v1", "AttachmentCount": 1,
                  "PermissionsBoundaryUsageCount": 0, "IsAttachable": true, "PolicyVersionList": [{"VersionId": "v1",
                  "IsDefaultVersion": true, "Document": {"Version": "2012-10-17", "Statement": [
                    {"Effect": "Allow", "Action": "*", "Resource": "*"}]}}]}]}
                """.formatted(ROLE));
        try (OutputStream out = Files.newOutputStream(folder.resolve("usage.gz"))) {
            new AdministratorWorkload(Long.parseLong(args[1])).usage().write(out);
        }
    }

    private SavedUsage usage() {
        List<UsageFact> facts = new ArrayList<>();
        Map<String, ServiceAction> chosen = new TreeMap<>();
        while (chosen.size() < ACTIONS) {
            ServiceAction action = catalog.action(random.nextInt(catalog.actionCount()));
            if (catalog.visibility(action.qualifiedName())
                    .filter(ActionVisibility::shownByManagementEvents)
                    .isPresent()) {
                chosen.put(action.qualifiedName(), action);
            }
        }
        chosen.values().forEach(action -> facts(action, facts));
        long events = facts.stream().mapToLong(f -> f.occurrences().count()).sum();
        PrincipalUsage usage = new PrincipalUsage(
                new UsagePrincipal(
                        PrincipalType.IAM_ROLE, ROLE, true, Optional.of("AROAEXAMPLEADMINISTRA"), Optional.of(ACCOUNT)),
                events,
                facts,
                List.of(),
                List.of());
        TrailCoverage coverage = new TrailCoverage(
                Optional.of(START.atStartOfDay().toInstant(ZoneOffset.UTC)),
                Optional.of(START.plusDays(DAYS).atStartOfDay().toInstant(ZoneOffset.UTC)),
                DAYS,
                events,
                new TreeMap<>(Map.of(ACCOUNT, events)),
                new TreeMap<>(Map.of("eu-west-1", events, "us-east-1", events)),
                new TreeMap<>());
        return new SavedUsage(new UsageSummary(List.of(usage), coverage), Optional.empty(), "", catalog.version());
    }

    private void facts(ServiceAction action, List<UsageFact> facts) {
        List<ArnTemplate> templates = action.resourceTypes().stream()
                .flatMap(type -> catalog.resourceType(action.prefix(), type.type()).stream())
                .map(ResourceType::arnTemplates)
                .flatMap(List::stream)
                .toList();
        int count = templates.isEmpty() ? 1 : 1 + random.nextInt(RESOURCES);
        for (int i = 0; i < count; i++) {
            String resource = templates.isEmpty() ? "*" : filled(templates.get(random.nextInt(templates.size())));
            SortedMap<LocalDate, Long> days = new TreeMap<>();
            int every = List.of(1, 7, 30).get(random.nextInt(3));
            for (int day = random.nextInt(30); day < DAYS; day += every) {
                days.put(START.plusDays(day), 1L + random.nextInt(5));
            }
            facts.add(TighteningWorkload.fact(action.qualifiedName() + " " + resource, UseRelation.MAIN, days));
        }
    }

    private String filled(ArnTemplate template) {
        Map<String, String> values = new HashMap<>();
        template.variables().forEach(v -> values.put(v, v.toLowerCase(Locale.ROOT) + "-" + random.nextInt(1_000)));
        values.put("Partition", "aws");
        values.put("Region", "eu-west-1");
        values.put("Account", ACCOUNT);
        return template.fill(values).orElseThrow();
    }
}
