package io.iamtighten.aws.client;

import java.util.Locale;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Lets only known calls out, and tells the listener of them. */
final class ReadOnlyGate implements ExecutionInterceptor {
    private final CallListener listener;

    ReadOnlyGate(CallListener listener) {
        this.listener = listener;
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        String service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        AwsCall call = AwsCall.of(service.replace(" ", "").toLowerCase(Locale.ROOT), operation)
                .orElseThrow(() -> new IllegalStateException(
                        "the call " + service + " " + operation + " is not among those that may be made"));
        listener.calling(call);
    }
}
