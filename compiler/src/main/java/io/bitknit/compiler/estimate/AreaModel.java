// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.estimate;

import io.bitknit.boards.Board;
import io.bitknit.hdl.AcceleratorShape;

/** Area of an accelerator of any shape on a board, with what stands between it and its host there. */
@FunctionalInterface
public interface AreaModel {
    Area of(AcceleratorShape shape, Board board);
}
