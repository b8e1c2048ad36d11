package io.iamtighten.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArnTemplateTest {
    @Test
    void findsVariables() {
        ArnTemplate template = ArnTemplate.parse("arn:${Partition}:ecs:${Region}:${Account}:service/${C}/${S}");
        assertThat(template.variables()).isEqualTo(List.of("Partition", "Region", "Account", "C", "S"));
        assertThat(template.pattern()).isEqualTo("arn:*:ecs:*:*:service/*/*");
        assertThat(template.match("arn:aws:ecs:eu-west-1:123456789012:service/web/api"))
                .hasValue(Map.of(
                        "Partition", "aws", "Region", "eu-west-1", "Account", "123456789012", "C", "web", "S", "api"));
        assertThat(template.match("arn:aws:ecs:eu-west-1:123456789012:service/web"))
                .isEmpty();
    }

    @Test
    void fillsVariables() {
        ArnTemplate template = ArnTemplate.parse("arn:${Partition}:s3:::${BucketName}/${ObjectName}");
        assertThat(template.fill(Map.of("Partition", "aws", "BucketName", "b", "ObjectName", "k/l")))
                .hasValue("arn:aws:s3:::b/k/l");
        assertThat(template.fill(Map.of("Partition", "aws"))).isEmpty();
        assertThat(template.fillKnown(Map.of("Partition", "aws", "BucketName", "b")))
                .isEqualTo("arn:aws:s3:::b/*");
    }

    @Test
    void aBucketHasNoSlash() {
        ArnTemplate bucket = ArnTemplate.parse("arn:${Partition}:s3:::${BucketName}");
        assertThat(bucket.matches("arn:aws:s3:::logs")).isTrue();
        assertThat(bucket.matches("arn:aws:s3:::logs/a")).isFalse();
    }

    @Test
    void aPathMayHaveSlashes() {
        ArnTemplate role = ArnTemplate.parse("arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}");
        assertThat(role.matches("arn:aws:iam::1:role/a/b")).isTrue();
        assertThat(role.matches("arn:aws:iam::1:user/a")).isFalse();
        assertThat(role.matches("arn:aws:iam:eu:1:role/a")).isFalse();
    }

    @Test
    void aStarInATemplateStandsForAnything() {
        ArnTemplate event = ArnTemplate.parse("arn:${Partition}:health:*::event/${Service}/${Code}/*");
        assertThat(event.matches("arn:aws:health:us-east-1::event/EC2/X/y")).isTrue();
        assertThat(event.pattern()).isEqualTo("arn:*:health:*::event/*/*/*");
    }
}
