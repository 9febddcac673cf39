// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.synthesis;

import io.bitknit.hdl.SynthesisFlow;
import io.bitknit.sim.cosim.ProcessRun;
import io.bitknit.sim.cosim.TemporaryFolder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Proves that the cells of a unit do what its Verilog says, for every input and every state: registers of equal names are
 * paired, and an induction over the steps of the clock shows that paired registers and outputs stay equal.
 *
 * <p>The Verilog side is only elaborated; what its registers store and no output depends on is left out on both sides.
 * States of a recoded state machine are paired by the table that the recoding writes. Other modules in a unit are black
 * boxes: their inputs are proven equal, their outputs are taken to be.
 */
public final class NetlistProof {
    /** Steps of the induction: the longest chain of registers that has lost its pairs. */
    public static final int STEPS = 3;

    private static final Pattern STATUS = Pattern.compile("Of those cells (\\d+) are proven and (\\d+) are unproven");
    private static final String STATES = "states.txt";
    private static final String VERDICT = "verdict.txt";

    private NetlistProof() {}

    /**
     * What is to be proven.
     *
     * @param module top module
     * @param sources file name to Verilog
     * @param unpaired registers without a pair, because the cells store them in another form
     */
    public record Subject(String module, Map<String, String> sources, List<String> unpaired) {
        public Subject {
            sources = Map.copyOf(sources);
            unpaired = List.copyOf(unpaired);
        }
    }

    /**
     * What came out.
     *
     * @param proven pairs of registers' bits and outputs that are proven
     * @param unproven those that are not
     * @param timedOut whether the time was over before
     * @param seconds wall time with the synthesis
     */
    public record Result(int proven, int unproven, boolean timedOut, double seconds) {
        /** A proof of nothing is none. */
        public boolean holds() {
            return !timedOut && unproven == 0 && proven > 0;
        }
    }

    /**
     * Proves, or does not.
     *
     * @param limit time after which it is given up
     */
    public static Result prove(Subject subject, SynthesisFlow flow, Duration limit) {
        return prove(subject, subject.sources(), flow, limit, "");
    }

    /**
     * @param synthesized Verilog that the cells are made of
     * @param damage commands of yosys that change the cells before they are compared
     */
    static Result prove(
            Subject subject, Map<String, String> synthesized, SynthesisFlow flow, Duration limit, String damage) {
        try (TemporaryFolder folder = TemporaryFolder.create("bitknit-proof")) {
            TemporaryFolder.write(folder.path().resolve("verilog"), subject.sources());
            TemporaryFolder.write(folder.path().resolve("cells"), synthesized);
            String script = script(subject, flow, damage);
            return result(Yosys.script(folder.path(), script, limit), folder);
        }
    }

    private static String script(Subject subject, SynthesisFlow flow, String damage) {
        String top = subject.module();
        String elaborate = "hierarchy -top " + top + "; proc; ";
        // What synthesis does first anyway; done here, the codes of state machines can be written down.
        String states = "opt_expr; opt_clean; opt -nodffe -nosdff; fsm -encfile " + STATES;
        String models = String.join(
                " -map ", flow.cellModels().stream().map(model -> "+/" + model).toList());
        String unpaired = subject.unpaired().isEmpty()
                ? ""
                : "select -set registers @registers w:" + String.join(" %d w:", subject.unpaired()) + " %d; ";
        return "read_verilog cells/*.v; " + elaborate + states + "; " + flow.command() + " -top " + top + "; " + damage
                + "techmap -wb -D EQUIV -autoproc -map " + models + "; async2sync; design -stash cells; "
                + "read_verilog verilog/*.v; " + elaborate
                // Only registers and what black boxes give are paired: synthesis may change what lies between them.
                + "select -set registers t:$*dff* %co1:+[Q] t:*bitknit_* %co1 %u w:* %i; " + unpaired
                + "select -set others w:* @registers %d; rename -hide @others; "
                + "opt_expr -fine; simplemap t:$*dff* t:$mux t:$pmux; opt_clean; async2sync; design -stash verilog; "
                + "design -copy-from verilog -as gold A:top; design -copy-from cells -as gate A:top; "
                + "equiv_make -encfile " + STATES + " gold gate equiv; hierarchy -top equiv; "
                + "equiv_induct -seq " + STEPS + "; tee -q -o " + VERDICT + " equiv_status";
    }

    private static Result result(ProcessRun run, TemporaryFolder folder) {
        if (run.timedOut()) {
            return new Result(0, 0, true, run.seconds());
        }
        Matcher status = STATUS.matcher(folder.read(VERDICT));
        if (!status.find()) {
            throw new IllegalStateException("yosys cannot compare the netlist:\n" + run.output());
        }
        return new Result(Integer.parseInt(status.group(1)), Integer.parseInt(status.group(2)), false, run.seconds());
    }
}
