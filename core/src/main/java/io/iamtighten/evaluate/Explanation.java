package io.iamtighten.evaluate;

import io.iamtighten.policy.Condition;
import io.iamtighten.policy.Effect;
import io.iamtighten.policy.StatementRef;
import io.iamtighten.request.AccessRequest;
import io.iamtighten.request.ContextValues;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Why a request is decided as it is.
 *
 * @param request the request
 * @param decision the decision
 * @param layers what each layer that takes part says, in order of evaluation
 * @param matched the statements that apply to the request, in order of evaluation
 * @param nearMisses the statements that one kind of element keeps from applying, in order of evaluation: those that name an
 *     action of the same service but another one, or another resource, or another principal, or ask for other context
 * @param alternatives context that the request does not carry and that would change the outcome
 * @param alternativesComplete whether every absent key of a statement in question was tried
 */
public record Explanation(
        AccessRequest request,
        Decision decision,
        List<LayerAnswer> layers,
        List<AppliedStatement> matched,
        List<NearMiss> nearMisses,
        List<Alternative> alternatives,
        boolean alternativesComplete) {
    /** Copies the lists. */
    public Explanation {
        layers = List.copyOf(layers);
        matched = List.copyOf(matched);
        nearMisses = List.copyOf(nearMisses);
        alternatives = List.copyOf(alternatives);
    }

    /** What a layer says. */
    public enum Answer {
        /** A statement denies. */
        DENIES("denies"),
        /** No statement denies and one allows. */
        ALLOWS("allows"),
        /** No statement applies. */
        SILENT("says nothing");

        private final String text;

        Answer(String text) {
            this.text = text;
        }

        /** Returns the words for people. */
        public String text() {
            return text;
        }
    }

    /**
     * What one layer says.
     *
     * @param layer the layer
     * @param level the id of the organization's level, or empty text
     * @param answer what it says
     */
    public record LayerAnswer(PolicyLayer layer, String level, Answer answer) {}

    /**
     * A statement that applies.
     *
     * @param layer where it stands
     * @param statement its name
     * @param effect its effect
     * @param naming how it names the caller, where that limits what it does
     */
    public record AppliedStatement(PolicyLayer layer, StatementRef statement, Effect effect, Naming naming) {}

    /** How a statement names the caller. */
    public enum Naming {
        /** It names the caller itself, or everybody, or it belongs to the caller. */
        CALLER(""),
        /** It names the caller's role: permissions boundary and session policies limit it. */
        ROLE("names the role: boundary and session policy limit it"),
        /** It names the caller's account: the caller's own policies decide. */
        ACCOUNT("names the account: the caller's own policies must allow too");

        private final String note;

        Naming(String note) {
            this.note = note;
        }

        /** Returns what follows from it, for people; empty when nothing does. */
        public String note() {
            return note;
        }
    }

    /**
     * A statement that nearly applies.
     *
     * @param layer where it stands
     * @param statement its name
     * @param effect its effect
     * @param mismatches what keeps it from applying, at least one, all of one element
     */
    public record NearMiss(PolicyLayer layer, StatementRef statement, Effect effect, List<Mismatch> mismatches) {
        /** Copies the list. */
        public NearMiss {
            mismatches = List.copyOf(mismatches);
        }
    }

    /** The elements that can keep a statement from applying. */
    public enum Element {
        /** {@code Action} or {@code NotAction}. */
        ACTION("action"),
        /** {@code Resource} or {@code NotResource}. */
        RESOURCE("resource"),
        /** {@code Principal} or {@code NotPrincipal}. */
        PRINCIPAL("principal"),
        /** A line of {@code Condition}. */
        CONDITION("condition");

        private final String text;

        Element(String text) {
            this.text = text;
        }

        /** Returns the name used in output. */
        public String text() {
            return text;
        }
    }

    /**
     * What keeps a statement from applying.
     *
     * @param element the element
     * @param condition the condition that does not hold, when it is one
     * @param expected what the statement asks for, as it is written
     * @param actual what the request has, or empty when it has none
     */
    public record Mismatch(
            Element element, Optional<Condition> condition, List<String> expected, Optional<List<String>> actual) {
        /** Copies the lists. */
        public Mismatch {
            expected = List.copyOf(expected);
            actual = actual.map(List::copyOf);
        }
    }

    /**
     * Context that the request lacks and another outcome with it: decided, not guessed.
     *
     * @param context the keys with values that change the outcome; other values may do so too
     * @param outcome the outcome with them
     */
    public record Alternative(SortedMap<String, ContextValues> context, Outcome outcome) {
        /** Copies the map. */
        public Alternative {
            context = Collections.unmodifiableSortedMap(new TreeMap<>(context));
        }
    }

    /** Returns the explanation as text for people: lines that end in a line feed. */
    public String render() {
        return ExplanationText.of(this);
    }
}
