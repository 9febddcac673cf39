// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.estimate;

import io.bitknit.model.format.JsonText;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An estimate as the text of {@code estimate.json}. */
public final class EstimateJson {
    private EstimateJson() {}

    public static String text(Estimate e) {
        return JsonText.pretty(json(e));
    }

    static ObjectNode json(Estimate e) {
        ObjectNode out = JsonText.object()
                .put("board", e.board())
                .put("cycles", e.cycles())
                .put("clockMhz", e.clockMhz())
                .put("clockSource", e.clockSource())
                .put("clockCovers", e.clockCovers())
                .put("latencyMicros", rounded(e.latencyMicros()))
                .put("lut", e.lut())
                .put("ff", e.ff())
                .put("bramBlocks", e.bramBlocks())
                .put("bramKbit", e.bramKbit())
                .put("dsp", e.dsp())
                .put("rooflineCycles", e.rooflineCycles())
                .put("rooflineFraction", rounded(e.rooflineFraction()));
        out.putObject("usable")
                .put("lut", e.budget().lutUsable())
                .put("ff", e.budget().ffUsable())
                .put("bramBlocks", e.budget().bramBlocksUsable())
                .put("bramKbit", e.budget().bramKbitUsable())
                .put("dsp", e.budget().dspUsable());
        ArrayNode phases = out.putArray("phases");
        for (PhaseEstimate p : e.phases()) {
            ObjectNode phase = phases.addObject()
                    .put("name", p.name())
                    .put("cycles", p.cycles())
                    .put("rooflineCycles", p.rooflineCycles())
                    .put("rooflineFraction", rounded(p.rooflineFraction()))
                    .put("bound", p.bound())
                    .put("comment", p.comment());
            ObjectNode limits = phase.putObject("limits");
            p.limits().forEach(l -> limits.put(l.name(), rounded(l.cycles())));
            ObjectNode losses = phase.putObject("losses");
            p.losses().forEach(l -> losses.put(l.cause(), rounded(l.cycles())));
        }
        out.put("areaSource", e.area().source());
        ArrayNode units = out.putArray("units");
        for (Area.Unit u : e.area().units()) {
            units.addObject()
                    .put("name", u.name())
                    .put("count", u.count())
                    .put("lut", u.luts())
                    .put("ff", u.ffs())
                    .put("bramBlocks", u.bramBlocks())
                    .put("dsp", u.dsps());
        }
        return out;
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
