package io.iamtighten.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Somebody who makes calls: what is always the same about them.
 *
 * @param kind what sort of principal it is
 * @param account the account, of which {@link #account} gives the number
 * @param number which of the account's principals
 * @param name the role's or user's name
 * @param id the unique id
 * @param userAgent the software it uses
 * @param calls the calls it makes, the most frequent first
 */
record TrailPrincipal(
        Kind kind, int account, int number, String name, String id, String userAgent, List<TrailCall> calls) {
    private static final String[] AGENTS = {
        "aws-sdk-java/2.40.2 md/io#sync md/http#UrlConnection ua/2.1 os/Linux#6.1.112 lang/java#17.0.15 md/OpenJDK_64-Bit_Server_VM"
                + " md/vendor#Eclipse_Adoptium md/en cfg/auth-source#instance-profile m/D,N",
        "Boto3/1.35.99 md/Botocore#1.35.99 ua/2.0 os/linux#5.10.230 md/arch#x86_64 lang/python#3.12.7 md/pyimpl#CPython cfg/retry-mode#legacy"
                + " Botocore/1.35.99",
        "aws-sdk-go-v2/1.32.7 ua/2.1 os/linux lang/go#1.23.4 md/GOOS#linux md/GOARCH#arm64 api/autoscaling#1.51.4 m/E,g",
        "APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+https://www.terraform.io) terraform-provider-aws/5.82.2"
                + " (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.32.7 ua/2.1 os/linux lang/go#1.23.4"
    };

    /** The sorts of principals. */
    enum Kind {
        WORKLOAD,
        CONFIG,
        PERSON,
        PIPELINE,
        USER,
        SERVICE
    }

    static TrailPrincipal of(int account, int number) {
        Random random = new Random(31L * account + number);
        Kind kind = switch (number) {
            case 1 -> Kind.CONFIG;
            case 13 -> Kind.SERVICE;
            case 7 -> Kind.USER;
            case 8, 12 -> Kind.PERSON;
            case 9 -> Kind.PIPELINE;
            default -> Kind.WORKLOAD;
        };
        String name = switch (kind) {
            case CONFIG -> "AWSServiceRoleForConfig";
            case SERVICE -> "lambda.amazonaws.com";
            case PERSON -> "AWSReservedSSO_Developer" + number + "_" + digits(16, "0123456789abcdef", random);
            case PIPELINE -> "github-deploy-" + account;
            case USER -> "svc-backup-" + account;
            case WORKLOAD ->
                "app-" + account + "-" + number + "-TaskRole-"
                        + digits(12, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", random);
        };
        String id = (kind == Kind.USER ? "AIDA" : "AROA") + digits(17, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", random);
        String agent = kind == Kind.CONFIG
                ? "config.amazonaws.com"
                : kind == Kind.SERVICE ? name : AGENTS[number % AGENTS.length];
        return new TrailPrincipal(kind, account, number, name, id, agent, calls(kind, number));
    }

    private static List<TrailCall> calls(Kind kind, int number) {
        return switch (kind) {
            case CONFIG -> TrailCall.INVENTORY;
            case SERVICE ->
                TrailCall.WORK.stream()
                        .filter(call -> call.name().equals("AssumeRole"))
                        .toList();
            case PERSON, PIPELINE -> TrailCall.PEOPLE;
            case USER -> List.of(TrailCall.PEOPLE.get(6), TrailCall.INVENTORY.get(1), TrailCall.OBJECTS.get(1));
            case WORKLOAD -> {
                // Each workload does a third of all that workloads do.
                int from = number * 5 % TrailCall.WORK.size();
                List<TrailCall> twice = new ArrayList<>(TrailCall.WORK);
                twice.addAll(TrailCall.WORK);
                List<TrailCall> some = new ArrayList<>(twice.subList(from, from + 7));
                if (number == 4 || number == 10) {
                    some.add(4, TrailCall.OBJECTS.get(0));
                }
                some.add(TrailCall.LOG_STREAM);
                yield some;
            }
        };
    }

    static String account(int number) {
        return String.format(Locale.ROOT, "%012d", 111_122_223_333L + 37_037_037_036L * number % 800_000_000_000L);
    }

    String accountId() {
        return account(account);
    }

    String issuerArn() {
        String path = switch (kind) {
            case CONFIG -> "aws-service-role/config.amazonaws.com/";
            case PERSON -> "aws-reserved/sso.amazonaws.com/eu-west-1/";
            default -> number % 4 == 2 ? "team-" + number + "/" : "";
        };
        return "arn:aws:iam::" + accountId() + ":role/" + path + name;
    }

    static String digits(int count, String alphabet, Random random) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
