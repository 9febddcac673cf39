// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Bytes of a board or device file to a tree with line numbers. Takes the plain part of YAML: one document of mappings,
 * lists and scalars. Anchors, aliases and tags are refused, so that a small file cannot become a large value.
 */
final class YamlReader {
    /** Largest file, in bytes; the largest of ours has some 4 thousand. */
    static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_DEPTH = 8;

    private final String file;
    private final YAMLParser parser;

    private YamlReader(String file, YAMLParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /**
     * @param file its name, for messages
     * @param bytes at most {@link #MAX_BYTES}, checked here
     * @throws BoardException B-002 or B-003
     */
    static YamlNode.Mapping read(String file, byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new BoardException("B-002", file, "the file is larger than " + MAX_BYTES + " bytes");
        }
        String text = decode(file, bytes);
        try (YAMLParser parser = (YAMLParser) new YAMLFactory().createParser(ObjectReadContext.empty(), text)) {
            return new YamlReader(file, parser).document();
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new BoardException("B-003", place(file, line), "not valid YAML: " + summary(e.getOriginalMessage()));
        } catch (YamlEngineException e) {
            throw new BoardException("B-003", file, "not valid YAML: " + summary(e.getMessage()));
        }
    }

    private YamlNode.Mapping document() {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new BoardException("B-003", file, "the file is empty");
        }
        YamlNode root = node(token, 1);
        if (parser.nextToken() != null) {
            throw new BoardException("B-003", here(), "a second document begins here; a file holds one");
        }
        if (root instanceof YamlNode.Mapping mapping) {
            return mapping;
        }
        throw new BoardException(
                "B-003", place(file, root.line()), "expected 'key: value' lines, found " + root.kind());
    }

    private YamlNode node(JsonToken token, int depth) {
        int line = line();
        if (depth > MAX_DEPTH) {
            throw new BoardException("B-003", here(), "nested deeper than " + MAX_DEPTH + " levels");
        }
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            throw new BoardException(
                    "B-003", here(), "anchors and aliases are not taken; write the value out or use 'extends'");
        }
        if (parser.getTypeId() != null) {
            throw new BoardException("B-003", here(), "tags are not taken; remove '!" + parser.getTypeId() + "'");
        }
        return switch (token) {
            case START_OBJECT -> mapping(line, depth);
            case START_ARRAY -> sequence(line, depth);
            case VALUE_NULL -> new YamlNode.Empty(file, line);
            default -> scalar(line);
        };
    }

    private YamlNode scalar(int line) {
        String text = parser.getString();
        return text.isBlank() ? new YamlNode.Empty(file, line) : new YamlNode.Scalar(file, line, text.strip());
    }

    private YamlNode.Mapping mapping(int line, int depth) {
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            int keyLine = line();
            if (entries.containsKey(key)) {
                throw new BoardException(
                        "B-003",
                        place(file, keyLine),
                        "key '" + key + "' is there twice, first in line "
                                + entries.get(key).line());
            }
            entries.put(key, node(parser.nextToken(), depth + 1));
        }
        return new YamlNode.Mapping(file, line, entries);
    }

    private YamlNode.Sequence sequence(int line, int depth) {
        List<YamlNode> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(node(token, depth + 1));
        }
        return new YamlNode.Sequence(file, line, items);
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private String here() {
        return place(file, line());
    }

    private static String place(String file, int line) {
        return line > 0 ? file + ":" + line : file;
    }

    /** What was read and what was wrong with it, without the excerpts that the parser indents below each. */
    private static String summary(@Nullable String message) {
        if (message == null) {
            return "unreadable";
        }
        List<String> parts = message.lines()
                .filter(line -> !line.isBlank() && !line.startsWith(" "))
                .limit(2)
                .toList();
        return parts.isEmpty() ? "unreadable" : String.join(", ", parts);
    }

    private static String decode(String file, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        if (result.isError()) {
            int line = 1 + (int) out.chars().filter(c -> c == '\n').count();
            throw new BoardException("B-002", place(file, line), "not UTF-8 text, at byte " + in.position());
        }
        return out.toString();
    }
}
