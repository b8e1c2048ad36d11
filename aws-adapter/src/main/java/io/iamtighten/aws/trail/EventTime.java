package io.iamtighten.aws.trail;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;

/** Reads the forms in which a record's time is written: CloudTrail's own, and those of exports. */
final class EventTime {
    /** The length of a time as CloudTrail writes it. */
    static final int LENGTH = 20;

    private static final long LATEST = LocalDate.of(2200, 1, 1).toEpochDay() * 86_400;

    private EventTime() {}

    /** Returns seconds since 1970, or empty for a text that is no time. */
    static OptionalLong parse(String text) {
        if (text.length() == LENGTH) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            long plain = bytes.length == LENGTH ? plain(bytes, 0) : -1;
            if (plain >= 0) {
                return OptionalLong.of(plain);
            }
        }
        return lenient(text.replace(" : ", ":").replace(": ", ":").strip());
    }

    private static OptionalLong lenient(String text) {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            if (Character.isDigit(text.charAt(0)) && text.indexOf('-') < 0) {
                return epoch(Double.parseDouble(text));
            }
            if (text.length() < 19) {
                return OptionalLong.empty();
            }
            LocalDate date = LocalDate.parse(text.substring(0, 10));
            LocalTime time = LocalTime.parse(text.substring(11, 19));
            int zone = 19;
            if (zone < text.length() && text.charAt(zone) == '.') {
                zone++;
                while (zone < text.length() && Character.isDigit(text.charAt(zone))) {
                    zone++;
                }
            }
            String offset = text.substring(zone).strip();
            ZoneOffset shift = offset.isEmpty() || offset.equals("Z") || offset.equals("UTC")
                    ? ZoneOffset.UTC
                    : ZoneOffset.of(offset);
            return bounded(OffsetDateTime.of(date, time, shift).toEpochSecond());
        } catch (DateTimeException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Seconds or milliseconds since 1970. */
    private static OptionalLong epoch(double value) {
        return bounded((long) (value > 1e11 ? value / 1000 : value));
    }

    private static OptionalLong bounded(long seconds) {
        return seconds > 0 && seconds < LATEST ? OptionalLong.of(seconds) : OptionalLong.empty();
    }

    /** Reads {@code 2023-07-10T11:42:36Z}; -1 when it is not that. */
    static long plain(byte[] text, int at) {
        int year = digits(text, at, 4);
        int month = digits(text, at + 5, 2);
        int day = digits(text, at + 8, 2);
        int hour = digits(text, at + 11, 2);
        int minute = digits(text, at + 14, 2);
        int second = digits(text, at + 17, 2);
        boolean marks = text[at + 4] == '-'
                && text[at + 7] == '-'
                && text[at + 10] == 'T'
                && text[at + 13] == ':'
                && text[at + 16] == ':'
                && text[at + 19] == 'Z';
        if (!marks
                || year < 1971
                || year > 2199
                || month < 1
                || month > 12
                || day < 1
                || day > shortest(month)
                || hour < 0
                || hour > 23
                || minute < 0
                || minute > 59
                || second < 0
                || second > 59) {
            return -1;
        }
        return daysSinceEpoch(year, month, day) * 86_400 + hour * 3_600L + minute * 60L + second;
    }

    /** How many days a month has at least. */
    private static int shortest(int month) {
        if (month == 2) {
            return 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    /** The days of a date of the Gregorian calendar, counting years from March so that the leap day comes last. */
    private static long daysSinceEpoch(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int era = y / 400;
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468;
    }

    private static int digits(byte[] text, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            int c = text[i] - '0';
            if (c < 0 || c > 9) {
                return -1;
            }
            value = value * 10 + c;
        }
        return value;
    }

    static Instant instant(OptionalLong seconds) {
        return Instant.ofEpochSecond(seconds.orElse(0));
    }
}
