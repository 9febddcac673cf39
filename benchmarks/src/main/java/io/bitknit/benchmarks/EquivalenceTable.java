// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.hdl.SynthesisFlow;
import io.bitknit.sim.synthesis.NetlistProof;
import io.bitknit.sim.synthesis.ProvableUnits;
import io.bitknit.sim.synthesis.Yosys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Which units' netlists are proven to do what the Verilog says. */
final class EquivalenceTable {
    private EquivalenceTable() {}

    /** @param limit time for each unit and family */
    static String text(Duration limit) {
        ResultFile page = new ResultFile(
                "Netlists proven equal to the Verilog",
                "./bitknit benchmark equivalence --seconds " + limit.toSeconds(),
                "For every input and every state: registers of the cells and of the Verilog are paired by name, and an"
                        + " induction over the steps of the clock shows that they and the outputs stay equal. Cells by "
                        + Yosys.version() + ", settings of `SynthesisFlow`; shape `"
                        + ProvableUnits.shape() + "`.");
        page.line(
                "Numbers: pairs of bits that are proven, and seconds with the synthesis. A memory inside a unit is a black"
                        + " box: what goes into it is proven. Requantizers multiply in tables here; those with hard multipliers are"
                        + " simulated after synthesis only, as are the units with a reason instead of a number"
                        + " (`verify --engines netlist-ice40`, [TESTING.md](../TESTING.md)). *Open*: pairs on which an induction of "
                        + NetlistProof.STEPS
                        + " steps does not end; that is no difference that was found, and no proof.");
        List<List<String>> rows = new ArrayList<>();
        List<String> heading = new ArrayList<>(List.of("unit"));
        for (SynthesisFlow flow : SynthesisFlow.values()) {
            heading.add(flow.label());
        }
        rows.add(heading);
        List<String> notTried = new ArrayList<>();
        for (String unit : ProvableUnits.names()) {
            ProvableUnits.reason(unit)
                    .ifPresentOrElse(
                            reason -> notTried.add("`" + unit + "`: " + reason + "."),
                            () -> rows.add(row(unit, limit)));
        }
        page.table(rows);
        page.line("Not proven: " + String.join(" ", notTried));
        return page.text();
    }

    private static List<String> row(String unit, Duration limit) {
        List<String> row = new ArrayList<>(List.of(unit));
        for (SynthesisFlow flow : SynthesisFlow.values()) {
            System.err.println("equivalence: " + unit + ", " + flow.label());
            NetlistProof.Result result = NetlistProof.prove(ProvableUnits.of(unit, flow), flow, limit);
            row.add(cell(result, limit));
        }
        return row;
    }

    private static String cell(NetlistProof.Result result, Duration limit) {
        if (result.timedOut()) {
            return "not within " + limit.toSeconds() + " s";
        }
        String time = ", " + PtqTable.decimal(result.seconds(), 0) + " s";
        return result.holds() ? result.proven() + time : result.proven() + ", open " + result.unproven() + time;
    }
}
