// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.EngineImage;
import io.bitknit.compiler.design.EnginePlan;
import io.bitknit.compiler.design.Phase;
import io.bitknit.compiler.design.StoredTensor;
import io.bitknit.compiler.graph.GraphPrinter;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.diag.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The intermediate values of a compilation as text, for people. */
public final class Dump {
    private Dump() {}

    /** Texts by file name: the graph after every pass, {@code design.txt}, {@code program.txt}, {@code schedule.csv}. */
    public static Map<String, String> texts(QuantizedModel model, Design design) {
        Map<String, String> texts = new TreeMap<>();
        Lowering.of(model, design).graph((name, graph) -> texts.put(name, GraphPrinter.print(graph)));
        texts.put("design.txt", design(design));
        texts.put("program.txt", program(design));
        texts.put("schedule.csv", schedule(design));
        return texts;
    }

    /** @throws UserException D-005 if the folder cannot be written */
    public static void write(Path folder, Map<String, String> texts) {
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, String> text : texts.entrySet()) {
                Files.writeString(folder.resolve(text.getKey()), text.getValue());
            }
        } catch (IOException e) {
            throw new UserException(
                    "D-005",
                    String.valueOf(folder.getFileName()),
                    "the intermediate values cannot be written; check the folder's permissions and the free space");
        }
    }

    private static String design(Design d) {
        StringBuilder out = new StringBuilder();
        out.append("design ").append(d.digest()).append('\n');
        out.append("cycles ").append(d.predictedCycles()).append('\n');
        out.append(d.shape()).append('\n');
        for (StoredTensor t : d.tensors()) {
            out.append("tensor ")
                    .append(t.name())
                    .append(' ')
                    .append(t.rows())
                    .append(" x ")
                    .append(t.features());
            out.append(t.replicated() ? " replicated" : " local")
                    .append(", fold ")
                    .append(t.fold());
            out.append(", words ").append(t.baseWords()).append(" to ");
            out.append(t.baseWords() + t.blocks() * t.blockStrideWords() - 1);
            out.append(" of every bank, ").append(t.classes()).append('\n');
        }
        for (Phase p : d.phases()) {
            out.append("phase ").append(p.index()).append(' ').append(p.name()).append(": ");
            out.append(d.tensors().get(p.input()).name()).append(" -> ");
            out.append(d.tensors().get(p.output()).name()).append(" block ").append(p.outputBlock());
            out.append(", cycles ").append(p.startCycle()).append(" to ").append(p.startCycle() + p.cycles() - 1);
            out.append('\n').append("  ").append(p.config()).append('\n');
        }
        return out.toString();
    }

    /** One line per program word: entries as {@code slot/class/base}, a dot for an idle port. */
    private static String program(Design d) {
        StringBuilder out = new StringBuilder();
        int ports = d.shape().ports();
        for (int e = 0; e < d.engineImages().size(); e++) {
            int[] program = d.engineImages().get(e).program();
            for (int at = 0; at < program.length; at++) {
                if (at % ports == 0) {
                    out.append("engine ")
                            .append(e)
                            .append(" word ")
                            .append(at / ports)
                            .append(':');
                }
                int slot = EngineImage.entrySlot(program[at]);
                if (slot == d.shape().slots()) {
                    out.append(" .");
                } else {
                    out.append(' ').append(slot).append('/').append(EngineImage.entryClass(program[at]));
                    out.append('/').append(EngineImage.entryBase(program[at]));
                }
                if (at % ports == ports - 1) {
                    out.append('\n');
                }
            }
        }
        return out.toString();
    }

    private static String schedule(Design d) {
        StringBuilder out = new StringBuilder("phase,engine,team,last_step_cycle,destinations\n");
        for (Phase p : d.phases()) {
            for (int e = 0; e < p.engines().size(); e++) {
                EnginePlan plan = p.engines().get(e);
                for (int t = 0; t < plan.teams(); t++) {
                    out.append(p.name())
                            .append(',')
                            .append(e)
                            .append(',')
                            .append(t)
                            .append(',');
                    out.append(p.startCycle() + plan.lastStep()[t]).append(',');
                    for (int s = 0; s < d.shape().slots(); s++) {
                        int node = plan.destination()[t * d.shape().slots() + s];
                        out.append(s == 0 ? "" : " ").append(node < 0 ? "-" : Integer.toString(node));
                    }
                    out.append('\n');
                }
            }
        }
        return out.toString();
    }
}
