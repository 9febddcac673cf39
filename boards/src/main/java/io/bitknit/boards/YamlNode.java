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
         * This file's mapping with another one's differences. The sections of a file (capacity, pins, usable) merge
         * key by key, an empty value removes the key, anything else replaces: a fact or a pin is replaced as a whole,
         * so that it never mixes one file's number with another one's source.
         */
        Mapping overriddenBy(Mapping differences) {
            Map<String, YamlNode> merged = new LinkedHashMap<>(entries);
            differences.entries().forEach((key, value) -> {
                if (value instanceof Mapping own && merged.get(key) instanceof Mapping inherited) {
                    Map<String, YamlNode> section = new LinkedHashMap<>(inherited.entries());
                    own.entries().forEach((name, entry) -> put(section, name, entry));
                    merged.put(key, new Mapping(own.file(), own.line(), section));
                } else {
                    put(merged, key, value);
                }
            });
            return new Mapping(differences.file(), differences.line(), merged);
        }

        private static void put(Map<String, YamlNode> entries, String key, YamlNode value) {
            if (value instanceof Empty && entries.containsKey(key)) {
                entries.remove(key);
            } else {
                entries.put(key, value);
            }
        }
    }
}
