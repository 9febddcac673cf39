// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.diag;

import java.util.List;

/**
 * The user's input cannot be used: one or more {@link Diagnostic}s, shown as one line each, exit code 1.
 * Thrown once per stage, carrying everything that the stage found.
 */
public final class UserException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<Diagnostic> diagnostics;

    public UserException(List<Diagnostic> diagnostics) {
        super(String.join("\n", diagnostics.stream().map(Diagnostic::toString).toList()));
        this.diagnostics = List.copyOf(diagnostics);
    }

    public UserException(String code, String place, String message) {
        this(List.of(new Diagnostic(code, place, message)));
    }

    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
