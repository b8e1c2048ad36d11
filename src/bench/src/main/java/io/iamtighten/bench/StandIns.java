package io.iamtighten.bench;

import io.iamtighten.evaluate.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Workloads of the same shape and size as those of the shared folder, for machines without it. */
final class StandIns {
    private static final String ALL = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    private StandIns() {}

    static Workload of(String name) {
        return switch (name) {
            case "w1" -> small();
            case "w2" -> large();
            case "w3" -> conditions();
            default -> throw new IllegalArgumentException("there is no workload `" + name + "`");
        };
    }

    private static Workload small() {
        String policy = """
                {"Version":"2012-10-17","Statement":[
                {"Effect":"Allow","Action":["s3:GetObject","s3:GetObjectVersion"],"Resource":"arn:aws:s3:::data/*"},
                {"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::data",
                "Condition":{"StringLike":{"s3:prefix":"in/*"}}},
                {"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::data/closed/*"}]}""";
        return new Workload(
                List.of(policy),
                Optional.empty(),
                List.of(),
                List.of(
                        Workload.request("s3:GetObject", "arn:aws:s3:::data/in/a", Map.of()),
                        Workload.request("s3:GetObject", "arn:aws:s3:::data/closed/a", Map.of()),
                        Workload.request("s3:PutObject", "arn:aws:s3:::data/in/a", Map.of()),
                        Workload.request("s3:ListBucket", "arn:aws:s3:::data", Map.of("s3:prefix", "in/x"))),
                List.of(Outcome.ALLOWED, Outcome.EXPLICIT_DENY, Outcome.IMPLICIT_DENY, Outcome.ALLOWED));
    }

    private static Workload large() {
        List<String> patterns = new ArrayList<>();
        for (int service = 0; service < 300; service++) {
            for (String verb : List.of("Get", "List", "Describe", "BatchGet", "Search")) {
                patterns.add("\"service" + service + ":" + verb + "*\"");
                patterns.add("\"service" + service + ":" + verb + "Item\"");
            }
        }
        String readOnly = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":["
                + String.join(",", patterns) + "],\"Resource\":\"*\"}]}";
        String boundary = """
                {"Version":"2012-10-17","Statement":[
                {"Effect":"Allow","NotAction":["iam:*","organizations:*"],"Resource":"*"}]}""";
        String regions = """
                {"Version":"2012-10-17","Statement":[{"Effect":"Deny","NotAction":["iam:*","sts:*"],"Resource":"*",
                "Condition":{"StringNotEquals":{"aws:RequestedRegion":["eu-west-1","eu-central-1"]}}}]}""";
        List<io.iamtighten.request.AccessRequest> requests = new ArrayList<>();
        List<Outcome> expected = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            boolean inside = i % 4 != 3;
            requests.add(Workload.request(
                    "service" + 30 * i + (i % 2 == 0 ? ":GetThing" : ":PutThing"),
                    "arn:aws:service" + 30 * i + ":eu-west-1:111122223333:thing/a",
                    Map.of("aws:RequestedRegion", inside ? "eu-west-1" : "us-east-1")));
            expected.add(!inside ? Outcome.EXPLICIT_DENY : i % 2 == 0 ? Outcome.ALLOWED : Outcome.IMPLICIT_DENY);
        }
        return new Workload(
                List.of(readOnly),
                Optional.of(boundary),
                List.of(List.of(ALL), List.of(ALL, regions), List.of(ALL)),
                requests,
                expected);
    }

    private static Workload conditions() {
        List<String> conditions = List.of(
                "",
                ",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":[\"203.0.113.0/24\",\"198.51.100.0/24\"]}}",
                ",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"}}",
                ",\"Condition\":{\"StringLike\":{\"aws:UserAgent\":[\"acme-*\",\"batch-?\"]}}",
                ",\"Condition\":{\"DateLessThan\":{\"aws:CurrentTime\":\"2030-01-01T00:00:00Z\"}}");
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            statements.add(
                    i % 10 == 9
                            ? "{\"Effect\":\"Deny\",\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::b" + i
                                    + "/private/*\"}"
                            : "{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"s3:PutObject\"],\"Resource\":"
                                    + "[\"arn:aws:s3:::b" + i + "/team/*\",\"arn:aws:s3:::shared/*/b" + i
                                    + "/?ata/*\"]" + conditions.get(i % 5) + "}");
        }
        String policy = "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
        Map<String, String> context = Map.of(
                "aws:SourceIp", "203.0.113.7",
                "aws:SecureTransport", "true",
                "aws:UserAgent", "acme-cli/2.1",
                "aws:CurrentTime", "2026-06-01T00:00:00Z");
        List<io.iamtighten.request.AccessRequest> requests = new ArrayList<>();
        List<Outcome> expected = new ArrayList<>();
        for (String key : List.of("b0/team/a", "b51/team/x", "b98/team/x", "shared/a/b/b43/data/k")) {
            requests.add(Workload.request("s3:GetObject", "arn:aws:s3:::" + key, context));
            expected.add(Outcome.ALLOWED);
        }
        for (String key : List.of("b99/private/x", "b9/private/y")) {
            requests.add(Workload.request("s3:GetObject", "arn:aws:s3:::" + key, context));
            expected.add(Outcome.EXPLICIT_DENY);
        }
        for (String key : List.of("nowhere/x", "b10")) {
            requests.add(Workload.request("s3:GetObject", "arn:aws:s3:::" + key, context));
            expected.add(Outcome.IMPLICIT_DENY);
        }
        return new Workload(List.of(policy), Optional.empty(), List.of(), requests, expected);
    }
}
