// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.compiler.estimate.Estimate;
import io.bitknit.compiler.estimate.EstimateJson;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An estimate as people read it; works on {@code estimate.json}, which a design carries with it. */
final class EstimateText {
    private EstimateText() {}

    static JsonNode of(Estimate estimate) {
        return JsonMapper.shared().readTree(EstimateJson.text(estimate));
    }

    private static String latency(double micros, double clockMhz) {
        return Text.decimal(micros, 2) + " us at " + Text.decimal(clockMhz, 0) + " MHz";
    }

    /** With what to think of the clock where nobody has placed and routed so much. */
    static String latency(JsonNode estimate) {
        return latency(
                        estimate.path("latencyMicros").asDouble(0),
                        estimate.path("clockMhz").asDouble(0))
                + (covers(estimate) ? "" : ", a clock that was shown by smaller accelerators");
    }

    private static boolean covers(JsonNode estimate) {
        return estimate.path("clockCovers").asBoolean(true);
    }

    /** Used and usable resources, on one line. */
    static String use(JsonNode estimate) {
        JsonNode usable = estimate.path("usable");
        List<String> parts = new ArrayList<>();
        String[][] resources = {{"lut", "LUT"}, {"ff", "FF"}, {"bramKbit", "RAM kbit"}, {"dsp", "DSP"}};
        boolean fits = true;
        for (String[] resource : resources) {
            long used = estimate.path(resource[0]).asLong(0);
            long limit = usable.path(resource[0]).asLong(0);
            fits &= used <= limit;
            parts.add(Text.count(used) + " of " + Text.count(limit) + " usable " + resource[1]);
        }
        return Text.shown(estimate.path("board").asString(""))
                + (fits ? ", fits: " : ", does not fit: ")
                + String.join(", ", parts);
    }

    static void print(JsonNode estimate, Console console) {
        console.fact(
                "cycles",
                Text.count(estimate.path("cycles").asLong(0)) + ", "
                        + Text.percent(estimate.path("rooflineFraction").asDouble(0)) + " of the roofline");
        console.fact(
                "latency",
                latency(
                        estimate.path("latencyMicros").asDouble(0),
                        estimate.path("clockMhz").asDouble(0)));
        console.fact(
                "clock shown by",
                Text.shown(estimate.path("clockSource").asString(""))
                        + (covers(estimate) ? "" : "; this accelerator is larger than that"));
        console.fact("board", use(estimate));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("phase", "cycles", "roofline", "reached", "bound", "largest loss"));
        for (JsonNode phase : estimate.path("phases")) {
            rows.add(List.of(
                    Text.shown(phase.path("name").asString("")),
                    Text.count(phase.path("cycles").asLong(0)),
                    Text.count(phase.path("rooflineCycles").asLong(0)),
                    Text.percent(phase.path("rooflineFraction").asDouble(0)),
                    Text.shown(phase.path("bound").asString("")),
                    largestLoss(phase)));
        }
        console.table(rows);
    }

    private static String largestLoss(JsonNode phase) {
        return phase.path("losses").properties().stream()
                .findFirst()
                .map(loss -> Text.shown(loss.getKey()) + " ("
                        + Text.decimal(loss.getValue().asDouble(0), 0) + ")")
                .orElse("-");
    }
}
