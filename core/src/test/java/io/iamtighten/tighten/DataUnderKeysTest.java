package io.iamtighten.tighten;

import static io.iamtighten.tighten.Scenario.first;
import static io.iamtighten.tighten.Scenario.statements;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DataUnderKeysTest {
    private static final String OBJECT = "arn:aws:s3:::shop/orders/1.json";
    private static final String TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders";
    private static final String QUEUE = "arn:aws:sqs:eu-west-1:123456789012:orders";

    private static Scenario everything() {
        return Scenario.role().inline("P", statements("{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}"));
    }

    private static List<KeptPermission> of(TighteningProposal proposal, String action) {
        return proposal.kept().stream().filter(k -> k.action().equals(action)).toList();
    }

    private static void sound(TighteningProposal proposal) {
        assertThat(proposal.proof().verdict()).as(proposal.proof().reason()).isEqualTo(Proof.Verdict.PROVEN);
        assertThat(proposal.replay().lost()).isEmpty();
    }

    @Test
    void decryptionForS3ShowsThatTheObjectWasRead() {
        TighteningProposal proposal =
                everything().keyUsed("kms:Decrypt", OBJECT).propose();
        assertThat(of(proposal, "s3:GetObject"))
                .singleElement()
                .satisfies(k -> assertThat(k.resources()).containsExactly(OBJECT))
                .satisfies(k -> assertThat(k.because()).isEqualTo(Keeping.KEY_USE))
                .satisfies(k -> assertThat(k.evidence()).isPresent());
        assertThat(of(proposal, "s3:PutObject")).isEmpty();
        assertThat(of(proposal, "s3:DeleteObject")).isEmpty();
        assertThat(proposal.blindSpots()).anyMatch(b -> b.action().equals("s3:DeleteObject") && !b.kept());
        sound(proposal);
    }

    @Test
    void aDataKeyForS3ShowsThatTheObjectWasWritten() {
        TighteningProposal proposal =
                everything().keyUsed("kms:GenerateDataKey", OBJECT).propose();
        assertThat(of(proposal, "s3:PutObject"))
                .singleElement()
                .satisfies(k -> assertThat(k.resources()).containsExactly(OBJECT));
        assertThat(of(proposal, "s3:GetObject")).isEmpty();
        sound(proposal);
    }

    @Test
    void aBucketKeyShowsTheBucketOnly() {
        TighteningProposal proposal =
                everything().keyUsed("kms:Decrypt", "arn:aws:s3:::shop").propose();
        assertThat(of(proposal, "s3:GetObject"))
                .singleElement()
                .satisfies(k -> assertThat(k.resources()).containsExactly("arn:aws:s3:::shop/*"));
        sound(proposal);
    }

    @Test
    void theBucketOfObjectsThatWereWorkedOnMayBeListed() {
        TighteningProposal proposal =
                everything().keyUsed("kms:Decrypt", OBJECT).propose();
        assertThat(of(proposal, "s3:ListBucket"))
                .singleElement()
                .satisfies(k -> assertThat(k.resources()).containsExactly("arn:aws:s3:::shop"))
                .satisfies(k -> assertThat(k.because()).isEqualTo(Keeping.BELONGS));
        assertThat(of(proposal, "s3:PutBucketPolicy")).isEmpty();
    }

    @Test
    void theKeysThemselvesAreNotTheData() {
        TighteningProposal proposal =
                everything().keyUsed("kms:Decrypt", OBJECT).propose();
        assertThat(of(proposal, "kms:Decrypt")).isEmpty();
        assertThat(proposal.replay().events()).isZero();
    }

    @Test
    void aTableUnderAKeyThatWasUsedKeepsItsDataPlaneAndIndexes() {
        TighteningProposal proposal = everything().keyUsed("kms:Decrypt", TABLE).propose();
        assertThat(of(proposal, "dynamodb:PutItem"))
                .singleElement()
                .satisfies(k -> assertThat(k.resources()).containsExactly(TABLE));
        assertThat(of(proposal, "dynamodb:Query"))
                .singleElement()
                .satisfies(k -> assertThat(k.resources()).containsExactly(TABLE, TABLE + "/index/*"));
        assertThat(of(proposal, "dynamodb:DeleteTable")).isEmpty();
        sound(proposal);
    }

    @Test
    void whereOnlyOthersUsedTheKeyOfATableItsManagementDoesNotSuggestItsData() {
        assertThat(of(everything().did("dynamodb:DescribeTable", TABLE).propose(), "dynamodb:GetItem"))
                .isNotEmpty();
        TighteningProposal proposal = everything()
                .did("dynamodb:DescribeTable", TABLE)
                .somebodyUsedKey("kms:Decrypt", TABLE)
                .propose();
        assertThat(of(proposal, "dynamodb:GetItem")).isEmpty();
        assertThat(of(proposal, "dynamodb:Query")).isEmpty();
        assertThat(proposal.blindSpots()).anyMatch(b -> b.action().equals("dynamodb:GetItem") && !b.kept());
        assertThat(of(
                        everything()
                                .did("sqs:GetQueueAttributes", QUEUE)
                                .somebodyUsedKey("kms:Decrypt", QUEUE)
                                .keyUsed("kms:GenerateDataKey", QUEUE)
                                .propose(),
                        "sqs:SendMessage"))
                .isNotEmpty();
    }

    @Test
    void whatAStatementNamesStaysWholeWhateverKeysShow() {
        TighteningProposal proposal = Scenario.role()
                .inline(
                        "P",
                        statements("{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"s3:DeleteObject\"],"
                                + "\"Resource\":\"arn:aws:s3:::shop/*\"}"))
                .keyUsed("kms:Decrypt", OBJECT)
                .propose();
        assertThat(of(proposal, "s3:GetObject"))
                .singleElement()
                .satisfies(k -> assertThat(k.resources()).containsExactly("arn:aws:s3:::shop/*"));
        assertThat(of(proposal, "s3:DeleteObject")).isNotEmpty();
    }

    @Test
    void whatKeysShowStaysEvenWhereUnseenActionsAreDropped() {
        TighteningProposal proposal = everything()
                .keyUsed("kms:Decrypt", OBJECT)
                .keyUsed("kms:Decrypt", TABLE)
                .options(TighteningOptions.standard().withUnverifiable(Unverifiable.DROP))
                .propose();
        assertThat(first(proposal)).contains("s3:GetObject").doesNotContain("dynamodb:");
    }

    @Test
    void whereDataEventsShowTheBucketKeysAddNothing() {
        TighteningProposal proposal = everything()
                .dataEvents("s3.amazonaws.com")
                .somebodyDid("s3:GetObject", "arn:aws:s3:::shop/orders/2.json")
                .keyUsed("kms:Decrypt", OBJECT)
                .propose();
        assertThat(of(proposal, "s3:GetObject")).isEmpty();
    }

    @Test
    void faultInjectionTakesARoleThatTrustsIt() {
        String instance = "arn:aws:ec2:eu-west-1:123456789012:instance/i-1";
        assertThat(of(everything().did("ec2:StopInstances", instance).propose(), "ec2:SendSpotInstanceInterruptions"))
                .isEmpty();
        assertThat(of(
                        everything()
                                .trusts("fis.amazonaws.com")
                                .did("ec2:StopInstances", instance)
                                .propose(),
                        "ec2:SendSpotInstanceInterruptions"))
                .isNotEmpty();
    }
}
