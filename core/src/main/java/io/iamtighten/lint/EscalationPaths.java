package io.iamtighten.lint;

import io.iamtighten.catalog.ServiceCatalog;
import io.iamtighten.evaluate.PolicyStack;
import io.iamtighten.request.RequestPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The known ways to more permissions that a principal's policies leave open together. Where a way needs things that the policies do
 * not tell, such as a role worth passing, they are taken to exist.
 *
 * @param open the ways of which the principal has every permission, in the order of the collection
 * @param undecided ways of which that could not be decided, one sentence each
 */
public record EscalationPaths(List<Path> open, List<String> undecided) {
    /** Copies the lists. */
    public EscalationPaths {
        open = List.copyOf(open);
        undecided = List.copyOf(undecided);
    }

    /**
     * One way.
     *
     * @param id its id in the collection
     * @param what what it leads to, to go on from "can"
     * @param permissions the actions that are all needed
     */
    public record Path(String id, String what, List<String> permissions) {
        /** Copies the list. */
        public Path {
            permissions = List.copyOf(permissions);
        }
    }

    /** Returns how many ways are known. */
    public static int known() {
        return EscalationPath.all().size();
    }

    /** Returns no ways, as of a principal of which nothing is known. */
    public static EscalationPaths none() {
        return new EscalationPaths(List.of(), List.of());
    }

    /** Returns the ways that a stack of policies leaves open to a caller. */
    public static EscalationPaths of(ServiceCatalog catalog, RequestPrincipal caller, PolicyStack stack) {
        List<String> undecided = new ArrayList<>();
        List<Path> open = new ArrayList<>();
        for (EscalationChecks.Open each :
                new EscalationChecks(catalog, Set.of()).open(new Reach(catalog, caller, stack), undecided)) {
            EscalationPath path = each.path();
            open.add(new Path(path.id(), path.kind().what(), path.permissions()));
        }
        return new EscalationPaths(open, undecided);
    }
}
