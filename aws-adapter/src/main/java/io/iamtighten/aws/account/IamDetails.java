package io.iamtighten.aws.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamtighten.account.AccountText;
import io.iamtighten.aws.client.AwsCall;
import io.iamtighten.aws.client.AwsException;
import io.iamtighten.aws.client.AwsSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsResponse;

/** Reads account details, one kind of entity beside the other, page by page. */
final class IamDetails {
    private static final int PAGE = 1000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<EntityType> KINDS = List.of(
            EntityType.USER,
            EntityType.GROUP,
            EntityType.ROLE,
            EntityType.LOCAL_MANAGED_POLICY,
            EntityType.AWS_MANAGED_POLICY);

    private final AwsSession session;
    private final SnapshotProgress progress;
    private final Journal journal;
    private final AtomicInteger entities = new AtomicInteger();

    IamDetails(AwsSession session, SnapshotProgress progress, Journal journal) {
        this.session = session;
        this.progress = progress;
        this.journal = journal;
    }

    List<AccountText> pages() {
        List<AccountText> all = new ArrayList<>();
        session.each(KINDS, this::pages).forEach(all::addAll);
        return all;
    }

    private List<AccountText> pages(EntityType kind) {
        List<AccountText> pages = new ArrayList<>();
        Optional<String> marker = Optional.empty();
        // Pages of a run that was cut off; each holds the marker of the next.
        for (Optional<String> kept = journal.get(key(kind, 0)); kept.isPresent(); ) {
            pages.add(named(kind, kept.get()));
            marker = marker(kept.get());
            if (marker.isEmpty()) {
                return pages;
            }
            kept = journal.get(key(kind, pages.size()));
        }
        try {
            fetch(kind, marker, pages);
        } catch (AwsException e) {
            if (marker.isEmpty() || e.kind() != AwsException.Kind.OTHER) {
                throw e;
            }
            // The marker is no longer good.
            pages.clear();
            fetch(kind, Optional.empty(), pages);
        }
        return pages;
    }

    private void fetch(EntityType kind, Optional<String> start, List<AccountText> pages) {
        session.pagesFrom(
                start,
                AwsCall.GET_ACCOUNT_AUTHORIZATION_DETAILS,
                (marker, number) -> session.iam()
                        .getAccountAuthorizationDetails(
                                request -> request.filter(kind).maxItems(PAGE).marker(marker.orElse(null))),
                answer -> Boolean.TRUE.equals(answer.isTruncated())
                        ? Optional.ofNullable(answer.marker())
                        : Optional.empty(),
                answer -> {
                    String text = text(answer);
                    journal.put(key(kind, pages.size()), text);
                    pages.add(named(kind, text));
                    int more = answer.userDetailList().size()
                            + answer.groupDetailList().size()
                            + answer.roleDetailList().size()
                            + answer.policies().size();
                    progress.read("users, groups, roles and policies", entities.addAndGet(more));
                });
    }

    private static String text(GetAccountAuthorizationDetailsResponse answer) {
        ApiPage page = new ApiPage();
        answer.userDetailList().forEach(page::user);
        answer.groupDetailList().forEach(page::group);
        answer.roleDetailList().forEach(page::role);
        answer.policies().forEach(page::policy);
        String next = Boolean.TRUE.equals(answer.isTruncated()) ? answer.marker() : null;
        return page.text(Optional.ofNullable(next));
    }

    private static AccountText named(EntityType kind, String text) {
        return new AccountText("iam:GetAccountAuthorizationDetails (" + kind + ")", text);
    }

    private static String key(EntityType kind, int number) {
        return "iam-" + kind.toString().toLowerCase(java.util.Locale.ROOT) + "-" + number;
    }

    private static Optional<String> marker(String page) {
        try {
            JsonNode node = JSON.readTree(page);
            return node instanceof ObjectNode object
                    ? Optional.ofNullable(object.get("NextMarker")).map(JsonNode::asText)
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a page that was kept is broken", e);
        }
    }
}
