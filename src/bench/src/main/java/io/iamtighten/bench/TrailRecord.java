package io.iamtighten.bench;

import io.iamtighten.bench.TrailPrincipal.Kind;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;

/** One record to be written. */
final class TrailRecord {
    private static final String HEX = "0123456789abcdef";
    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    /** Every so many-th of the principals of all accounts is refused one of its calls. */
    private static final int REFUSED = 10;

    private final TrailPrincipal principal;
    private final String region;
    private final Instant time;
    private final Random random;
    private final TrailCall call;
    private final String thing;
    private final String session;
    private final int hour;
    private final String same;

    TrailRecord(TrailPrincipal principal, String region, Instant time, Random random) {
        this.principal = principal;
        this.region = region;
        this.time = time;
        this.random = random;
        this.call = principal.calls().get(few(principal.calls().size()));
        this.thing = principal.name().substring(0, 3).toLowerCase(Locale.ROOT) + "-" + principal.account() + "-"
                + principal.number() + "-" + few(call.things());
        this.hour = (int) (time.getEpochSecond() / 3_600);
        this.session = session();
        this.same = hex(16);
    }

    /** A number below a bound, mostly a low one. */
    private int few(int bound) {
        return Math.min(random.nextInt(bound), random.nextInt(bound));
    }

    private String session() {
        Random ofHour = fixed(few(2));
        return switch (principal.kind()) {
            case CONFIG -> "AWSConfig-Describe";
            case PERSON -> "person" + principal.number() + "@example.com";
            case PIPELINE -> "GitHubActions-" + (10_000_000_000L + hour);
            default ->
                principal.number() % 2 == 0
                        ? "i-0" + TrailPrincipal.digits(16, HEX, ofHour)
                        : TrailPrincipal.digits(32, HEX, ofHour);
        };
    }

    /** Random numbers that are the same for each record of a principal within an hour. */
    private Random fixed(int which) {
        return new Random(1_000_003L * hour + 1_009L * principal.account() + 31L * principal.number() + which);
    }

    void appendTo(StringBuilder out) {
        out.append("{\"eventVersion\":\"1.10\",\"userIdentity\":");
        identity(out);
        out.append(",\"eventTime\":\"").append(time);
        out.append("\",\"eventSource\":\"").append(call.source()).append(".amazonaws.com\",\"eventName\":\"");
        out.append(call.name()).append("\",\"awsRegion\":\"").append(region).append("\",\"sourceIPAddress\":\"");
        out.append(address())
                .append("\",\"userAgent\":\"")
                .append(principal.userAgent())
                .append('"');
        boolean refused = (principal.account() * TrailGenerator.PRINCIPALS + principal.number()) % REFUSED == 3
                && call == principal.calls().get(principal.calls().size() / 2);
        if (refused) {
            String action = call.source() + ":" + call.name();
            out.append(",\"errorCode\":\"AccessDenied\",\"errorMessage\":\"User: ")
                    .append(principal.issuerArn())
                    .append(" is not authorized to perform: ")
                    .append(action)
                    .append(" because no identity-based policy allows the ")
                    .append(action)
                    .append(" action\"");
        }
        out.append(",\"requestParameters\":");
        fill(call.request(), out);
        out.append(",\"responseElements\":");
        fill(refused ? "null" : call.response(), out);
        out.append(",\"requestID\":\"")
                .append(uuid())
                .append("\",\"eventID\":\"")
                .append(uuid());
        out.append("\",\"readOnly\":").append(call.readOnly());
        fill(call.more(), out);
        out.append(",\"eventType\":\"AwsApiCall\",\"managementEvent\":").append(!call.data());
        out.append(",\"recipientAccountId\":\"").append(principal.accountId());
        out.append("\",\"eventCategory\":\"")
                .append(call.data() ? "Data" : "Management")
                .append('"');
        if (principal.kind() != Kind.CONFIG && principal.kind() != Kind.SERVICE) {
            out.append(",\"tlsDetails\":{\"tlsVersion\":\"TLSv1.3\",\"cipherSuite\":\"TLS_AES_128_GCM_SHA256\",");
            out.append("\"clientProvidedHostHeader\":\"")
                    .append(call.source())
                    .append('.')
                    .append(region);
            out.append(".amazonaws.com\"}");
        }
        if (principal.kind() == Kind.PERSON) {
            out.append(",\"sessionCredentialFromConsole\":\"true\"");
        }
        out.append('}');
    }

    private String address() {
        return switch (principal.kind()) {
            case CONFIG -> "config.amazonaws.com";
            case SERVICE -> principal.name();
            case PERSON -> "198.51.100." + (principal.account() * 8 + few(3));
            default ->
                principal.number() == 5
                        ? "3." + (80 + few(10)) + ".17." + few(20)
                        : "10." + principal.account() + "." + principal.number() + "." + few(2);
        };
    }

    private void identity(StringBuilder out) {
        String account = principal.accountId();
        Random ofHour = fixed(7);
        if (principal.kind() == Kind.SERVICE) {
            out.append("{\"type\":\"AWSService\",\"invokedBy\":\"")
                    .append(principal.name())
                    .append("\"}");
            return;
        }
        if (principal.kind() == Kind.USER) {
            out.append("{\"type\":\"IAMUser\",\"principalId\":\"").append(principal.id());
            out.append("\",\"arn\":\"arn:aws:iam::")
                    .append(account)
                    .append(":user/")
                    .append(principal.name());
            out.append("\",\"accountId\":\"").append(account).append("\",\"accessKeyId\":\"AKIA");
            out.append(principal.id().substring(4, 20))
                    .append("\",\"userName\":\"")
                    .append(principal.name())
                    .append("\"}");
            return;
        }
        out.append("{\"type\":\"AssumedRole\",\"principalId\":\"")
                .append(principal.id())
                .append(':')
                .append(session);
        out.append("\",\"arn\":\"arn:aws:sts::")
                .append(account)
                .append(":assumed-role/")
                .append(principal.name());
        out.append('/').append(session).append("\",\"accountId\":\"").append(account);
        out.append("\",\"accessKeyId\":\"ASIA").append(TrailPrincipal.digits(16, UPPER, ofHour));
        out.append("\",\"sessionContext\":{\"sessionIssuer\":{\"type\":\"Role\",\"principalId\":\"")
                .append(principal.id());
        out.append("\",\"arn\":\"")
                .append(principal.issuerArn())
                .append("\",\"accountId\":\"")
                .append(account);
        out.append("\",\"userName\":\"").append(principal.name()).append("\"},");
        if (principal.kind() == Kind.PIPELINE) {
            out.append("\"webIdFederationData\":{\"federatedProvider\":\"arn:aws:iam::")
                    .append(account);
            out.append(":oidc-provider/token.actions.githubusercontent.com\",\"attributes\":{}},");
        } else if (principal.kind() == Kind.CONFIG) {
            out.append("\"webIdFederationData\":{},");
        }
        out.append("\"attributes\":{\"creationDate\":\"")
                .append(Instant.ofEpochSecond(hour * 3_600L + ofHour.nextInt(600)));
        out.append("\",\"mfaAuthenticated\":\"false\"}");
        if (principal.kind() == Kind.WORKLOAD && principal.number() % 2 == 0) {
            out.append(",\"ec2RoleDelivery\":\"2.0\"");
        }
        out.append(principal.kind() == Kind.CONFIG ? "},\"invokedBy\":\"config.amazonaws.com\"}" : "}}");
    }

    private void fill(String template, StringBuilder out) {
        int at = 0;
        while (true) {
            int open = template.indexOf('<', at);
            if (open < 0) {
                out.append(template, at, template.length());
                return;
            }
            int close = template.indexOf('>', open);
            out.append(template, at, open).append(value(template.substring(open + 1, close)));
            at = close + 1;
        }
    }

    private String value(String name) {
        int digit = 0;
        while (digit < name.length() && !Character.isDigit(name.charAt(digit))) {
            digit++;
        }
        int count = digit == name.length() ? 0 : Integer.parseInt(name.substring(digit));
        Random ofThing = new Random(thing.hashCode());
        return switch (name.substring(0, digit)) {
            case "account" -> principal.accountId();
            case "region" -> region;
            case "thing" -> thing;
            case "session" -> session;
            case "same" -> same;
            case "uuid" -> uuid(ofThing);
            case "id" -> TrailPrincipal.digits(count, HEX, ofThing);
            case "ID" -> TrailPrincipal.digits(count, UPPER, ofThing);
            case "principal" -> TrailPrincipal.digits(count, HEX, new Random(principal.account()));
            case "hex" -> hex(count);
            case "key" -> TrailPrincipal.digits(count, BASE64, random);
            case "KEY" -> TrailPrincipal.digits(count, UPPER, random);
            case "num" ->
                TrailPrincipal.digits(1, "123456789", random) + TrailPrincipal.digits(count - 1, "0123456789", random);
            default -> throw new IllegalArgumentException("no such placeholder: " + name);
        };
    }

    private String hex(int count) {
        return TrailPrincipal.digits(count, HEX, random);
    }

    private String uuid() {
        return uuid(random);
    }

    private static String uuid(Random random) {
        return TrailPrincipal.digits(8, HEX, random) + '-' + TrailPrincipal.digits(4, HEX, random) + "-4"
                + TrailPrincipal.digits(3, HEX, random) + "-a" + TrailPrincipal.digits(3, HEX, random) + '-'
                + TrailPrincipal.digits(12, HEX, random);
    }
}
