// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A mapping of a file being read against what is expected in it. Every key that was asked for is known; {@link #done}
 * refuses the others. All methods throw {@link BoardException} with the file, the line and the path.
 */
final class Section {
    private static final Pattern INTEGER = Pattern.compile("-?[0-9](_?[0-9]){0,17}");
    private static final int MAX_TEXT = 500;

    private final YamlNode.Mapping mapping;
    private final String path;
    private final Set<String> known = new LinkedHashSet<>();

    Section(YamlNode.Mapping mapping, String path) {
        this.mapping = mapping;
        this.path = path;
    }

    /** Whether the key is there; the key counts as known from now on. */
    boolean has(String key) {
        known.add(key);
        return mapping.entries().containsKey(key);
    }

    /** Keys in the order of the file, for a mapping whose keys are names. */
    Set<String> keys() {
        return mapping.entries().keySet();
    }

    /** Text of 1 to 500 characters on one line. */
    String text(String key) {
        return text(require(key), at(key));
    }

    Optional<String> optionalText(String key) {
        return has(key) ? Optional.of(text(key)) : Optional.empty();
    }

    /** Text that matches a pattern. */
    String text(String key, Pattern pattern, String what) {
        String text = text(key);
        if (!pattern.matcher(text).matches()) {
            throw fail("B-007", key, "expected " + what + ", found '" + text + "'");
        }
        return text;
    }

    /** An integer within bounds. */
    long integer(String key, long lowest, long highest) {
        String text = text(key);
        if (!INTEGER.matcher(text).matches()) {
            throw fail("B-006", key, "expected an integer, found '" + text + "'");
        }
        long value = Long.parseLong(text.replace("_", ""));
        if (value < lowest || value > highest) {
            throw fail("B-007", key, "expected " + lowest + " to " + highest + ", found " + value);
        }
        return value;
    }

    boolean flag(String key) {
        if (!has(key)) {
            return false;
        }
        String text = text(key);
        if (!text.equals("true") && !text.equals("false")) {
            throw fail("B-006", key, "expected true or false, found '" + text + "'");
        }
        return text.equals("true");
    }

    /** One of the constants, by its label. */
    <E> E oneOf(String key, E[] constants, Function<E, String> label) {
        String text = text(key);
        List<String> labels = new ArrayList<>();
        for (E constant : constants) {
            if (label.apply(constant).equals(text)) {
                return constant;
            }
            labels.add(label.apply(constant));
        }
        throw fail("B-007", key, "expected one of " + String.join(", ", labels) + ", found '" + text + "'");
    }

    /** A mapping below this one. */
    Section section(String key) {
        return section(require(key), at(key));
    }

    /** The mappings of a list; empty if the key is not there. */
    List<Section> sections(String key) {
        List<Section> sections = new ArrayList<>();
        List<YamlNode> items = items(key);
        for (int i = 0; i < items.size(); i++) {
            sections.add(section(items.get(i), at(key) + "/" + i));
        }
        return sections;
    }

    /** The texts of a list; empty if the key is not there. */
    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        List<YamlNode> items = items(key);
        for (int i = 0; i < items.size(); i++) {
            texts.add(text(items.get(i), at(key) + "/" + i));
        }
        return texts;
    }

    /** Refuses the keys that nothing asked for. */
    void done() {
        for (String key : mapping.entries().keySet()) {
            if (!known.contains(key)) {
                throw new BoardException(
                        "B-004",
                        place(mapping.entries().get(key), path),
                        "unknown key '" + key + "'; known here: " + String.join(", ", known));
            }
        }
    }

    /** An error about a key that is there. */
    BoardException fail(String code, String key, String message) {
        YamlNode node = mapping.entries().get(key);
        return new BoardException(code, place(node == null ? mapping : node, at(key)), message);
    }

    private List<YamlNode> items(String key) {
        if (!has(key)) {
            return List.of();
        }
        YamlNode node = require(key);
        if (node instanceof YamlNode.Sequence sequence) {
            return sequence.items();
        }
        throw wrongType(node, at(key), "a list");
    }

    private YamlNode require(String key) {
        known.add(key);
        YamlNode node = mapping.entries().get(key);
        if (node == null) {
            throw new BoardException("B-005", place(mapping, path), "key '" + key + "' is missing");
        }
        return node;
    }

    private String at(String key) {
        return path + "/" + key;
    }

    private static Section section(YamlNode node, String path) {
        if (node instanceof YamlNode.Mapping mapping) {
            return new Section(mapping, path);
        }
        throw wrongType(node, path, "a mapping");
    }

    private static String text(YamlNode node, String path) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            throw wrongType(node, path, "a text or number");
        }
        String text = scalar.text();
        if (text.length() > MAX_TEXT || text.chars().anyMatch(Character::isISOControl)) {
            throw new BoardException(
                    "B-007", place(node, path), "expected one line of at most " + MAX_TEXT + " characters");
        }
        return text;
    }

    private static BoardException wrongType(YamlNode node, String path, String expected) {
        return new BoardException("B-006", place(node, path), "expected " + expected + ", found " + node.kind());
    }

    private static String place(YamlNode node, String path) {
        return node.file() + ":" + node.line() + (path.isEmpty() ? "" : " " + path);
    }
}
