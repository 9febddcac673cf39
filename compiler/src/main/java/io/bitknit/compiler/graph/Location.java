// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.graph;

/**
 * Place in the model file that an operation comes from; two operations may share one.
 *
 * @param file name without folders, for example {@code model.json}
 * @param pointer JSON pointer into it, for example {@code /layers/0/weights}
 */
public record Location(String file, String pointer) {
    @Override
    public String toString() {
        return pointer.isEmpty() ? file : file + " " + pointer;
    }

    static Location parse(String text) {
        int space = text.indexOf(' ');
        return space < 0 ? new Location(text, "") : new Location(text.substring(0, space), text.substring(space + 1));
    }
}
