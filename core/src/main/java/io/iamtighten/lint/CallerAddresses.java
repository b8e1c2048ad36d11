package io.iamtighten.lint;

import java.util.List;
import java.util.Optional;

/**
 * From where one kind of caller can use what a policy is about.
 *
 * @param caller who, such as {@code whoever has the policy} or {@code account 111122223333}
 * @param reaches the addresses by permissions; empty when the policy does not speak of addresses, or where nothing is said
 * @param withheld why nothing is said; then {@code reaches} is empty
 */
public record CallerAddresses(String caller, List<AddressReach> reaches, Optional<String> withheld) {
    /** Copies the list. */
    public CallerAddresses {
        reaches = List.copyOf(reaches);
    }

    static CallerAddresses of(String caller, SourceAddresses addresses) {
        return new CallerAddresses(caller, addresses.matter() ? addresses.find() : List.of(), Optional.empty());
    }
}
