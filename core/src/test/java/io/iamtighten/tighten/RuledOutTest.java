package io.iamtighten.tighten;

import static io.iamtighten.tighten.Scenario.statements;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RuledOutTest {
    private static final String SHOP = "arn:aws:s3:::shop";
    private static final String OTHER = "arn:aws:s3:::other";

    /** What the CDK grants for reading and writing a bucket's objects. */
    private static Scenario granted(String... buckets) {
        return Scenario.role()
                .inline(
                        "P",
                        statements(
                                "{\"Effect\":\"Allow\",\"Action\":[\"s3:Abort*\",\"s3:DeleteObject*\",\"s3:GetObject*\",\"s3:PutObject\","
                                        + "\"s3:PutObjectLegalHold\",\"s3:PutObjectRetention\",\"s3:PutObjectTagging\",\"s3:PutObjectVersionTagging\"],"
                                        + "\"Resource\":[\"" + String.join("/*\",\"", buckets) + "/*\"]}"));
    }

    private static List<String> kept(TighteningProposal proposal, String action) {
        assertThat(proposal.proof().verdict()).as(proposal.proof().reason()).isEqualTo(Proof.Verdict.PROVEN);
        return proposal.kept().stream()
                .filter(k -> k.action().equals(action))
                .flatMap(k -> k.resources().stream())
                .toList();
    }

    private static String removed(TighteningProposal proposal, String action) {
        assertThat(proposal.blindSpots()).noneMatch(b -> b.action().equals(action));
        return proposal.removed().stream()
                .filter(r -> r.action().equals(action))
                .filter(r -> r.because() == RemovedPermission.Removal.UNUSED)
                .map(RemovedPermission::reason)
                .findFirst()
                .orElse("");
    }

    @Test
    void withoutObjectLockNothingWasHeld() {
        TighteningProposal proposal = granted(SHOP).bucket(SHOP, true, false).propose();
        assertThat(kept(proposal, "s3:PutObjectLegalHold")).isEmpty();
        assertThat(kept(proposal, "s3:PutObjectRetention")).isEmpty();
        assertThat(removed(proposal, "s3:PutObjectRetention")).contains("no Object Lock");
        assertThat(kept(proposal, "s3:PutObjectTagging")).isNotEmpty();
        assertThat(kept(proposal, "s3:PutObjectVersionTagging")).isNotEmpty();
    }

    @Test
    void whatIsSwitchedOnOrUnknownRulesNothingOut() {
        for (Scenario scenario : List.of(
                granted(SHOP),
                granted(SHOP).bucket(SHOP, true, true),
                granted(SHOP).bucket(OTHER, false, false),
                // Any bucket may be meant.
                granted("arn:aws:s3:::sho*").bucket(SHOP, false, false))) {
            TighteningProposal proposal = scenario.propose();
            assertThat(kept(proposal, "s3:PutObjectLegalHold")).isNotEmpty();
            assertThat(kept(proposal, "s3:PutObjectVersionTagging")).isNotEmpty();
            assertThat(kept(proposal, "s3:AbortMultipartUpload")).isNotEmpty();
        }
    }

    @Test
    void withoutVersionsNoneWasTagged() {
        TighteningProposal proposal = granted(SHOP).bucket(SHOP, false, false).propose();
        assertThat(kept(proposal, "s3:PutObjectVersionTagging")).isEmpty();
        assertThat(removed(proposal, "s3:PutObjectVersionTagging")).contains("never had versions");
        assertThat(kept(proposal, "s3:DeleteObject")).isNotEmpty();
    }

    @Test
    void ofTwoBucketsTheOneWithObjectLockStays() {
        TighteningProposal proposal = granted(SHOP, OTHER)
                .bucket(SHOP, true, false)
                .bucket(OTHER, true, true)
                .propose();
        assertThat(kept(proposal, "s3:PutObjectRetention")).containsExactly(OTHER + "/*");
        assertThat(kept(proposal, "s3:PutObjectTagging")).isNotEmpty();
    }

    @Test
    void whatWasWrittenInOnePieceHadNoParts() {
        TighteningProposal proposal = granted(SHOP)
                .keyUsed("kms:GenerateDataKey", SHOP + "/out/1.json")
                .keyUsed("kms:Decrypt", SHOP + "/in/1.json")
                .propose();
        assertThat(kept(proposal, "s3:AbortMultipartUpload")).isEmpty();
        assertThat(removed(proposal, "s3:AbortMultipartUpload")).contains("upload in parts");
        assertThat(kept(proposal, "s3:DeleteObject")).isNotEmpty();
    }

    @Test
    void aKeyThatWasMadeAndDecryptedMayBeThatOfParts() {
        for (Scenario scenario : List.of(
                granted(SHOP)
                        .keyUsed("kms:GenerateDataKey", SHOP + "/out/1.json")
                        .keyUsed("kms:Decrypt", SHOP + "/out/1.json"),
                // A bucket key, and objects that were folded.
                granted(SHOP).keyUsed("kms:GenerateDataKey", SHOP).keyUsed("kms:Decrypt", SHOP),
                granted(SHOP).keyUsed("kms:GenerateDataKey", SHOP).keyUsed("kms:Decrypt", SHOP + "/out/1.json"),
                granted(SHOP)
                        .keyUsed("kms:GenerateDataKey", SHOP + "/out/1.json")
                        .keyUsed("kms:Decrypt", SHOP + "/out/*"),
                // Nothing was written.
                granted(SHOP).keyUsed("kms:Decrypt", SHOP + "/in/1.json"))) {
            assertThat(kept(scenario.propose(), "s3:AbortMultipartUpload")).isNotEmpty();
        }
    }
}
