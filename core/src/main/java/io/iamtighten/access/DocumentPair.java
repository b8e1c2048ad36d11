package io.iamtighten.access;

import io.iamtighten.policy.Effect;
import io.iamtighten.policy.NamedPolicy;
import org.jspecify.annotations.Nullable;

/** Two documents to compare, under one reading. */
final class DocumentPair {
    private final NamedPolicy a;
    private final NamedPolicy b;
    private final Semantics semantics;

    DocumentPair(NamedPolicy a, NamedPolicy b, Semantics semantics) {
        this.a = a;
        this.b = b;
        this.semantics = semantics;
    }

    /** Returns whether the first grants something that the second does not. */
    Solver.Answer difference(Work work, Solver.@Nullable Regions regions) {
        DocumentReading first = new DocumentReading(a.document(), semantics.reading());
        DocumentReading second = new DocumentReading(b.document(), semantics.reading());
        Solver solver =
                new Solver(semantics, work, request -> first.grants(request) && !second.grants(request), regions);
        return solver.solve(Formula.and(granted(a), granted(b).negate()));
    }

    private Formula granted(NamedPolicy policy) {
        return Formula.and(
                new Formula.In(Cube.of(policy.document(), policy.name(), Effect.ALLOW, semantics)),
                new Formula.Out(Cube.of(policy.document(), policy.name(), Effect.DENY, semantics)));
    }
}
