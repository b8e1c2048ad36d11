package io.iamtighten.bench.tightening;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.IntFunction;

/** Makes applications of ten kinds, the same for the same seed. */
final class Applications {
    static final int DAYS = 120;
    static final String ACCOUNT = "111122223333";
    static final LocalDate START = LocalDate.of(2026, 1, 1);
    private static final String REGION = "eu-west-1";
    private static final List<String> NAMES = List.of(
            "atlas", "birch", "cobalt", "delta", "ember", "fjord", "grove", "haven", "indigo", "jasper", "kestrel",
            "lotus", "maple", "nectar", "onyx", "pearl", "quartz", "raven", "sable", "topaz");
    private static final List<String> KINDS = List.of(
            "web-api", "etl", "deploy", "backup", "worker", "monitoring", "tenants", "training", "fleet", "reporting");

    /** The service that gives a kind of application its role. */
    private static final Map<String, String> RUNS_ON = Map.of(
            "web-api", "lambda",
            "etl", "ecs-tasks",
            "deploy", "codebuild",
            "backup", "lambda",
            "worker", "ecs-tasks",
            "monitoring", "ec2",
            "tenants", "lambda",
            "training", "states",
            "fleet", "ec2",
            "reporting", "ecs-tasks");

    private final Random random;
    private final List<Need> needs = new ArrayList<>();

    private Applications(long seed) {
        random = new Random(seed);
    }

    /** Returns as many applications as are asked for, kinds and widths of policies in turn. */
    static List<Application> make(int count, long seed) {
        List<Application> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String kind = KINDS.get(i % KINDS.size());
            String name = NAMES.get((i * 7 + (int) (seed % 5)) % NAMES.size()) + i;
            Applications maker = new Applications(seed * 1_000 + i);
            maker.fill(kind, name);
            Application.Style style = Application.Style.values()[i / KINDS.size() % Application.Style.values().length];
            maker.release(kind, name, i);
            all.add(new Application(
                    name,
                    kind,
                    style,
                    List.copyOf(maker.needs),
                    new Policies(maker.needs, maker.random).of(style),
                    Policies.trust(RUNS_ON.getOrDefault(kind, "ec2")),
                    (i + i / KINDS.size()) % 2 == 0));
        }
        return all;
    }

    private static String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + REGION + ":" + ACCOUNT + ":" + resource;
    }

    private void need(String action, String truth, Need.Schedule schedule, IntFunction<List<String>> resources) {
        needs.add(new Need(action, truth, schedule, resources));
    }

    private void fixed(Need.Schedule schedule, String resource, String... actions) {
        for (String action : actions) {
            need(action, resource, schedule, day -> List.of(resource));
        }
    }

    private void anywhere(Need.Schedule schedule, String... actions) {
        fixed(schedule, "*", actions);
    }

    /** Objects or the like, new ones every day, named after the day in one of the ways that are usual. */
    private IntFunction<List<String>> dated(String prefix, String suffix) {
        int style = random.nextInt(6);
        boolean hashed = random.nextBoolean();
        List<List<String>> byDay = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            LocalDate date = START.plusDays(day);
            String folder = switch (style) {
                case 0 -> date.toString();
                case 1 -> date.toString().replace("-", "");
                case 2 -> date.toString().replace('-', '/');
                case 3 -> "dt=" + date;
                case 4 ->
                    String.format(
                            Locale.ROOT,
                            "year=%d/month=%02d/day=%02d",
                            date.getYear(),
                            date.getMonthValue(),
                            date.getDayOfMonth());
                default -> date + "T0" + (1 + random.nextInt(8)) + ":15:00Z";
            };
            byDay.add(List.of(
                    prefix + folder + "/part-00001" + (hashed ? "-" + uuid() : "") + suffix,
                    prefix + folder + "/part-00002" + (hashed ? "-" + uuid() : "") + suffix));
        }
        return byDay::get;
    }

    private String hex(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("0123456789abcdef".charAt(random.nextInt(16)));
        }
        return text.toString();
    }

    private String uuid() {
        return hex(8) + "-" + hex(4) + "-" + hex(4) + "-" + hex(4) + "-" + hex(12);
    }

    /** A few things at a time, each replaced by a new one after some days. */
    private IntFunction<List<String>> replaced(String prefix, String suffix, int atATime, int lifetime, Id id) {
        List<List<String>> byDay = new ArrayList<>();
        List<String> live = new ArrayList<>();
        for (int i = 0; i < atATime; i++) {
            live.add(prefix + id(id) + suffix);
        }
        for (int day = 0; day < DAYS; day++) {
            if (day > 0 && day % Math.max(1, lifetime / atATime) == 0) {
                live.remove(0);
                live.add(prefix + id(id) + suffix);
            }
            byDay.add(List.copyOf(live));
        }
        return byDay::get;
    }

    /** What identifiers look like. */
    private enum Id {
        UUID,
        HEX,
        /** Twenty-six letters and digits, as sortable ids have. */
        ULID,
        /** A number that grows. */
        NUMBER,
        /** Letters and digits, short, as random suffixes are. */
        SUFFIX,
        /** Milliseconds since 1970. */
        MILLIS
    }

    private int counter = 1_000;

    private String id(Id id) {
        counter += 1 + random.nextInt(9);
        return switch (id) {
            case UUID -> uuid();
            case HEX -> hex(17);
            case ULID -> "01" + letters("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 24);
            case NUMBER -> String.valueOf(counter);
            case SUFFIX -> letters("abcdefghijklmnopqrstuvwxyz0123456789", 8);
            case MILLIS -> "17" + letters("0123456789", 11);
        };
    }

    private Id anyId() {
        return Id.values()[random.nextInt(Id.values().length)];
    }

    private String letters(String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    /** Things with names that people choose: some from the start, and a new one every few days, all used from then on. */
    private IntFunction<List<String>> joining(String prefix, int atFirst, int every) {
        List<String> names = new ArrayList<>();
        TreeSet<String> taken = new TreeSet<>();
        while (names.size() < atFirst + DAYS / every + 1) {
            StringBuilder name = new StringBuilder();
            for (int i = 0; i < 3; i++) {
                name.append("bcdfgklmnprstvz".charAt(random.nextInt(15))).append("aeiou".charAt(random.nextInt(5)));
            }
            if (taken.add(name.toString())) {
                names.add(prefix + name);
            }
        }
        return day -> names.subList(0, atFirst + day / every);
    }

    private void fill(String kind, String app) {
        switch (kind) {
            case "web-api" -> {
                for (String table : List.of("users", "orders", "carts")) {
                    fixed(
                            Need.Schedule.DAILY,
                            arn("dynamodb", "table/" + app + "-" + table),
                            "dynamodb:GetItem",
                            "dynamodb:PutItem",
                            "dynamodb:Query");
                }
                fixed(Need.Schedule.DAILY, arn("sqs", app + "-events"), "sqs:SendMessage");
                fixed(
                        Need.Schedule.DAILY,
                        arn("secretsmanager", "secret:" + app + "/db-aB3dE9"),
                        "secretsmanager:GetSecretValue");
                fixed(Need.Schedule.WEEKLY, arn("dynamodb", "table/" + app + "-orders"), "dynamodb:DescribeTable");
            }
            case "etl" -> {
                String raw = "arn:aws:s3:::" + app + "-raw/in/";
                String done = "arn:aws:s3:::" + app + "-curated/out/";
                need("s3:GetObject", raw + "*", Need.Schedule.DAILY, dated(raw, ".json"));
                need("s3:PutObject", done + "*", Need.Schedule.DAILY, dated(done, ".parquet"));
                fixed(Need.Schedule.DAILY, "arn:aws:s3:::" + app + "-raw", "s3:ListBucket");
                fixed(Need.Schedule.DAILY, arn("glue", "job/" + app + "-load"), "glue:StartJobRun", "glue:GetJobRun");
                fixed(Need.Schedule.WEEKLY, arn("glue", "job/" + app + "-compact"), "glue:StartJobRun");
            }
            case "deploy" -> {
                for (String service : List.of("front", "back", "auth")) {
                    String stack = arn("cloudformation", "stack/" + app + "-" + service + "/" + uuid());
                    fixed(
                            Need.Schedule.DAILY,
                            stack,
                            "cloudformation:CreateChangeSet",
                            "cloudformation:ExecuteChangeSet",
                            "cloudformation:DescribeStacks");
                    fixed(
                            Need.Schedule.DAILY,
                            arn("lambda", "function:" + app + "-" + service),
                            "lambda:UpdateFunctionCode",
                            "lambda:GetFunction");
                }
                String artifacts = "arn:aws:s3:::" + app + "-artifacts/builds/";
                IntFunction<List<String>> builds = replaced(artifacts, ".zip", 2, 2, anyId());
                need("s3:PutObject", artifacts + "*", Need.Schedule.DAILY, builds);
                anywhere(Need.Schedule.DAILY, "ecr:GetAuthorizationToken");
                fixed(Need.Schedule.DAILY, arn("ecr", "repository/" + app), "ecr:PutImage", "ecr:InitiateLayerUpload");
            }
            case "backup" -> {
                anywhere(Need.Schedule.DAILY, "ec2:DescribeVolumes", "ec2:DescribeSnapshots");
                String snapshots = "arn:aws:ec2:" + REGION + "::snapshot/snap-";
                need("ec2:DeleteSnapshot", snapshots + "*", Need.Schedule.DAILY, replaced(snapshots, "", 2, 2, Id.HEX));
                fixed(Need.Schedule.WEEKLY, arn("rds", "db:" + app), "rds:CreateDBSnapshot");
                String dumps = arn("rds", "snapshot:" + app + "-");
                need(
                        "rds:CreateDBSnapshot",
                        dumps + "*",
                        Need.Schedule.WEEKLY,
                        day -> List.of(dumps + START.plusDays(day)));
                need(
                        "rds:DeleteDBSnapshot",
                        dumps + "*",
                        Need.Schedule.MONTHLY,
                        day -> List.of(dumps + START.plusDays(Math.max(0, day - 28))));
            }
            case "worker" -> {
                fixed(
                        Need.Schedule.DAILY,
                        arn("sqs", app + "-jobs"),
                        "sqs:ReceiveMessage",
                        "sqs:DeleteMessage",
                        "sqs:GetQueueAttributes");
                String in = "arn:aws:s3:::" + app + "-files/upload/";
                String out = "arn:aws:s3:::" + app + "-files/result/";
                need("s3:GetObject", in + "*", Need.Schedule.DAILY, replaced(in, ".bin", 4, 4, anyId()));
                need("s3:PutObject", out + "*", Need.Schedule.DAILY, replaced(out, ".out", 4, 4, anyId()));
                fixed(Need.Schedule.DAILY, arn("sns", app + "-done"), "sns:Publish");
            }
            case "monitoring" -> {
                anywhere(
                        Need.Schedule.DAILY,
                        "cloudwatch:GetMetricData",
                        "ec2:DescribeInstances",
                        "ec2:DescribeTags",
                        "elasticloadbalancing:DescribeLoadBalancers",
                        "rds:DescribeEvents");
                anywhere(Need.Schedule.WEEKLY, "ec2:DescribeReservedInstances", "ce:GetCostAndUsage");
                String groups = arn("logs", "log-group:/app/" + app + "/");
                IntFunction<List<String>> joined = joining(groups, 6, 12);
                need(
                        "logs:FilterLogEvents",
                        groups + "*",
                        Need.Schedule.DAILY,
                        day -> joined.apply(day).stream()
                                .map(g -> g + ":log-stream:")
                                .toList());
            }
            case "tenants" -> {
                String queues = arn("sqs", app + "-tenant-");
                String tables = arn("dynamodb", "table/" + app + "-tenant-");
                need("sqs:GetQueueAttributes", queues + "*", Need.Schedule.DAILY, joining(queues, 5, 8));
                need("dynamodb:DescribeTable", tables + "*", Need.Schedule.DAILY, joining(tables, 5, 8));
                need("sqs:SetQueueAttributes", queues + "*", Need.Schedule.WEEKLY, joining(queues, 5, 8));
                fixed(
                        Need.Schedule.WEEKLY,
                        arn("dynamodb", "table/" + app + "-registry"),
                        "dynamodb:PutItem",
                        "dynamodb:GetItem");
            }
            case "training" -> {
                String jobs = arn("sagemaker", "training-job/" + app + "-");
                IntFunction<List<String>> weekly = day -> List.of(jobs + START.plusDays(day));
                need("sagemaker:CreateTrainingJob", jobs + "*", Need.Schedule.WEEKLY, weekly);
                need("sagemaker:DescribeTrainingJob", jobs + "*", Need.Schedule.WEEKLY, weekly);
                String models = "arn:aws:s3:::" + app + "-models/trained/";
                need("s3:GetObject", models + "*", Need.Schedule.WEEKLY, dated(models, ".tar.gz"));
                fixed(Need.Schedule.MONTHLY, arn("sagemaker", "endpoint/" + app), "sagemaker:UpdateEndpoint");
                anywhere(Need.Schedule.WEEKLY, "sagemaker:ListTrainingJobs");
            }
            case "fleet" -> {
                String instances = arn("ec2", "instance/i-");
                IntFunction<List<String>> live = replaced(instances, "", 4, 8, Id.HEX);
                need("ec2:TerminateInstances", instances + "*", Need.Schedule.DAILY, live);
                need("ec2:StopInstances", instances + "*", Need.Schedule.WEEKLY, live);
                anywhere(
                        Need.Schedule.DAILY,
                        "ec2:DescribeInstances",
                        "ec2:DescribeInstanceStatus",
                        "autoscaling:DescribeAutoScalingGroups");
                String group = arn("autoscaling", "autoScalingGroup:" + uuid() + ":autoScalingGroupName/" + app);
                fixed(Need.Schedule.DAILY, group, "autoscaling:SetDesiredCapacity");
            }
            case "reporting" -> {
                fixed(
                        Need.Schedule.WEEKLY,
                        arn("athena", "workgroup/" + app),
                        "athena:StartQueryExecution",
                        "athena:GetQueryResults");
                String reports = "arn:aws:s3:::" + app + "-reports/monthly/";
                need("s3:PutObject", reports + "*", Need.Schedule.MONTHLY, dated(reports, ".pdf"));
                fixed(Need.Schedule.MONTHLY, arn("ses", "identity/" + app + ".example.com"), "ses:SendEmail");
                fixed(Need.Schedule.WEEKLY, arn("glue", "catalog"), "glue:GetTable");
                fixed(Need.Schedule.WEEKLY, arn("glue", "database/" + app), "glue:GetTable");
                fixed(Need.Schedule.WEEKLY, arn("glue", "table/" + app + "/facts"), "glue:GetTable");
            }
            default -> throw new IllegalArgumentException(kind);
        }
    }

    /**
     * In every fifth application a release after the time of watching needs something that nothing before hints at: a secret of another
     * name, read once a week.
     */
    private void release(String kind, String app, int number) {
        if (number % 5 == 2) {
            int day = 70 + random.nextInt(40);
            String secret = arn("secretsmanager", "secret:" + app + "/" + kind + "-v2-" + letters("abcXYZ123", 6));
            need(
                    "secretsmanager:GetSecretValue",
                    secret,
                    Need.Schedule.WEEKLY,
                    today -> today < day ? List.of() : List.of(secret));
        }
    }
}
