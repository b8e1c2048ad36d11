package io.iamtighten.effective;

import io.iamtighten.catalog.ServiceCatalog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Divides the catalog's actions into classes of those that the same statements of a principal name. */
final class ActionClasses {
    /**
     * A class.
     *
     * @param actions the actions, by number
     * @param resourcesMatter whether a statement that names them is limited to some resources
     */
    record Group(BitSet actions, boolean resourcesMatter) {}

    private final int[] classOf;
    /** By class: whether one of its statements is limited to resources. */
    private boolean[] limited = new boolean[256];

    private int[] splitInto = new int[256];
    private int classes = 1;

    private ActionClasses(int actions) {
        this.classOf = new int[actions];
    }

    /** Returns the classes of the actions that at least one Allow statement of an identity-based policy names. */
    static List<Group> of(IndexedPrincipal who, ServiceCatalog catalog) {
        ActionClasses found = new ActionClasses(catalog.actionCount());
        BitSet granted = new BitSet();
        for (IndexedDocument document : who.identity.documents()) {
            for (IndexedStatement statement : document.statements) {
                if (!statement.deny) {
                    granted.or(statement.actions);
                }
            }
        }
        found.split(who.identity);
        who.limits.forEach(found::split);
        if (!who.rcps.isEmpty()) {
            found.splitCovered(who.rcps, catalog);
        }
        return found.groups(granted);
    }

    private void split(IndexedPrincipal.Layer layer) {
        for (IndexedDocument document : layer.documents()) {
            for (IndexedStatement statement : document.statements) {
                split(statement);
            }
        }
    }

    /** Resource control policies cover some actions alone. */
    private void splitCovered(List<IndexedPrincipal.Layer> rcps, ServiceCatalog catalog) {
        BitSet covered = new BitSet();
        for (int id = 0; id < catalog.actionCount(); id++) {
            if (ActionCase.isUnderRcps(catalog.actionName(id))) {
                covered.set(id);
            }
        }
        for (IndexedPrincipal.Layer layer : rcps) {
            for (IndexedDocument document : layer.documents()) {
                for (IndexedStatement statement : document.statements) {
                    if (statement.deny) {
                        BitSet actions = (BitSet) statement.actions.clone();
                        actions.and(covered);
                        split(actions, statement.everyResource);
                    }
                }
            }
        }
    }

    private void split(IndexedStatement statement) {
        split(statement.actions, statement.everyResource);
    }

    /** Each class is split into what a statement names and what it does not. */
    private void split(BitSet actions, boolean everyResource) {
        Arrays.fill(splitInto, 0, classes, -1);
        for (int id = actions.nextSetBit(0); id >= 0; id = actions.nextSetBit(id + 1)) {
            int old = classOf[id];
            int now = splitInto[old];
            if (now < 0) {
                now = newClass(limited[old] || !everyResource);
                splitInto[old] = now;
            }
            classOf[id] = now;
        }
    }

    private int newClass(boolean limitedToResources) {
        if (classes == limited.length) {
            limited = Arrays.copyOf(limited, 2 * classes);
            splitInto = Arrays.copyOf(splitInto, 2 * classes);
        }
        limited[classes] = limitedToResources;
        splitInto[classes] = -1;
        return classes++;
    }

    private List<Group> groups(BitSet granted) {
        Group[] byClass = new Group[classes];
        List<Group> groups = new ArrayList<>();
        for (int id = granted.nextSetBit(0); id >= 0; id = granted.nextSetBit(id + 1)) {
            int number = classOf[id];
            Group group = byClass[number];
            if (group == null) {
                group = new Group(new BitSet(), limited[number]);
                byClass[number] = group;
                groups.add(group);
            }
            group.actions().set(id);
        }
        return groups;
    }
}
