// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler;

import io.bitknit.boards.Board;
import io.bitknit.compiler.estimate.AreaModel;
import io.bitknit.compiler.estimate.ContractArea;
import io.bitknit.compiler.pass.LayerOrders;
import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.compiler.search.Wishes;
import java.util.Optional;

/**
 * How to compile.
 *
 * @param board the board to compile for
 * @param wishes parameters that are fixed; ignored with a {@code size}
 * @param size the accelerator's size if it is given completely, whether it fits the board or not
 * @param orders of the layers
 * @param area formulas of the area
 */
public record CompileOptions(
        Board board, Wishes wishes, Optional<ShapeChoice> size, LayerOrders orders, AreaModel area) {
    public static CompileOptions forBoard(Board board) {
        return new CompileOptions(board, Wishes.NONE, Optional.empty(), LayerOrders.FASTEST, new ContractArea());
    }

    public CompileOptions withWishes(Wishes newWishes) {
        return new CompileOptions(board, newWishes, size, orders, area);
    }

    public CompileOptions withSize(ShapeChoice choice) {
        return new CompileOptions(board, wishes, Optional.of(choice), orders, area);
    }

    public CompileOptions withOrders(LayerOrders newOrders) {
        return new CompileOptions(board, wishes, size, newOrders, area);
    }

    /** What the digest of a design covers besides the model. */
    String text() {
        return board.name() + " " + wishes + " "
                + size.map(ShapeChoice::toString).orElse("") + orders.text();
    }
}
