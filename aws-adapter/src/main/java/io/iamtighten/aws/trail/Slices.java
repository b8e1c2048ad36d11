package io.iamtighten.aws.trail;

import io.iamtighten.usage.EventId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the values that count in one record's bytes, in one pass and without making objects: each as the place where it stands. What is
 * unusual (escapes in a value that counts, a name twice or in lower case, another type, bytes that are not ASCII) is only noticed: such
 * a record is not ordinary, and is parsed in full.
 */
final class Slices extends JsonBytes {
    static final int EVENT_VERSION = 0;
    static final int EVENT_ID = 1;
    static final int SHARED_EVENT_ID = 2;
    static final int EVENT_TIME = 3;
    static final int EVENT_SOURCE = 4;
    static final int EVENT_NAME = 5;
    static final int EVENT_TYPE = 6;
    static final int EVENT_CATEGORY = 7;
    static final int MANAGEMENT_EVENT = 8;
    static final int READ_ONLY = 9;
    static final int AWS_REGION = 10;
    static final int RECIPIENT_ACCOUNT = 11;
    static final int ERROR_CODE = 12;
    static final int ERROR_MESSAGE = 13;
    static final int SOURCE_IP = 14;
    static final int VPC_ENDPOINT = 15;
    static final int TYPE = 16;
    static final int ARN = 17;
    static final int PRINCIPAL_ID = 18;
    static final int ACCOUNT = 19;
    static final int USER_NAME = 20;
    static final int INVOKED_BY = 21;
    static final int ISSUER_ARN = 22;
    static final int ISSUER_ID = 23;
    static final int MFA = 24;
    static final int SOURCE_IDENTITY = 25;
    static final int TLS_VERSION = 26;
    static final int CIPHER_SUITE = 27;
    /** From here on values are kept as JSON. */
    static final int REQUEST = 28;

    static final int RESOURCES = 29;
    static final int ADDENDUM = 30;
    private static final int FIELDS = 31;

    private static final int IDENTITY = 40;
    private static final int SESSION = 41;
    private static final int ISSUER = 42;
    private static final int ATTRIBUTES = 43;
    private static final int TLS = 44;
    private static final int ADDITIONAL = 45;
    private static final int ALL = 46;

    private static final FieldNames TOP = new FieldNames()
            .with("eventVersion", EVENT_VERSION)
            .with("eventID", EVENT_ID)
            .with("sharedEventID", SHARED_EVENT_ID)
            .with("eventTime", EVENT_TIME)
            .with("eventSource", EVENT_SOURCE)
            .with("eventName", EVENT_NAME)
            .with("eventType", EVENT_TYPE)
            .with("eventCategory", EVENT_CATEGORY)
            .with("managementEvent", MANAGEMENT_EVENT)
            .with("readOnly", READ_ONLY)
            .with("awsRegion", AWS_REGION)
            .with("recipientAccountId", RECIPIENT_ACCOUNT)
            .with("errorCode", ERROR_CODE)
            .with("errorMessage", ERROR_MESSAGE)
            .with("sourceIPAddress", SOURCE_IP)
            .with("vpcEndpointId", VPC_ENDPOINT)
            .with("requestParameters", REQUEST)
            .with("resources", RESOURCES)
            .with("addendum", ADDENDUM)
            .with("userIdentity", IDENTITY)
            .with("tlsDetails", TLS)
            .with("additionalEventData", ADDITIONAL)
            // Lists of records, which no record has: such an object is something else.
            .list("Records")
            .list("Events")
            .list("events")
            .list("logEvents")
            .list("records")
            .list("Messages")
            .list("results")
            .list("QueryResultRows")
            .list("ResultSet")
            // Tags of principals, in event data stores.
            .unusual("eventContext")
            .unusual("eventcontext");
    private static final FieldNames IN_IDENTITY = new FieldNames()
            .with("type", TYPE)
            .with("arn", ARN)
            .with("principalId", PRINCIPAL_ID)
            .with("accountId", ACCOUNT)
            .with("userName", USER_NAME)
            .with("invokedBy", INVOKED_BY)
            .with("sessionContext", SESSION);
    private static final FieldNames IN_SESSION = new FieldNames()
            .with("sessionIssuer", ISSUER)
            .with("attributes", ATTRIBUTES)
            .with("sourceIdentity", SOURCE_IDENTITY);
    private static final FieldNames IN_ISSUER =
            new FieldNames().with("arn", ISSUER_ARN).with("principalId", ISSUER_ID);
    private static final FieldNames IN_ATTRIBUTES = new FieldNames().with("mfaAuthenticated", MFA);
    private static final FieldNames IN_TLS = new FieldNames().with("tlsVersion", TLS_VERSION);
    private static final FieldNames IN_ADDITIONAL = new FieldNames().with("CipherSuite", CIPHER_SUITE);

    private static final int UUID_LENGTH = 36;
    /** No name that counts is longer; others of this length are left to the full parser. */
    private static final int MAX_KNOWN = 1 << 12;

    private static final byte[] ASSUMED_ROLE = "AssumedRole".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ARN_START = "arn:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ROLE = ":role/".getBytes(StandardCharsets.US_ASCII);

    /** Parameters beyond so many are not told apart. */
    static final int MAX_PARAMETERS = 32;

    /** Where each value starts and ends, if it was seen; the end is not behind the start when the record lacks it. */
    final int[] start = new int[ALL];

    final int[] end = new int[ALL];
    private long seen;
    /** Whether the record has something unusual and is to be parsed in full. */
    private boolean irregular;
    /** How many parameters there are. */
    int parameters;
    /** Where the name and the value of each parameter start and end. */
    final int[] parameter = new int[4 * MAX_PARAMETERS];

    boolean isOrdinary() {
        return !irregular && !wide && has(EVENT_NAME);
    }

    /**
     * Scans the record that starts with the opening brace at {@code from}. Returns the place behind its closing brace, {@link
     * #INCOMPLETE} or {@link #BROKEN}.
     */
    int scan(int from) {
        seen = 0;
        irregular = false;
        wide = false;
        parameters = 0;
        return members(from + 1, TOP);
    }

    /** Reads the members of the object whose opening brace is before {@code at}. */
    private int members(int at, FieldNames names) {
        int i = space(at);
        if (text[i] == '}') {
            return i + 1;
        }
        while (true) {
            if (text[i] != '"') {
                return fail(i);
            }
            escaped = false;
            int close = string(i + 1);
            if (close < 0) {
                return close;
            }
            if (close - i > MAX_KNOWN) {
                return BROKEN;
            }
            irregular |= escaped;
            int id = names.find(text, i + 1, close);
            i = colon(close + 1);
            if (i < 0) {
                return i;
            }
            i = id < 0 ? value(i, 3) : known(id, i);
            if (i < 0) {
                return i;
            }
            byte c = text[i];
            if (c <= ' ') {
                i = space(i);
                c = text[i];
            }
            if (c == '}') {
                return i + 1;
            }
            if (c != ',') {
                return fail(i);
            }
            i = text[i + 1] > ' ' ? i + 1 : space(i + 1);
        }
    }

    private int known(int id, int at) {
        if (id == FieldNames.LIST) {
            return BROKEN;
        }
        if (id == FieldNames.UNUSUAL) {
            irregular = true;
            return value(at, 3);
        }
        irregular |= (seen & 1L << id) != 0;
        seen |= 1L << id;
        start[id] = 0;
        end[id] = 0;
        byte first = text[at];
        if (id < REQUEST) {
            return scalar(id, at, first);
        }
        // A text may hold JSON.
        irregular |= first == '"';
        if (id < FIELDS) {
            int behind = id == REQUEST && first == '{' ? request(at + 1) : value(at, 3);
            if (behind > 0 && (first == '{' || first == '[')) {
                start[id] = at;
                end[id] = behind;
            }
            return behind;
        }
        return first == '{' ? members(at + 1, within(id)) : value(at, 3);
    }

    private static FieldNames within(int id) {
        return switch (id) {
            case IDENTITY -> IN_IDENTITY;
            case SESSION -> IN_SESSION;
            case ISSUER -> IN_ISSUER;
            case ATTRIBUTES -> IN_ATTRIBUTES;
            case TLS -> IN_TLS;
            default -> IN_ADDITIONAL;
        };
    }

    private int scalar(int id, int at, byte first) {
        if (first == '"') {
            escaped = false;
            int close = string(at + 1);
            if (close < 0) {
                return close;
            }
            irregular |= escaped;
            start[id] = at + 1;
            end[id] = close;
            return close + 1;
        }
        // A record is told by the text that names its event.
        irregular |= id == EVENT_NAME;
        int behind = value(at, 3);
        if (behind > 0 && first != '{' && first != '[' && first != 'n') {
            start[id] = at;
            end[id] = behind;
        }
        return behind;
    }

    /** Reads the members of the parameters and notes where they are. */
    private int request(int at) {
        int i = space(at);
        if (text[i] == '}') {
            return i + 1;
        }
        while (true) {
            if (text[i] != '"') {
                return fail(i);
            }
            escaped = false;
            int close = string(i + 1);
            if (close < 0) {
                return close;
            }
            if (close - i > MAX_KNOWN) {
                return BROKEN;
            }
            irregular |= escaped;
            int from = i + 1;
            i = colon(close + 1);
            if (i < 0) {
                return i;
            }
            int begin = i;
            i = value(i, 4);
            if (i < 0) {
                return i;
            }
            if (parameters < MAX_PARAMETERS) {
                int place = 4 * parameters;
                parameter[place] = from;
                parameter[place + 1] = close;
                parameter[place + 2] = begin;
                parameter[place + 3] = i;
            }
            parameters++;
            byte c = text[i];
            if (c <= ' ') {
                i = space(i);
                c = text[i];
            }
            if (c == '}') {
                return i + 1;
            }
            if (c != ',') {
                return fail(i);
            }
            i = text[i + 1] > ' ' ? i + 1 : space(i + 1);
        }
    }

    boolean has(int field) {
        return (seen & 1L << field) != 0 && end[field] > start[field];
    }

    int from(int field) {
        return (seen & 1L << field) != 0 ? start[field] : 0;
    }

    int to(int field) {
        return (seen & 1L << field) != 0 ? end[field] : 0;
    }

    boolean is(int field, byte[] value) {
        return Arrays.equals(text, from(field), to(field), value, 0, value.length);
    }

    String text(int field) {
        return has(field) ? new String(text, start[field], end[field] - start[field], StandardCharsets.UTF_8) : "";
    }

    /** Returns whether the caller is a session whose issuer, and nothing else, says which role it is. */
    boolean isIssued() {
        return has(ISSUER_ARN)
                && has(ISSUER_ID)
                && is(TYPE, ASSUMED_ROLE)
                && indexOf(ISSUER_ARN, ARN_START) == 0
                && indexOf(ISSUER_ARN, ROLE) > 0;
    }

    /** Returns where in a field some bytes are, or -1. */
    int indexOf(int field, byte[] part) {
        int from = from(field);
        int last = to(field) - part.length;
        for (int i = from; i <= last; i++) {
            if (text[i] == part[0] && Arrays.equals(text, i, i + part.length, part, 0, part.length)) {
                return i - from;
            }
        }
        return -1;
    }

    /** Returns the record's time in seconds since 1970 where it is written as CloudTrail does; negative where it is not. */
    long plainTime() {
        if (to(EVENT_TIME) - from(EVENT_TIME) != EventTime.LENGTH) {
            return -1;
        }
        return EventTime.plain(text, start[EVENT_TIME]);
    }

    /** Returns the record's id. */
    EventId eventId() {
        if (end[EVENT_ID] - start[EVENT_ID] != UUID_LENGTH) {
            return EventId.of(text(EVENT_ID));
        }
        long high = 0;
        long low = 0;
        int digits = 0;
        for (int i = 0; i < UUID_LENGTH; i++) {
            byte c = text[start[EVENT_ID] + i];
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                if (c != '-') {
                    return EventId.of(text(EVENT_ID));
                }
                continue;
            }
            int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
            if (digit < 0) {
                return EventId.of(text(EVENT_ID));
            }
            if (digits++ < 16) {
                high = high << 4 | digit;
            } else {
                low = low << 4 | digit;
            }
        }
        return EventId.ofUuid(high, low);
    }
}
