// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as all commands write it: members in the order of the record, two spaces, line feeds on every system. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .defaultPrettyPrinter(new DefaultPrettyPrinter()
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n")))
            .build();

    private Json() {}

    /** @param content a record or a map with a fixed order */
    public static byte[] bytes(Object content) {
        String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(content);
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
