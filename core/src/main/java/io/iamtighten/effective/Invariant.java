package io.iamtighten.effective;

import io.iamtighten.policy.Condition;
import io.iamtighten.policy.NamedPolicy;
import java.util.List;

/** Something that must hold for all requests. */
public sealed interface Invariant {
    /** Returns the name by which results speak of it. */
    String id();

    /**
     * No request of some kind goes through, unless it meets one of some conditions.
     *
     * @param id the name
     * @param actions patterns of the actions that are meant
     * @param exceptActions patterns of actions that are not meant
     * @param resources patterns of the resources that are meant
     * @param unless alternatives: a request may go through when all conditions of one of them hold; none means never
     * @param exceptPrincipals patterns of the ARNs of users, roles and other callers of which nothing is said
     * @param against whose policies must see to it
     */
    record DeniedUnless(
            String id,
            List<String> actions,
            List<String> exceptActions,
            List<String> resources,
            List<List<Condition>> unless,
            List<String> exceptPrincipals,
            Against against)
            implements Invariant {
        /** Copies the lists. */
        public DeniedUnless {
            actions = List.copyOf(actions);
            exceptActions = List.copyOf(exceptActions);
            resources = List.copyOf(resources);
            unless = unless.stream().map(List::copyOf).toList();
            exceptPrincipals = List.copyOf(exceptPrincipals);
        }
    }

    /**
     * No resource's own policy lets in callers of accounts that it does not know.
     *
     * @param id the name
     * @param exceptResources patterns of the ARNs of resources of which nothing is said
     */
    record NoPublicAccess(String id, List<String> exceptResources) implements Invariant {
        /** Copies the list. */
        public NoPublicAccess {
            exceptResources = List.copyOf(exceptResources);
        }
    }

    /**
     * A policy grants nothing that another does not.
     *
     * @param id the name
     * @param older the policy that grants enough
     * @param newer the policy that must not grant more
     */
    record NothingNew(String id, NamedPolicy older, NamedPolicy newer) implements Invariant {}

    /** Whose policies must see to an invariant. */
    enum Against {
        /** All policies of each user and role, and the policies of resources. */
        PRINCIPALS("principals"),
        /** The service control policies alone, whatever all other policies say. */
        SCPS("scps");

        private final String text;

        Against(String text) {
            this.text = text;
        }

        /** Returns the name in invariants files. */
        public String text() {
            return text;
        }
    }
}
