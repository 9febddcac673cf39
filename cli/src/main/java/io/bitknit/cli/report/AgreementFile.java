// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import io.bitknit.model.diag.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the result of {@code verify} for the report. */
public final class AgreementFile {
    private static final long MOST_BYTES = 1 << 20;

    private AgreementFile() {}

    /**
     * @param digest of the design that the report is about
     * @throws UserException U-005 if the file is no result of {@code verify}, U-006 if it is that of another design
     */
    public static Report.Agreement read(Path file, String digest) {
        JsonNode root = parse(file);
        if (!"bitknit-verify".equals(root.path("format").asString(""))) {
            throw new UserException(
                    "U-005",
                    file.toString(),
                    "not a result of verify; make it with 'bitknit verify DESIGN --json FILE'");
        }
        String other = root.path("design").asString("");
        if (!other.equals(digest)) {
            throw new UserException(
                    "U-006",
                    file.toString(),
                    "the result is that of design " + shortened(other) + ", the report is about design "
                            + shortened(digest) + "; verify this design");
        }
        List<Report.EngineResult> engines = new ArrayList<>();
        for (Map.Entry<String, JsonNode> engine : root.path("engines").properties()) {
            JsonNode facts = engine.getValue();
            engines.add(new Report.EngineResult(
                    engine.getKey(),
                    number(facts.path("cycles")),
                    number(facts.path("events")),
                    facts.path("buildSeconds").asDouble(0),
                    facts.path("simSeconds").asDouble(0)));
        }
        JsonNode difference = root.path("firstDifference");
        return new Report.Agreement(
                root.path("equal").asBoolean(false),
                root.path("seeds").asInt(0),
                root.path("predictedCycles").asLong(0),
                engines,
                difference.isObject() ? words(difference) : null);
    }

    private static JsonNode parse(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new UserException("U-005", file.toString(), "too large for a result of verify");
            }
            return JsonMapper.shared().readTree(Files.readAllBytes(file));
        } catch (JacksonException e) {
            throw new UserException("U-005", file.toString(), "not valid JSON; make it again with 'bitknit verify'");
        } catch (IOException e) {
            throw new UserException("U-005", file.toString(), "the file does not exist or cannot be read");
        }
    }

    private static @Nullable Long number(JsonNode node) {
        return node.isIntegralNumber() ? node.asLong() : null;
    }

    private static String words(JsonNode difference) {
        List<String> words = new ArrayList<>();
        difference
                .properties()
                .forEach(entry ->
                        words.add(entry.getKey() + " " + entry.getValue().asString("")));
        return String.join(", ", words);
    }

    private static String shortened(String digest) {
        return "'" + (digest.length() > 12 ? digest.substring(0, 12) : digest) + "'";
    }
}
