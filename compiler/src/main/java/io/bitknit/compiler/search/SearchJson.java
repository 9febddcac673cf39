// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.search;

import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.model.format.JsonText;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The chosen and the rejected sizes as the text of {@code search.json}. */
public final class SearchJson {
    private SearchJson() {}

    public static String text(ShapeSearch.Result result) {
        ObjectNode out = JsonText.object();
        candidate(out.putObject("chosen"), result.chosen());
        ArrayNode rejected = out.putArray("rejected");
        result.rejected().forEach(c -> candidate(rejected.addObject(), c));
        return JsonText.pretty(out);
    }

    private static void candidate(ObjectNode out, Candidate c) {
        ShapeChoice s = c.choice();
        out.put("engines", s.engines())
                .put("ports", s.ports())
                .put("lanes", s.lanes())
                .put("planes", s.planes())
                .put("slots", s.slots())
                .put("requantGroups", s.requantGroups())
                .put("denseUnits", s.denseUnits())
                .put("densePlanes", s.densePlanes())
                .put("multiplier", s.multiplier().name())
                .put("cycles", c.cycles())
                .put("exact", c.scheduled())
                .put("clockMhz", c.clockMhz())
                .put("latencyMicros", Math.round(c.latencyMicros() * 1e4) / 1e4)
                .put("lut", c.lut())
                .put("ff", c.ff())
                .put("bramBlocks", c.bramBlocks())
                .put("dsp", c.dsp())
                .put("verdict", c.verdict());
    }
}
