// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.project;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;

/** Files of this package's resources: as they are, or with names filled in. An unknown name fails. */
final class TextTemplate {
    private TextTemplate() {}

    static String render(String file, Map<String, Object> names) {
        VelocityEngine engine = new VelocityEngine();
        engine.setProperty("runtime.strict_mode.enable", true);
        engine.setProperty("velocimacro.arguments.strict", true);
        engine.setProperty("parser.space_gobbling", "lines");
        engine.init();
        VelocityContext context = new VelocityContext();
        names.forEach(context::put);
        StringWriter text = new StringWriter();
        engine.evaluate(context, text, file, resource(file));
        return text.toString();
    }

    static String resource(String file) {
        try (InputStream in = TextTemplate.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read resource " + file, e);
        }
    }
}
