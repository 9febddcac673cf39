// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.format;

import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One object of a JSON document together with its place, so that every wrong value is reported where it stands.
 * Duplicate keys and text after the document are refused. Every getter throws {@link UserException} M-012 for a missing
 * key, M-013 for another type and M-014 for a value outside its range.
 */
public final class JsonSection {
    private static final JsonMapper MAPPER = mapper(Limits.JSON_TOKENS);
    private static final JsonMapper LIST_MAPPER = mapper(Limits.JSON_LIST_TOKENS);

    private static JsonMapper mapper(int maxTokens) {
        return JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(64)
                                .maxTokenCount(maxTokens)
                                .maxNumberLength(100)
                                .maxStringLength(1 << 20)
                                .maxNameLength(10_000)
                                .build())
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    private final String file;
    private final String pointer;
    private final JsonNode node;

    private JsonSection(String file, String pointer, JsonNode node) {
        this.file = file;
        this.pointer = pointer;
        this.node = node;
    }

    public static JsonSection read(SourceFolder folder, String name) {
        return parse(folder.place(name), folder.bytes(name, Limits.JSON_BYTES));
    }

    /** @throws UserException M-010 if it is not JSON, M-013 if it is not an object */
    public static JsonSection parse(String file, byte[] utf8) {
        return parse(file, utf8, MAPPER);
    }

    /** The same for a document with long lists. */
    public static JsonSection parseLists(String file, byte[] utf8) {
        return parse(file, utf8, LIST_MAPPER);
    }

    private static JsonSection parse(String file, byte[] utf8, JsonMapper mapper) {
        JsonNode root;
        try {
            root = mapper.readTree(utf8);
        } catch (JacksonException e) {
            throw ModelError.JSON_MALFORMED.at(file, reason(e));
        }
        if (!root.isObject()) {
            throw ModelError.JSON_WRONG_TYPE.at(file, kind(root), "an object");
        }
        return new JsonSection(file, "", root);
    }

    /** The parser's own words, without those that speak of its settings. */
    private static String reason(JacksonException e) {
        String text = e.getOriginalMessage().replaceAll(", from `[^`]*`", "").replaceAll(" \\(start marker.*", "");
        if (e instanceof UnexpectedEndOfInputException) {
            text = "it ends too early";
        } else if (text.startsWith("Trailing token")) {
            text = "something follows the end of the document";
        }
        TokenStreamLocation location = e.getLocation();
        return location == null || location.getLineNr() < 1
                ? text
                : text + ", at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** File and pointer of this object. */
    public String place() {
        return pointer.isEmpty() ? file : file + " " + pointer;
    }

    /** File and pointer of a key of this object. */
    public String place(String key) {
        return file + " " + pointer + "/" + key;
    }

    /** Keys in the order of the file. */
    public List<String> keys() {
        return List.copyOf(node.propertyNames());
    }

    /** Whether the key is there with a value other than null. */
    public boolean has(String key) {
        return node.has(key) && !node.get(key).isNull();
    }

    public void onlyKeys(String... known) {
        onlyKeys(Arrays.asList(known));
    }

    /** @throws UserException M-011 that lists every unknown key */
    public void onlyKeys(Collection<String> known) {
        List<io.bitknit.model.diag.Diagnostic> unknown = new ArrayList<>();
        for (String key : node.propertyNames()) {
            if (!known.contains(key)) {
                unknown.add(ModelError.JSON_UNKNOWN_KEY.found(place(), key, String.join(", ", known)));
            }
        }
        if (!unknown.isEmpty()) {
            throw new UserException(unknown);
        }
    }

    JsonNode node(String key) {
        JsonNode value = node.get(key);
        if (value == null) {
            throw ModelError.JSON_MISSING_KEY.at(place(), key);
        }
        return value;
    }

    List<JsonNode> nodes(String key) {
        JsonNode value = expect(key, node(key).isArray(), "a list");
        List<JsonNode> items = new ArrayList<>(value.size());
        value.forEach(items::add);
        return items;
    }

    public String string(String key) {
        return expect(key, node(key).isString(), "text").stringValue();
    }

    public boolean bool(String key) {
        return expect(key, node(key).isBoolean(), "true or false").booleanValue();
    }

    /** A finite number of at least {@code low} and at most {@code high}. @param expected the range in words */
    public double number(String key, double low, double high, String expected) {
        double value = expect(key, node(key).isNumber(), "a number").doubleValue();
        if (!(value >= low && value <= high)) {
            throw ModelError.JSON_OUT_OF_RANGE.at(place(key), node(key).toString(), expected);
        }
        return value;
    }

    public int integer(String key, int low, int high) {
        return (int) integer(place(key), node(key), low, high);
    }

    public long integer(String key, int index, long low, long high) {
        return integer(place(key) + "/" + index, nodes(key).get(index), low, high);
    }

    /** A list of integers, each within {@code low .. high}. */
    public int[] integers(String key, int low, int high) {
        JsonNode list = expect(key, node(key).isArray(), "a list of integers");
        int[] values = new int[list.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode item = list.get(i);
            // The place is text, made only when it is needed: lists of a million ids are common.
            if (!item.isInt() || item.intValue() < low || item.intValue() > high) {
                values[i] = (int) integer(place(key) + "/" + i, item, low, high);
            } else {
                values[i] = item.intValue();
            }
        }
        return values;
    }

    public JsonSection section(String key) {
        return new JsonSection(file, pointer + "/" + key, expect(key, node(key).isObject(), "an object"));
    }

    public List<JsonSection> sections(String key) {
        List<JsonSection> sections = new ArrayList<>();
        for (JsonNode item : nodes(key)) {
            String at = pointer + "/" + key + "/" + sections.size();
            if (!item.isObject()) {
                throw ModelError.JSON_WRONG_TYPE.at(file + " " + at, kind(item), "an object");
            }
            sections.add(new JsonSection(file, at, item));
        }
        return sections;
    }

    /** An object of texts, in the order of the file. */
    public Map<String, String> texts(String key) {
        JsonSection section = section(key);
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : section.keys()) {
            texts.put(name, section.string(name));
        }
        return texts;
    }

    /** The value as it stands in the file, for messages and for provenance; text without its quotes. */
    public String shown(String key) {
        JsonNode value = node(key);
        return value.isString() ? value.stringValue() : value.toString();
    }

    private static long integer(String place, JsonNode value, long low, long high) {
        String range = low + " to " + (high == Long.MAX_VALUE ? "2^63 - 1" : Long.toString(high));
        if (!value.isIntegralNumber()) {
            throw ModelError.JSON_WRONG_TYPE.at(place, kind(value), "an integer, " + range);
        }
        if (!value.canConvertToLong() || value.longValue() < low || value.longValue() > high) {
            throw ModelError.JSON_OUT_OF_RANGE.at(place, value.toString(), range);
        }
        return value.longValue();
    }

    private JsonNode expect(String key, boolean good, String expected) {
        if (!good) {
            throw ModelError.JSON_WRONG_TYPE.at(place(key), kind(node(key)), expected);
        }
        return node(key);
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> "text";
            case NUMBER -> "the number " + value;
            case BOOLEAN -> value.toString();
            case NULL -> "null";
            default -> "nothing";
        };
    }
}
