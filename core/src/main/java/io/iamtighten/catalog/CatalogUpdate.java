package io.iamtighten.catalog;

import java.util.List;

/**
 * A catalog brought up to date, and what that changed.
 *
 * @param contents the new contents
 * @param changes the changes, one entry for each service read, in the order read
 */
public record CatalogUpdate(CatalogContents contents, List<ServiceChange> changes) {
    /** Copies the list. */
    public CatalogUpdate {
        changes = List.copyOf(changes);
    }

    /**
     * What one file changed.
     *
     * @param prefix the service
     * @param added names of actions that the catalog did not have
     * @param changed names of actions that differ from what the catalog had
     * @param kept names of actions that the file does not have; they stay, for a policy may still name them
     * @param operations how many API operations the file relates to actions
     */
    public record ServiceChange(
            String prefix, List<String> added, List<String> changed, List<String> kept, int operations) {
        /** Copies the lists. */
        public ServiceChange {
            added = List.copyOf(added);
            changed = List.copyOf(changed);
            kept = List.copyOf(kept);
        }
    }
}
