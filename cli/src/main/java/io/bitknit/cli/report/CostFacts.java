// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import io.bitknit.boards.Board;
import io.bitknit.boards.Device;
import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.Phase;
import io.bitknit.compiler.pass.OrderDecision;
import io.bitknit.model.QuantizedModel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads {@code estimate.json} and {@code search.json}, which a design carries with it. */
final class CostFacts {
    private final JsonNode estimate;
    private final JsonNode search;

    CostFacts(JsonNode estimate, JsonNode search) {
        this.estimate = estimate;
        this.search = search;
    }

    /** @param board null if it is unknown here; then shares are of what is usable and not of the device */
    Report.Board board(@Nullable Board board) {
        List<Report.Use> uses = new ArrayList<>();
        boolean fits = true;
        for (Resource resource : Resource.values()) {
            double used = estimate.path(resource.key).asDouble(0);
            double usable = estimate.path("usable").path(resource.key).asDouble(0);
            double capacity = board == null ? usable : resource.capacity(board.device());
            fits &= used <= usable;
            uses.add(new Report.Use(resource.title, used, capacity, capacity == 0 ? 1 : usable / capacity));
        }
        String device =
                board == null ? "" : board.title() + ", " + board.device().title();
        String source = estimate.path("clockSource").asString("")
                + (estimate.path("clockCovers").asBoolean(true)
                        ? ""
                        : "; this accelerator is larger than what was shown");
        return new Report.Board(
                estimate.path("board").asString(""),
                device,
                estimate.path("clockMhz").asDouble(0),
                source,
                estimate.path("latencyMicros").asDouble(0),
                fits,
                uses);
    }

    private enum Resource {
        LUT("lut", "LUT"),
        FF("ff", "FF"),
        RAM("bramKbit", "RAM, kbit"),
        DSP("dsp", "DSP");

        private final String key;
        private final String title;

        Resource(String key, String title) {
            this.key = key;
            this.title = title;
        }

        double capacity(Device device) {
            return switch (this) {
                case LUT -> device.luts().value();
                case FF -> device.ffs().value();
                case RAM -> device.bramKbit();
                case DSP -> device.dsps().value();
            };
        }
    }

    List<Report.PhaseBound> roofline(Design design) {
        List<Report.PhaseBound> bounds = new ArrayList<>();
        int index = 0;
        for (JsonNode phase : estimate.path("phases")) {
            List<Report.Loss> losses = new ArrayList<>();
            phase.path("losses")
                    .properties()
                    .forEach(loss -> losses.add(
                            new Report.Loss(loss.getKey(), loss.getValue().asDouble(0))));
            List<Report.Limit> limits = new ArrayList<>();
            phase.path("limits")
                    .properties()
                    .forEach(limit -> limits.add(
                            new Report.Limit(limit.getKey(), limit.getValue().asDouble(0))));
            Phase timed = design.phases().get(Math.min(index++, design.phases().size() - 1));
            bounds.add(new Report.PhaseBound(
                    phase.path("name").asString(""),
                    ScheduleFacts.kind(timed),
                    phase.path("cycles").asLong(0),
                    phase.path("rooflineCycles").asDouble(0),
                    phase.path("bound").asString(""),
                    limits,
                    losses));
        }
        return bounds;
    }

    List<Report.UnitUse> units() {
        double kbitPerBlock = kbitPerBlock();
        List<Report.UnitUse> units = new ArrayList<>();
        for (JsonNode unit : estimate.path("units")) {
            units.add(new Report.UnitUse(
                    unit.path("name").asString(""),
                    unit.path("count").asInt(0),
                    unit.path("lut").asLong(0),
                    unit.path("ff").asLong(0),
                    unit.path("bramBlocks").asLong(0) * kbitPerBlock,
                    unit.path("dsp").asLong(0)));
        }
        return units;
    }

    String unitSource() {
        return estimate.path("areaSource").asString("");
    }

    List<Report.ShapeChoice> shapes() {
        List<Report.ShapeChoice> shapes = new ArrayList<>();
        if (search.path("chosen").isMissingNode()) {
            return shapes;
        }
        shapes.add(shape(search.path("chosen"), true));
        search.path("rejected").forEach(candidate -> shapes.add(shape(candidate, false)));
        return shapes;
    }

    private Report.ShapeChoice shape(JsonNode candidate, boolean chosen) {
        return new Report.ShapeChoice(
                candidate.path("engines").asInt(0),
                candidate.path("ports").asInt(0),
                candidate.path("lanes").asInt(0),
                candidate.path("planes").asInt(1),
                candidate.path("slots").asInt(0),
                candidate.path("requantGroups").asInt(0),
                candidate.path("cycles").asLong(0),
                candidate.path("exact").asBoolean(false),
                candidate.path("latencyMicros").asDouble(0),
                candidate.path("lut").asLong(0),
                candidate.path("ff").asLong(0),
                candidate.path("bramBlocks").asLong(0),
                candidate.path("dsp").asLong(0),
                chosen,
                candidate.path("verdict").asString(""),
                chosen ? List.of() : over(candidate));
    }

    private List<Report.Excess> over(JsonNode candidate) {
        double kbitPerBlock = kbitPerBlock();
        List<Report.Excess> over = new ArrayList<>();
        for (Resource resource : Resource.values()) {
            double needed = resource == Resource.RAM
                    ? candidate.path("bramBlocks").asLong(0) * kbitPerBlock
                    : candidate.path(resource.key).asDouble(0);
            double usable = estimate.path("usable").path(resource.key).asDouble(0);
            if (needed > usable) {
                over.add(new Report.Excess(resource.title.split(",")[0], needed, usable));
            }
        }
        return over;
    }

    private double kbitPerBlock() {
        long blocks = estimate.path("bramBlocks").asLong(0);
        return blocks == 0 ? 0 : estimate.path("bramKbit").asDouble(0) / blocks;
    }

    static List<Report.OrderChoice> orders(QuantizedModel model, List<OrderDecision> decisions) {
        List<Report.OrderChoice> orders = new ArrayList<>();
        for (OrderDecision decision : decisions) {
            boolean combineFirst = decision.chosen() == OrderDecision.Order.COMBINE_FIRST;
            orders.add(new Report.OrderChoice(
                    model.layers().get(decision.layer()).name(),
                    decision.chosen().formula(),
                    combineFirst ? decision.cyclesChosen() : decision.cyclesRejected(),
                    combineFirst ? decision.cyclesRejected() : decision.cyclesChosen(),
                    decision.reason()));
        }
        return orders;
    }
}
