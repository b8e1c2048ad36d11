package io.iamtighten.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RefusalMessageTest {
    @Test
    void namesActionResourceAndReason() {
        assertThat(
                        RefusalMessage.parse(
                                "User: arn:aws:iam::1:user/u is not authorized to perform: s3:GetObject on resource:"
                                        + " \"arn:aws:s3:::b/k\" because no identity-based policy allows the s3:GetObject action"))
                .hasValueSatisfying(m -> assertThat(m.action()).isEqualTo("s3:GetObject"));
        assertThat(RefusalMessage.parse("User: arn:aws:sts::1:assumed-role/r/s is not authorized to perform:"
                        + " cloudwatch:DeleteAlarms on resource: arn:aws:cloudwatch:us-east-1:1:alarm:A because no"
                        + " identity-based policy allows the cloudwatch:DeleteAlarms action"))
                .hasValue(new RefusalMessage(
                        "cloudwatch:DeleteAlarms",
                        Optional.of("arn:aws:cloudwatch:us-east-1:1:alarm:A"),
                        Optional.of("because no identity-based policy allows the cloudwatch:DeleteAlarms action")));
    }

    @Test
    void understandsOlderForms() {
        assertThat(RefusalMessage.parse("User: arn:aws:iam::1:user/u is not authorized to perform: iam:PutRolePolicy on"
                        + " resource: role x"))
                .hasValue(new RefusalMessage("iam:PutRolePolicy", Optional.of("role x"), Optional.empty()));
        assertThat(RefusalMessage.parse("User: arn:aws:iam::1:user/u is not authorized to perform: ec2:DescribeRegions"
                        + " with an explicit deny in a service control policy"))
                .hasValue(new RefusalMessage(
                        "ec2:DescribeRegions",
                        Optional.empty(),
                        Optional.of("with an explicit deny in a service control policy")));
    }

    @Test
    void leavesOutTheEncodedPart() {
        assertThat(RefusalMessage.parse(
                        "You are not authorized to perform this operation. User: arn:aws:iam::1:user/u is not"
                                + " authorized to perform: ec2:CreateVolume on resource: arn:aws:ec2:us-east-1:1:volume/* because no"
                                + " identity-based policy allows the ec2:CreateVolume action. Encoded authorization failure message:"
                                + " abc"))
                .hasValue(new RefusalMessage(
                        "ec2:CreateVolume",
                        Optional.of("arn:aws:ec2:us-east-1:1:volume/*"),
                        Optional.of("because no identity-based policy allows the ec2:CreateVolume action")));
    }

    @Test
    void aMessageWithoutAnActionNamesNothing() {
        assertThat(RefusalMessage.parse("Access Denied")).isEmpty();
        assertThat(RefusalMessage.parse("You are not authorized to perform this operation."))
                .isEmpty();
        assertThat(RefusalMessage.parse("")).isEmpty();
    }
}
