package io.iamtighten.access;

import io.iamtighten.policy.PatternText;
import io.iamtighten.policy.PolicyDocument;
import io.iamtighten.policy.PolicyVersion;
import io.iamtighten.policy.PrincipalElement;
import io.iamtighten.policy.Statement;
import io.iamtighten.policy.StatementRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A conjunction of one constraint on each part of a request: what one statement matches. A null part is unconstrained. */
final class Cube {
    final Optional<StatementRef> origin;
    final @Nullable Actions actions;
    final @Nullable Resources resources;
    final @Nullable PrincipalElement principal;
    final Set<KeyCondition> conditions;
    /** Further constraints on actions, which hold too. */
    final Set<Actions> moreActions;
    /** Further constraints on resources, which hold too. */
    final Set<Resources> moreResources;

    private final int restHash;

    Cube(
            Optional<StatementRef> origin,
            @Nullable Actions actions,
            @Nullable Resources resources,
            @Nullable PrincipalElement principal,
            Set<KeyCondition> conditions) {
        this(origin, actions, resources, principal, conditions, Set.of(), Set.of());
    }

    private Cube(
            Optional<StatementRef> origin,
            @Nullable Actions actions,
            @Nullable Resources resources,
            @Nullable PrincipalElement principal,
            Set<KeyCondition> conditions,
            Set<Actions> moreActions,
            Set<Resources> moreResources) {
        this.origin = origin;
        this.actions = actions == null || actions.isUniversal() ? null : actions;
        this.resources = resources == null || resources.isUniversal() ? null : resources;
        this.principal = principal;
        this.conditions = conditions;
        this.moreActions = moreActions;
        this.moreResources = moreResources;
        this.restHash = Objects.hashCode(principal) * 31 + conditions.hashCode();
    }

    static Cube of(Statement statement, StatementRef ref, PolicyVersion version, Semantics semantics) {
        Set<KeyCondition> conditions = new LinkedHashSet<>();
        statement.conditions().forEach(condition -> conditions.add(KeyCondition.of(condition, version)));
        return new Cube(
                Optional.of(ref),
                Actions.of(statement.actions(), semantics),
                statement.resources().map(r -> Resources.of(r, version)).orElse(null),
                statement.principal().orElse(null),
                conditions);
    }

    /** The statements of one effect of a document. */
    static List<Cube> of(
            PolicyDocument document, String name, io.iamtighten.policy.Effect effect, Semantics semantics) {
        List<Cube> cubes = new ArrayList<>();
        for (int i = 0; i < document.statements().size(); i++) {
            Statement statement = document.statements().get(i);
            if (statement.effect() == effect) {
                cubes.add(of(statement, new StatementRef(name, i, statement.sid()), document.version(), semantics));
            }
        }
        return cubes;
    }

    Cube withActions(Actions changed) {
        return new Cube(origin, changed, resources, principal, conditions, moreActions, moreResources);
    }

    Cube withResources(Resources changed) {
        return new Cube(origin, actions, changed, principal, conditions, moreActions, moreResources);
    }

    /** Returns this cube without its constraint on principals. */
    Cube forAnyPrincipal() {
        return new Cube(origin, actions, resources, null, conditions, moreActions, moreResources);
    }

    /** Returns the part of this cube whose actions and resources satisfy further constraints. */
    Cube and(List<Actions> furtherActions, List<Resources> furtherResources) {
        Set<Actions> allActions = new LinkedHashSet<>(moreActions);
        allActions.addAll(furtherActions);
        Set<Resources> allResources = new LinkedHashSet<>(moreResources);
        allResources.addAll(furtherResources);
        return new Cube(origin, actions, resources, principal, conditions, allActions, allResources);
    }

    /** Returns two cubes that together are this one, by its patterns of actions or else of resources; none where it has one of each. */
    List<Cube> halves() {
        if (actions != null && !actions.allBut && actions.spelling.size() > 1) {
            List<Cube> halves = new ArrayList<>();
            for (Map<String, String> half : halves(actions.spelling)) {
                halves.add(withActions(actions.withPatterns(half)));
            }
            return halves;
        }
        if (resources != null && !resources.allBut && resources.patterns.size() > 1) {
            List<Cube> halves = new ArrayList<>();
            for (Map<Resources.Entry, PatternText> half : halves(resources.patterns)) {
                halves.add(withResources(resources.withPatterns(half)));
            }
            return halves;
        }
        return List.of();
    }

    private static <K, V> List<Map<K, V>> halves(Map<K, V> map) {
        Map<K, V> first = new LinkedHashMap<>();
        Map<K, V> second = new LinkedHashMap<>();
        map.forEach((key, value) -> (first.size() < map.size() / 2 ? first : second).put(key, value));
        return List.of(first, second);
    }

    /** What makes two cubes differ besides actions and resources. */
    Rest rest() {
        return new Rest(principal, conditions, moreActions, moreResources, restHash);
    }

    /** What of a cube is left without its main constraints on actions and resources. */
    record Rest(
            @Nullable PrincipalElement principal,
            Set<KeyCondition> conditions,
            Set<Actions> moreActions,
            Set<Resources> moreResources,
            int hash) {
        @Override
        public int hashCode() {
            return hash;
        }
    }

    boolean hasVariables() {
        for (Resources more : moreResources) {
            if (more.hasVariables()) {
                return true;
            }
        }
        if (resources != null && resources.hasVariables()) {
            return true;
        }
        for (KeyCondition condition : conditions) {
            if (condition.hasVariables()) {
                return true;
            }
        }
        return false;
    }
}
