package io.iamtighten.tighten;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.catalog.ServiceMadeCall;
import io.iamtighten.usage.UseContext;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the value that {@code kms:ViaService} had in a call that a service made to KMS for the principal.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#viaService_table">Services that support the
 *     kms:ViaService condition key</a>
 */
final class ViaService {
    static final String KEY = "kms:ViaService";

    private static final String PREFIX = KEY + "=";
    private static final String SUFFIX = ".amazonaws.com";
    /**
     * The names of that page's table, as in {@code NAME.REGION.amazonaws.com}. A service whose name in {@code invokedBy} differs from its
     * name there is not found by it, and gets no condition. Left out is ElastiCache, for which the page asks for two names together.
     */
    private static final Set<String> DOCUMENTED = Set.of(
            "airflow",
            "appflow",
            "apprunner",
            "athena",
            "auditmanager",
            "backup",
            "backup-gateway",
            "cassandra",
            "codeartifact",
            "codeguru-reviewer",
            "comprehend",
            "connect",
            "directoryservice",
            "dms",
            "dynamodb",
            "ec2",
            "ecr",
            "eks",
            "elasticfilesystem",
            "es",
            "finspace",
            "firehose",
            "forecast",
            "fsx",
            "geo",
            "glue",
            "groundstation",
            "healthlake",
            "importexport",
            "iotsitewise",
            "kafka",
            "kendra",
            "kinesis",
            "kinesisvideo",
            "lambda",
            "lex",
            "license-manager",
            "lookoutequipment",
            "lookoutmetrics",
            "lookoutvision",
            "macie",
            "malware-protection",
            "managedblockchain",
            "mediatailor",
            "memorydb",
            "mgn",
            "monitron",
            "mq",
            "nimble",
            "omics",
            "profile",
            "proton",
            "qldb",
            "rds",
            "redshift",
            "redshift-serverless",
            "rekognition",
            "s3",
            "sagemaker",
            "secretsmanager",
            "ses",
            "sns",
            "sqlworkbench",
            "sqs",
            "ssm",
            "ssm-contacts",
            "ssm-incidents",
            "storagegateway",
            "timestream",
            "translate",
            "wisdom",
            "workmail",
            "workspaces",
            "workspaces-web",
            "xray");

    private final Set<String> services = new TreeSet<>(DOCUMENTED);

    ViaService(ServiceCatalog catalog) {
        for (ServiceMadeCall call : catalog.serviceMadeCalls()) {
            String context = call.conditionContext();
            if (context.startsWith(PREFIX) && context.endsWith(".${region}" + SUFFIX)) {
                services.add(context.substring(PREFIX.length(), context.indexOf('.')));
            }
        }
    }

    /** Returns the value, such as {@code s3.eu-west-1.amazonaws.com}, or empty when the record does not tell it. */
    Optional<String> value(UseContext context) {
        return context.viaService()
                .filter(name -> name.endsWith(SUFFIX))
                .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                .filter(services::contains)
                // The page: the ending is the same in all partitions.
                .flatMap(service -> context.region().map(region -> service + "." + region + SUFFIX));
    }
}
