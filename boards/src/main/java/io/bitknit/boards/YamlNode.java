// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of a YAML file that remembers where it stands. */
sealed interface YamlNode {
    /** Name of the file. */
    String file();

    /** Line in the file, from 1. */
    int line();

    /** What to call it in a message. */
    String kind();

    /** Number, word or text; the text is as written, without quotes. */
    record Scalar(String file, int line, String text) implements YamlNode {
        @Override
        public String kind() {
            return "'" + text + "'";
        }
    }

    /** A key without a value: in a file that extends another it removes the inherited key. */
    record Empty(String file, int line) implements YamlNode {
        @Override
        public String kind() {
            return "nothing";
        }
    }

    /** Items in order. */
    record Sequence(String file, int line, List<YamlNode> items) implements YamlNode {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Entries in the order of the file; each key once. */
    record Mapping(String file, int line, Map<String, YamlNode> entries) implements YamlNode {
        @Override
        public String kind() {
            return "a mapping";
        }

        /**
         * This mapping with another one's differences: mappings merge key by key, an empty value removes the key,
         * anything else replaces.
         */
        Mapping overriddenBy(Mapping differences) {
            Map<String, YamlNode> merged = new LinkedHashMap<>(entries);
            differences.entries().forEach((key, value) -> {
                YamlNode inherited = merged.get(key);
                if (value instanceof Empty && inherited != null) {
                    merged.remove(key);
                } else if (value instanceof Mapping child && inherited instanceof Mapping parent) {
                    merged.put(key, parent.overriddenBy(child));
                } else {
                    merged.put(key, value);
                }
            });
            return new Mapping(differences.file(), differences.line(), merged);
        }
    }
}
