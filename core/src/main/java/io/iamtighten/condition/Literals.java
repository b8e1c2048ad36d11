package io.iamtighten.condition;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;

/**
 * How the text of a condition value or of a context key is read as a number, an instant, a truth value or bytes. Each
 * rule stands here once, for evaluation and for exact sets alike.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">Condition operators</a>
 */
public final class Literals {
    /** The most digits that a number may have. */
    private static final int MAX_NUMBER = 400;

    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

    private Literals() {}

    /** Returns the decimal number that a text spells, or empty. */
    public static Optional<BigDecimal> number(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.length() > MAX_NUMBER || !looksNumeric(trimmed)) {
            return Optional.empty();
        }
        try {
            BigDecimal value = new BigDecimal(trimmed);
            return Math.abs((long) value.scale()) > MAX_NUMBER ? Optional.empty() : Optional.of(value);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean looksNumeric(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '-' && c != '+' && c != '.' && c != 'e' && c != 'E') {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the instant that a text spells, or empty: one of the W3C forms of ISO 8601 (year, month, day, or time with
     * offset), or seconds since 1970. A year has four digits; every other plain number counts seconds.
     */
    public static Optional<Instant> instant(String text) {
        String trimmed = text.strip();
        if (trimmed.length() == 4 && trimmed.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(
                    LocalDate.of(Integer.parseInt(trimmed), 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC));
        }
        Optional<BigDecimal> seconds = number(trimmed);
        if (seconds.isPresent()) {
            try {
                BigDecimal nanos = seconds.get().multiply(NANOS);
                BigDecimal[] parts = nanos.divideAndRemainder(NANOS);
                return Optional.of(Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValue()));
            } catch (ArithmeticException | DateTimeException e) {
                return Optional.empty();
            }
        }
        try {
            return iso(trimmed);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> iso(String text) {
        int time = text.indexOf('T');
        if (time < 0) {
            time = text.indexOf('t');
        }
        LocalDate date = date(time < 0 ? text : text.substring(0, time));
        if (time < 0) {
            return Optional.of(date.atStartOfDay().toInstant(ZoneOffset.UTC));
        }
        String rest = text.substring(time + 1);
        int zone = zoneStart(rest);
        LocalTime clock = LocalTime.parse(zone < 0 ? rest : rest.substring(0, zone));
        ZoneOffset offset = zone < 0 ? ZoneOffset.UTC : offset(rest.substring(zone));
        return Optional.of(
                OffsetDateTime.of(LocalDateTime.of(date, clock), offset).toInstant());
    }

    private static LocalDate date(String text) {
        if (text.length() == 7) {
            return LocalDate.parse(text + "-01");
        }
        if (text.length() == 8 && text.indexOf('-') < 0) {
            return LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
        }
        return LocalDate.parse(text);
    }

    private static int zoneStart(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 'Z' || c == 'z' || c == '+' || c == '-') {
                return i;
            }
        }
        return -1;
    }

    private static ZoneOffset offset(String text) {
        return text.equalsIgnoreCase("Z") ? ZoneOffset.UTC : ZoneOffset.of(text);
    }

    /** Returns the truth value that a text spells, ignoring case, or empty. */
    public static Optional<Boolean> bool(String text) {
        if (text.equalsIgnoreCase("true")) {
            return Optional.of(Boolean.TRUE);
        }
        return text.equalsIgnoreCase("false") ? Optional.of(Boolean.FALSE) : Optional.empty();
    }

    /** Returns a canonical form of the bytes that a base64 text spells, or empty. */
    public static Optional<String> binary(String text) {
        try {
            return Optional.of(
                    Base64.getEncoder().encodeToString(Base64.getDecoder().decode(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
