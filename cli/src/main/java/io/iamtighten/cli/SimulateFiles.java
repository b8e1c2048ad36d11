package io.iamtighten.cli;

import io.iamtighten.evaluate.PolicyLevel;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.policy.NamedPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that name files of policies. */
final class SimulateFiles {
    @Option(names = "--identity", paramLabel = "FILE", description = "An identity-based policy; repeatable.")
    private List<Path> identity = List.of();

    @Option(names = "--boundary", paramLabel = "FILE", description = "The permissions boundary.")
    private Optional<Path> boundary = Optional.empty();

    @Option(names = "--session", paramLabel = "FILE", description = "A session policy; repeatable.")
    private List<Path> session = List.of();

    @Option(
            names = "--resource-policy",
            paramLabel = "FILE",
            description = "The policy on the resource: bucket policy, key policy, trust policy.")
    private Optional<Path> resource = Optional.empty();

    @Option(
            names = "--scp",
            paramLabel = "FILE[,FILE]",
            description = "The service control policies of one level; once for each level, from the root.")
    private List<String> scps = List.of();

    @Option(
            names = "--rcp",
            paramLabel = "FILE[,FILE]",
            description = "The resource control policies of one level; once for each level, from the root.")
    private List<String> rcps = List.of();

    @Option(names = "--endpoint", paramLabel = "FILE", description = "A policy of the VPC endpoint; repeatable.")
    private List<Path> endpoint = List.of();

    @Option(
            names = "--management-account",
            paramLabel = "ID",
            description = "The organization's management account, which SCPs and RCPs do not touch.")
    private Optional<String> managementAccount = Optional.empty();

    /** Returns a stack with the policies of the files on top: boundary and resource policy take the place of others. */
    PolicyStack addTo(PolicyStack stack) {
        return new PolicyStack(
                joined(stack.identity(), Simulation.policies(identity)),
                boundary.map(file -> Simulation.policies(List.of(file)).get(0)).or(stack::boundary),
                joined(stack.session(), Simulation.policies(session)),
                resource.map(file -> Simulation.policies(List.of(file)).get(0)).or(stack::resource),
                joined(stack.scps(), levels("--scp", scps)),
                joined(stack.rcps(), levels("--rcp", rcps)),
                joined(stack.vpcEndpoint(), Simulation.policies(endpoint)),
                managementAccount.or(stack::managementAccountId));
    }

    private static List<PolicyLevel> levels(String option, List<String> texts) {
        List<PolicyLevel> levels = new ArrayList<>();
        for (String text : texts) {
            List<Path> files = Arrays.stream(text.split(",", -1)).map(Path::of).toList();
            List<NamedPolicy> policies = Simulation.policies(files);
            levels.add(new PolicyLevel(option + " " + (levels.size() + 1), policies));
        }
        return levels;
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
