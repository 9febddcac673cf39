// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.format;

import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON as we write it: keys in the order given, two spaces, line feeds, shortest decimals on every Java version. */
public final class JsonText {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    // The JDK's own conversion gives other digits before version 19 than after it.
                    .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                    .build())
            .build();
    private static final DefaultPrettyPrinter PRINTER = new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));

    private JsonText() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The document with a line feed at its end. */
    public static String pretty(ObjectNode root) {
        return MAPPER.writer().with(PRINTER).writeValueAsString(root) + "\n";
    }

    /** The text as a JSON string, with its quotes. */
    public static String quoted(String text) {
        return MAPPER.writeValueAsString(text);
    }
}
