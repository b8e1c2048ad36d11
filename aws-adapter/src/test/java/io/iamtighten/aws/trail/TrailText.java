package io.iamtighten.aws.trail;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.usage.PrincipalUsage;
import io.iamtighten.usage.UsageFact;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;

/** Records written by hand, and readings of them. */
final class TrailText {
    static final TrailReader READER = TrailReader.of(ServiceCatalog.bundled());
    static final String ROLE = "arn:aws:iam::111122223333:role/app/Deploy";

    private TrailText() {}

    /** A record of a session of {@link #ROLE}, without white space. */
    static String record(String id, String source, String name, String parameters) {
        return record(id, source, name, parameters, "");
    }

    /** The same with more members, each ending with a comma. */
    static String record(String id, String source, String name, String parameters, String more) {
        return "{\"eventVersion\":\"1.09\",\"userIdentity\":{\"type\":\"AssumedRole\",\"principalId\":\"AROAEXAMPLEEXAMPLE123:s\","
                + "\"arn\":\"arn:aws:sts::111122223333:assumed-role/Deploy/s\",\"accountId\":\"111122223333\","
                + "\"sessionContext\":{\"sessionIssuer\":{\"type\":\"Role\",\"principalId\":\"AROAEXAMPLEEXAMPLE123\",\"arn\":\""
                + ROLE
                + "\",\"accountId\":\"111122223333\",\"userName\":\"Deploy\"},\"attributes\":{\"mfaAuthenticated\":\"false\"}}},"
                + "\"eventTime\":\"2026-03-01T10:20:30Z\",\"eventSource\":\"" + source + "\",\"eventName\":\"" + name
                + "\",\"awsRegion\":\"eu-west-1\",\"sourceIPAddress\":\"203.0.113.7\",\"userAgent\":\"aws-cli\","
                + "\"requestParameters\":" + parameters + ",\"responseElements\":null," + more
                + "\"eventID\":\"" + id + "\",\"eventType\":\"AwsApiCall\",\"recipientAccountId\":\"111122223333\"}";
    }

    /** A number as an event id. */
    static String id(int number) {
        return String.format(java.util.Locale.ROOT, "%08x-0000-4000-8000-%012x", number * 0x9e3779b1, number);
    }

    static String getUser(int number) {
        return record(id(number), "iam.amazonaws.com", "GetUser", "{\"userName\":\"u" + number + "\"}");
    }

    static String records(String... records) {
        return "{\"Records\":[" + String.join(",", records) + "]}";
    }

    static byte[] gzip(String text) {
        return gzip(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] gzip(byte[] text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static TrailReading read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    static TrailReading read(byte[] text) {
        return read(TrailOptions.all(), text);
    }

    static TrailReading read(TrailOptions options, byte[]... texts) {
        List<TrailSource> sources = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            sources.add(source("text" + i, new ByteArrayInputStream(texts[i])));
        }
        return READER.readSources(sources, options);
    }

    static TrailSource source(String name, InputStream in) {
        return TrailSource.of(name, in);
    }

    /** What a reading found, one line a fact, without what depends on the place where it was found. */
    static List<String> facts(TrailReading reading) {
        TreeSet<String> lines = new TreeSet<>();
        for (PrincipalUsage usage : reading.summary().principals()) {
            for (UsageFact fact : usage.facts()) {
                lines.add(usage.principal().arn() + " " + fact.action() + " " + fact.resource() + " " + fact.outcome()
                        + " " + fact.context() + " " + fact.occurrences());
            }
        }
        return List.copyOf(lines);
    }

    static List<String> messages(TrailReading reading) {
        return reading.problems().stream().map(TrailProblem::message).toList();
    }

    /** The actions and resources that were used, without their context. */
    static List<String> uses(TrailReading reading) {
        TreeSet<String> lines = new TreeSet<>();
        for (PrincipalUsage usage : reading.summary().principals()) {
            for (UsageFact fact : usage.facts()) {
                lines.add(fact.action() + " " + fact.resource());
            }
        }
        return List.copyOf(lines);
    }

    static long events(TrailReading reading) {
        return reading.summary().coverage().events();
    }
}
