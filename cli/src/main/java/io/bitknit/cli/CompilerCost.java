// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.boards.Board;
import io.bitknit.compiler.Lowering;
import io.bitknit.compiler.estimate.ContractArea;
import io.bitknit.compiler.estimate.Estimate;
import io.bitknit.compiler.schedule.Workload;
import io.bitknit.compiler.search.ShapeSearch;
import io.bitknit.compiler.search.Wishes;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.diag.UserException;
import io.bitknit.quantizer.search.HardwareCost;
import java.util.Optional;

/**
 * Cost on a board, of the accelerator that the compiler chooses for each configuration: its size is found by estimates,
 * its cycles are those of a complete schedule, so they are exact.
 */
public final class CompilerCost implements HardwareCost {
    /** The schedule does not depend on it. */
    private static final String DIGEST = "search";

    private final Board board;

    public CompilerCost(Board board) {
        this.board = board;
    }

    /** For the record of the search. */
    public String name() {
        return board.name();
    }

    @Override
    public Optional<Measure> of(QuantizedModel model) {
        try {
            Workload work = new Lowering(model).workload(DIGEST);
            ContractArea area = new ContractArea();
            ShapeSearch.Result found = ShapeSearch.search(work, board, Wishes.NONE, area);
            Estimate estimate = Estimate.of(found.design(), board, area);
            return Optional.of(new Measure(estimate.cycles(), estimate.bramKbit(), estimate.lut()));
        } catch (UserException e) {
            return Optional.empty();
        }
    }
}
