package io.iamtighten.cli.render;

import io.iamtighten.account.IamUser;
import io.iamtighten.effective.ActionAccess;
import io.iamtighten.effective.Outsider;
import io.iamtighten.effective.Reach;
import io.iamtighten.effective.StatementUse;
import io.iamtighten.effective.WhoCan;
import java.util.List;

/** Who can do something, for people. */
public final class WhoCanText {
    private final Lines out = new Lines();
    private final WhoCan who;

    private WhoCanText(WhoCan who) {
        this.who = who;
    }

    /** Returns the text. */
    public static String of(WhoCan who) {
        return new WhoCanText(who).render();
    }

    private String render() {
        String what = who.action() + who.resource().map(r -> " on " + r).orElse("");
        long can =
                who.holders().stream().filter(h -> h.access().reach().allowed()).count();
        out.line(
                0,
                (can == 0 ? "no user or role" : can == 1 ? "1 user or role" : can + " users and roles") + " can do "
                        + what);
        section("always", Reach.EVERYWHERE);
        section("on some resources", Reach.SOME_RESOURCES);
        section("under conditions", Reach.UNDER_CONDITIONS);
        section("not decided", Reach.UNKNOWN);
        section("granted, but blocked", Reach.BLOCKED);
        if (!who.outsiders().isEmpty()) {
            out.blank().line(0, "from outside of the account, by the resource's own policy");
            who.outsiders().forEach(this::outsider);
        }
        return out.toString();
    }

    private void section(String title, Reach reach) {
        List<WhoCan.Holder> holders =
                who.holders().stream().filter(h -> h.access().reach() == reach).toList();
        if (holders.isEmpty()) {
            return;
        }
        boolean one = who.resource().isPresent() || reach != Reach.EVERYWHERE;
        out.blank().line(0, (one ? title : "on every resource") + " (" + holders.size() + ")");
        for (WhoCan.Holder holder : holders) {
            out.line(
                    2,
                    (holder.principal() instanceof IamUser ? "user " : "role ")
                            + (holder.principal().path().equals("/")
                                    ? ""
                                    : holder.principal().path().substring(1))
                            + holder.principal().name());
            access(holder.access());
        }
    }

    private void access(ActionAccess access) {
        if (access.through().isEmpty()) {
            out.line(4, "every caller may, whatever the policies");
        }
        access.through().forEach(use -> out.line(4, "through " + AccessWords.use(use)));
        if (access.reach() == Reach.BLOCKED) {
            access.blockers().forEach(blocker -> out.line(4, AccessWords.blocker(blocker)));
            return;
        }
        access.within().forEach(use -> out.line(4, "within " + AccessWords.use(use)));
        access.except().forEach(use -> out.line(4, "except " + AccessWords.use(use)));
        access.doubt().ifPresent(doubt -> out.line(4, "not decided: " + doubt));
        if (access.reach() == Reach.UNDER_CONDITIONS) {
            AccessWords.example(access.witness()).ifPresent(text -> out.line(4, "for example " + text));
        }
    }

    private void outsider(Outsider outsider) {
        String name = switch (outsider.kind()) {
            case ANYONE -> "anyone, in any account";
            case ACCOUNT -> "anyone in account " + outsider.name() + " whom that account lets";
            case PRINCIPAL -> outsider.name() + (outsider.needsOwnPermission() ? ", if its account lets it" : "");
            case SERVICE -> "the service " + outsider.name();
            case FEDERATED -> "whoever " + outsider.name() + " vouches for";
            case CANONICAL_USER -> "the account with the canonical id " + outsider.name();
        };
        out.line(
                2,
                name
                        + (outsider.reach() == Reach.EVERYWHERE
                                ? ""
                                : ": " + outsider.reach().text()));
        for (StatementUse use : outsider.through()) {
            out.line(4, "through " + AccessWords.use(use));
        }
        for (StatementUse use : outsider.except()) {
            out.line(4, "except " + AccessWords.use(use));
        }
    }
}
