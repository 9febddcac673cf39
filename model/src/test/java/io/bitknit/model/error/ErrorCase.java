// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.error;

import java.nio.file.Path;

/**
 * One bad input.
 *
 * @param id name of the golden file: the code, and a word if the code has several cases
 * @param input makes the input in an empty folder and reads it
 */
record ErrorCase(String id, Input input) {
    /** What a user does. */
    interface Input {
        void read(Path folder) throws Exception;
    }

    @Override
    public String toString() {
        return id;
    }
}
