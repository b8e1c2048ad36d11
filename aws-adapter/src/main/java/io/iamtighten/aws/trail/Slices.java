package io.iamtighten.aws.trail;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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
    private static final int ALL = 50;

    /** Fields whose places are kept. */
    static final long PLACED = (1L << FIELDS) - 1;

    // Names that are read only because they stand among others that are the same in many records.
    private static final int USER_AGENT = 46;
    private static final int API_VERSION = 47;
    private static final int CONSOLE = 48;
    private static final int ENDPOINT_ACCOUNT = 49;

    // What stretches of each kind hold, none else, so that a kind tells all about its fields.
    private static final long IN_WHAT = 1L << EVENT_SOURCE | 1L << EVENT_NAME;
    private static final long IN_REGION = 1L << AWS_REGION;
    private static final long IN_WHERE = 1L << SOURCE_IP | 1L << USER_AGENT;
    private static final long IN_HOW = 1L << EVENT_TYPE
            | 1L << EVENT_CATEGORY
            | 1L << MANAGEMENT_EVENT
            | 1L << READ_ONLY
            | 1L << RECIPIENT_ACCOUNT
            | 1L << VPC_ENDPOINT
            | 1L << TLS
            | 1L << API_VERSION
            | 1L << CONSOLE
            | 1L << ENDPOINT_ACCOUNT;

    /** All that decides who called, from where, and what kind of call it was. */
    private static final long IN_STRETCHES = 1L << EVENT_SOURCE
            | 1L << EVENT_NAME
            | 1L << EVENT_TYPE
            | 1L << EVENT_CATEGORY
            | 1L << MANAGEMENT_EVENT
            | 1L << READ_ONLY
            | 1L << AWS_REGION
            | 1L << RECIPIENT_ACCOUNT
            | 1L << SOURCE_IP
            | 1L << VPC_ENDPOINT
            | 1L << TYPE
            | 1L << ARN
            | 1L << PRINCIPAL_ID
            | 1L << ACCOUNT
            | 1L << USER_NAME
            | 1L << INVOKED_BY
            | 1L << ISSUER_ARN
            | 1L << ISSUER_ID
            | 1L << MFA
            | 1L << SOURCE_IDENTITY
            | 1L << TLS_VERSION;

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
            .often("userAgent", USER_AGENT)
            .often("apiVersion", API_VERSION)
            .often("sessionCredentialFromConsole", CONSOLE)
            .often("vpcEndpointAccountId", ENDPOINT_ACCOUNT)
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

    // The names with which stretches begin: what was called, in which region, from where, and how.
    private static final long WHAT = word("\"eventSo");
    private static final long REGION = word("\"awsRegi");
    private static final long WHERE = word("\"sourceI");
    private static final long HOW_READ_ONLY = word("\"readOnl");
    private static final long HOW_TYPE = word("\"eventTy");
    private static final long HOW_ENDPOINT = word("\"vpcEndp");
    // So many bytes tell them apart, nearly always: they end within them.
    private static final int WHAT_BYTES = 72;
    private static final int REGION_BYTES = 24;
    private static final int WHERE_BYTES = 40;
    private static final int HOW_BYTES = 16;
    private static final int WHO_BYTES = 48;
    private static final int ROLE_BYTES = 80;
    /** The type of a caller, from the brace of its identity on. */
    private static final long ROLE_TYPE = word("\"Assumed");

    private static final int TYPE_PLACE = 7;
    private static final int UUID_LENGTH = 36;
    /** No name that counts is longer; others of this length are left to the full parser. */
    private static final int MAX_KNOWN = 1 << 12;

    /** The value of each hexadecimal digit in lower case; negative for others. */
    private static final byte[] HEX = new byte[256];

    static {
        Arrays.fill(HEX, (byte) -1);
        for (int i = 0; i < 16; i++) {
            HEX["0123456789abcdef".charAt(i)] = (byte) i;
        }
    }

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
    /** The halves of the record's id, once it was read. */
    long idHigh;

    long idLow;
    private int noHex;
    /** How many parameters there are. */
    int parameters;
    /** Where the name and the value of each parameter start and end. */
    final int[] parameter = new int[4 * MAX_PARAMETERS];

    private final Stretch.Table identities;
    private final Stretch.Table steady;
    /** The stretch that is the caller's identity, if there is one. */
    private @Nullable Stretch identity;
    // The numbers of the record's other stretches; 0 for none.
    private int what;
    private int region;
    private int where;
    private int how;
    private int howElse;
    /** Whether there are more than these. */
    private boolean more;

    private long hints;
    /** The fields within stretches. */
    private long covered;

    /** Makes a scanner that remembers so many stretches of each kind, a power of two. */
    Slices(int remembered) {
        identities = new Stretch.Table(remembered);
        steady = new Stretch.Table(2 * remembered);
    }

    private static long word(String eight) {
        return Bytes.longAt(eight.getBytes(StandardCharsets.US_ASCII), 0);
    }

    boolean isOrdinary() {
        return !irregular && !wide && has(EVENT_NAME);
    }

    /** Returns the caller's identity when it and all that decides from where and what kind of call it was is in stretches; else null. */
    @Nullable
    Stretch identity() {
        return (seen & IN_STRETCHES & ~covered) == 0 && !more ? identity : null;
    }

    /** Returns the number of the stretch that says what was called; 0 for none. */
    int what() {
        return what;
    }

    int region() {
        return region;
    }

    int where() {
        return where;
    }

    int how() {
        return how;
    }

    int howElse() {
        return howElse;
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
        identity = null;
        what = 0;
        region = 0;
        where = 0;
        how = 0;
        howElse = 0;
        more = false;
        hints = 0;
        covered = 0;
        return record(from + 1);
    }

    /** Reads the members of the record: like {@link #members}, but skips stretches that were met before. */
    private int record(int at) {
        int i = space(at);
        if (text[i] == '}') {
            return i + 1;
        }
        // Where the stretch began that is being read, if one is, and what it may hold.
        int begin = -1;
        long kind = 0;
        long before = 0;
        long hash = 0;
        int behind = i;
        while (true) {
            long starting = starting(Bytes.longAt(text, i));
            if (starting != 0 && (begin < 0 || starting != IN_HOW)) {
                if (begin >= 0) {
                    remember(kind, hash, begin, behind, before);
                }
                kind = starting;
                hash = hash(i, kind);
                Stretch known = steady.find(hash, text, i, limit);
                if (known != null) {
                    use(known, kind, i);
                    begin = -1;
                    i += known.length();
                    if (text[i - 1] == '}') {
                        return i;
                    }
                    i = space(i);
                    continue;
                }
                begin = i;
                before = seen;
            }
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
            int id = TOP.find(text, i + 1, close);
            if (begin >= 0 && (id < 0 || id >= Long.SIZE || (kind & 1L << id) == 0)) {
                remember(kind, hash, begin, behind, before);
                begin = -1;
            }
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
                if (begin >= 0) {
                    remember(kind, hash, begin, i + 1, before);
                }
                return i + 1;
            }
            if (c != ',') {
                return fail(i);
            }
            behind = i + 1;
            i = text[i + 1] > ' ' ? i + 1 : space(i + 1);
        }
    }

    /** Returns what a stretch may hold that begins with a name of which this is the beginning; 0 where none begins. */
    private static long starting(long word) {
        if (word == WHAT) {
            return IN_WHAT;
        }
        if (word == REGION) {
            return IN_REGION;
        }
        if (word == WHERE) {
            return IN_WHERE;
        }
        return word == HOW_READ_ONLY || word == HOW_TYPE || word == HOW_ENDPOINT ? IN_HOW : 0;
    }

    /** What tells a stretch that may stand here from most others. */
    private long hash(int at, long kind) {
        if (kind == IN_WHAT) {
            return hash(at, WHAT_BYTES, 1);
        }
        if (kind == IN_REGION) {
            return hash(at, REGION_BYTES, 2);
        }
        return kind == IN_WHERE ? hash(at, WHERE_BYTES, 3) : hash(at, HOW_BYTES, hints + 4);
    }

    private long hash(int at, int count, long start) {
        long hash = start;
        int end = Math.min(at + count, limit);
        for (int i = at; i < end; i += Long.BYTES) {
            hash = (hash ^ Bytes.longAt(text, i)) * 0xff51afd7ed558ccdL;
            hash ^= hash >>> 32;
        }
        return hash;
    }

    private void use(Stretch stretch, long kind, int at) {
        irregular |= (seen & stretch.fields) != 0;
        seen |= stretch.fields;
        stretch.place(at, start, end);
        note(stretch, kind);
    }

    private void note(Stretch stretch, long kind) {
        covered |= stretch.fields;
        hints = 31 * hints + stretch.hint;
        if (kind == IN_WHAT) {
            more |= what != 0;
            what = stretch.number;
        } else if (kind == IN_REGION) {
            more |= region != 0;
            region = stretch.number;
        } else if (kind == IN_WHERE) {
            more |= where != 0;
            where = stretch.number;
        } else if (how == 0) {
            how = stretch.number;
        } else {
            more |= howElse != 0;
            howElse = stretch.number;
        }
    }

    private void remember(long kind, long hash, int from, int to, long before) {
        if (!irregular && !wide) {
            Stretch stretch = steady.add(hash, this, from, to, seen & ~before, EVENT_SOURCE);
            if (stretch != null) {
                note(stretch, kind);
            }
        }
    }

    /** Reads the caller's identity from behind its opening brace on. */
    private int identity(int at) {
        boolean role = Bytes.longAt(text, at + TYPE_PLACE) == ROLE_TYPE;
        long hash = hash(at, role ? ROLE_BYTES : WHO_BYTES, 4);
        Stretch known = identities.find(hash, text, at, limit);
        if (known != null) {
            irregular |= (seen & known.fields) != 0;
            seen |= known.fields;
            covered |= known.fields;
            known.place(at, start, end);
            identity = known;
            hints = 31 * hints + known.hint;
            return at + known.length();
        }
        long before = seen;
        int behind = members(at, IN_IDENTITY);
        if (behind > 0 && !irregular && !wide) {
            long fields = seen & ~before;
            Stretch stretch = identities.add(hash, this, at, behind, fields, ACCOUNT);
            if (stretch != null) {
                covered |= fields;
                identity = stretch;
                hints = 31 * hints + stretch.hint;
            }
        }
        return behind;
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
        if (id >= USER_AGENT) {
            return value(at, 3);
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
        if (first != '{') {
            return value(at, 3);
        }
        return id == IDENTITY ? identity(at + 1) : members(at + 1, within(id));
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

    /** Reads the record's id; returns whether it is a UUID in lower case, whose halves are {@link #idHigh} and {@link #idLow} then. */
    boolean parseId() {
        int from = start[EVENT_ID];
        if (end[EVENT_ID] - from != UUID_LENGTH
                || text[from + 8] != '-'
                || text[from + 13] != '-'
                || text[from + 18] != '-'
                || text[from + 23] != '-') {
            return false;
        }
        noHex = 0;
        idHigh = hex(from, 8) << 32 | hex(from + 9, 4) << 16 | hex(from + 14, 4);
        idLow = hex(from + 19, 4) << 48 | hex(from + 24, 12);
        return noHex >= 0;
    }

    /** Reads hexadecimal digits; where one is none, {@link #noHex} is negative. */
    private long hex(int from, int count) {
        long value = 0;
        int any = 0;
        for (int i = from; i < from + count; i++) {
            int digit = HEX[text[i] & 0xff];
            any |= digit;
            value = value << 4 | digit;
        }
        noHex |= any;
        return value;
    }
}
