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
 * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service">kms:ViaService</a>
 */
final class ViaService {
    static final String KEY = "kms:ViaService";

    private static final String PREFIX = KEY + "=";
    private static final String SUFFIX = ".amazonaws.com";
    /** Services of that page whose name in {@code invokedBy} is the one in the key's value. */
    private static final Set<String> DOCUMENTED = Set.of(
            "backup",
            "dms",
            "dynamodb",
            "ec2",
            "ecr",
            "elasticache",
            "elasticfilesystem",
            "es",
            "glue",
            "kinesis",
            "lambda",
            "rds",
            "redshift",
            "s3",
            "sagemaker",
            "secretsmanager",
            "ses",
            "sns",
            "sqs",
            "ssm",
            "workspaces",
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
                .flatMap(service -> context.region()
                        // In China the value's ending is not documented.
                        .filter(region -> !region.startsWith("cn-"))
                        .map(region -> service + "." + region + SUFFIX));
    }
}
