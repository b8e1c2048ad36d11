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
    /** The most digits that a number in a request may have, and the most places of its exponent. */
    private static final int MAX_NUMBER = 1_000;
    /** The same for a number in a policy: what lies between two such numbers can still be written in a request. */
    private static final int MAX_BOUND = 400;

    /** How far from 1970 an instant may be, so that there is always an earlier and a later one. */
    private static final long MAX_SECONDS = 1_000_000_000_000_000L;

    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

    private Literals() {}

    /** Returns the decimal number that a text of a request spells, or empty. */
    public static Optional<BigDecimal> number(String text) {
        return number(text, MAX_NUMBER);
    }

    /** Returns the decimal number that a text of a policy spells, or empty. */
    static Optional<BigDecimal> bound(String text) {
        return number(text, MAX_BOUND);
    }

    private static Optional<BigDecimal> number(String text, int most) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.length() > most || !looksNumeric(trimmed)) {
            return Optional.empty();
        }
        try {
            BigDecimal value = new BigDecimal(trimmed);
            return Math.abs((long) value.scale()) > most ? Optional.empty() : Optional.of(value);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Returns the value of a text of at most 18 digits and nothing else, otherwise -1: most numbers, without an allocation. */
    static long plainWhole(String text) {
        int length = text.length();
        if (length == 0 || length > 18) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /**
     * Returns the seconds since 1970 of a text of the form {@code 2024-01-31T23:59:59Z} from 1970 on, otherwise -1: most
     * instants, without an allocation.
     */
    static long plainUtcSeconds(String text) {
        if (text.length() != 20
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':'
                || text.charAt(19) != 'Z') {
            return -1;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, 19);
        boolean valid = year >= 1970
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= 28
                && hour >= 0
                && hour <= 23
                && minute >= 0
                && minute <= 59
                && second >= 0
                && second <= 59;
        if (!valid) {
            // Also the last days of a month, which the calendar has to look at.
            return -1;
        }
        // Days from civil: the year begins in March, so that the leap day is its last.
        long y = month <= 2 ? year - 1L : year;
        long era = y / 400;
        long ofEra = y - era * 400;
        long ofYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        long days = era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468;
        return ((days * 24 + hour) * 60 + minute) * 60 + second;
    }

    /** Returns the number that some digits spell, or -1. */
    private static int digits(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
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
     * What is more than some thirty million years away is no instant.
     */
    public static Optional<Instant> instant(String text) {
        return anyInstant(text).filter(t -> Math.abs(t.getEpochSecond()) <= MAX_SECONDS);
    }

    private static Optional<Instant> anyInstant(String text) {
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
