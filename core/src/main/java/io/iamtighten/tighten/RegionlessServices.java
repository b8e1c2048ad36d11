package io.iamtighten.tighten;

import io.iamtighten.catalog.ServiceAction;
import java.util.Set;

/**
 * Services with one endpoint for all regions: {@code aws:RequestedRegion} is always the same for them, so that it limits nothing.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion">aws:RequestedRegion</a>
 * @see <a href="https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html">Global services</a>
 */
final class RegionlessServices {
    private static final Set<String> PREFIXES = Set.of(
            "account",
            "artifact",
            "aws-portal",
            "billing",
            "budgets",
            "ce",
            "chime",
            "cloudfront",
            "consolidatedbilling",
            "cur",
            "ecr-public",
            "freetier",
            "globalaccelerator",
            "health",
            "iam",
            "importexport",
            "invoicing",
            "networkmanager",
            "organizations",
            "payments",
            "pricing",
            "route53",
            "route53-recovery-control-config",
            "route53-recovery-readiness",
            "route53domains",
            "savingsplans",
            "shield",
            "support",
            "supportplans",
            "tax",
            "trustedadvisor",
            "waf");

    private RegionlessServices() {}

    /** Returns whether the region of a call says nothing about where its caller works. */
    static boolean has(ServiceAction action) {
        // STS and the list of all buckets have endpoints of regions and a global one; which is called, the SDK's
        // settings
        // decide.
        return PREFIXES.contains(action.prefix())
                || action.prefix().equals("sts")
                || action.prefix().equals("s3") && !action.supportsResourceLevel();
    }
}
