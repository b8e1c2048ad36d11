package io.iamtighten.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamtighten.values.IpRange;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** The ways to read a value without an allocation say what the general ones say. */
class LiteralsPropertyTest {
    @Property
    void plainInstantsAreInstants(@ForAll @LongRange(min = -10_000_000_000L, max = 250_000_000_000L) long seconds) {
        String text = Instant.ofEpochSecond(seconds).toString();
        long plain = Literals.plainUtcSeconds(text);
        if (plain >= 0) {
            assertThat(plain).isEqualTo(seconds);
        }
        assertThat(Literals.instant(text)).contains(Instant.ofEpochSecond(seconds));
    }

    @Provide
    Arbitrary<String> nearlyInstants() {
        return Arbitraries.strings()
                .withChars("0123456789")
                .ofLength(14)
                .map(d -> d.substring(0, 4)
                        + "-" + d.substring(4, 6) + "-" + d.substring(6, 8) + "T" + d.substring(8, 10) + ":"
                        + d.substring(10, 12) + ":" + d.substring(12, 14) + "Z");
    }

    @Property
    void whatIsPlainIsReadable(@ForAll("nearlyInstants") String text) {
        long plain = Literals.plainUtcSeconds(text);
        if (plain >= 0) {
            assertThat(Literals.instant(text)).contains(Instant.ofEpochSecond(plain));
        }
    }

    @Provide
    Arbitrary<String> nearlyNumbers() {
        return Arbitraries.strings().withChars("0123456789.-+e ").ofMaxLength(20);
    }

    @Property
    void plainNumbersAreNumbers(@ForAll("nearlyNumbers") String text) {
        long plain = Literals.plainWhole(text);
        if (plain >= 0) {
            assertThat(Literals.number(text).map(n -> n.compareTo(BigDecimal.valueOf(plain))))
                    .contains(0);
        }
    }

    @Provide
    Arbitrary<String> nearlyAddresses() {
        return Arbitraries.strings().withChars("0129./:").ofMaxLength(12);
    }

    @Property
    void plainAddressesAreAddresses(@ForAll("nearlyAddresses") String text, @ForAll("nearlyAddresses") String other) {
        long plain = IpRange.plainV4(text);
        Optional<IpRange> read = IpRange.parse(text);
        assertThat(plain >= 0).isEqualTo(read.isPresent() && !read.get().v6() && text.indexOf('/') < 0);
        if (plain >= 0) {
            assertThat(read.get().low()).isEqualTo(plain);
            for (int prefix = 0; prefix <= 32; prefix++) {
                IpRange range = IpRange.of(false, 0, plain, prefix);
                assertThat(range.containsV4(plain)).isTrue();
                assertThat(range.containsV4(plain ^ 1L << 31)).isEqualTo(prefix == 0);
                assertThat(range.containsV4(plain ^ 1)).isEqualTo(prefix < 32);
            }
            assertThat(IpRange.of(true, 0, plain, 0).containsV4(plain)).isFalse();
        }
    }
}
