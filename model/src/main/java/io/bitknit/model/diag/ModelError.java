// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.diag;

import java.util.Locale;

/**
 * Every error of this module: stable code and message shape, with cause and remedy in {@code doc/errors.md}.
 *
 * <p>Numbers: 00x files, 01x JSON, 02x safetensors, 03x graph folders, 04x text tables, 05x NumPy, 06x graphs of any
 * form, 07x PyTorch Geometric, 08x our own model folders, 09x Planetoid.
 */
public enum ModelError {
    FILE_MISSING("M-001", "the file or folder does not exist; check the path"),
    FILE_UNREADABLE("M-002", "the file cannot be read: %s"),
    FILE_TOO_LARGE("M-003", "the file has %d bytes, the limit is %d bytes"),
    EXPANDS_TOO_FAR(
            "M-004", "the compressed data expands to more than %d bytes, the most that its declared counts need"),
    COMPRESSION_DAMAGED("M-005", "the compressed data is damaged or cut off: %s"),
    LEAVES_FOLDER("M-006", "'%s' leads out of the folder; put the file itself into the folder"),
    NOT_WRITTEN("M-007", "the folder cannot be written: %s"),
    NOT_OURS(
            "M-008",
            "the path exists and is not a model folder ('%s' is in the way); choose another name or remove it"),

    JSON_MALFORMED("M-010", "not valid JSON: %s"),
    JSON_UNKNOWN_KEY("M-011", "unknown key '%s'; known keys: %s"),
    JSON_MISSING_KEY("M-012", "the key '%s' is missing"),
    JSON_WRONG_TYPE("M-013", "the value is %s, expected %s"),
    JSON_OUT_OF_RANGE("M-014", "the value is %s, expected %s"),

    TENSORS_CUT_OFF("M-020", "the file has %d bytes, a safetensors file has at least 8"),
    TENSORS_HEADER_LENGTH("M-021", "the header says it is %s bytes long, %d bytes follow and the limit is %d bytes"),
    TENSOR_TYPE_UNKNOWN("M-022", "unknown dtype '%s'; known: F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL"),
    TENSOR_SHAPE("M-023", "the shape %s is not a list of at most %d sizes of 0 or more whose product is at most %d"),
    TENSOR_RANGE("M-024", "data_offsets are %d to %d, the data has %d bytes"),
    TENSOR_SIZE("M-025", "data_offsets span %d bytes, %s with shape %s takes %d bytes"),
    TENSOR_OVERLAP("M-026", "the data starts at byte %d, inside tensor '%s' that ends at byte %d"),
    TENSOR_GAP(
            "M-027",
            "the data starts at byte %d, the tensor before it ends at byte %d; no tensor owns the bytes between"),
    TENSORS_TRAILING("M-028", "the last tensor ends at byte %d of the data, the data has %d bytes"),
    NOT_FINITE("M-029", "element %s is %s; every number must be finite"),
    TENSOR_KIND("M-030", "the tensor is %s, expected %s"),
    TENSOR_VALUE("M-031", "element %s is %d, expected %d to %d"),

    TASK_UNSUPPORTED("M-035", "the task is '%s', expected '%s'"),
    COUNT_DIFFERS("M-036", "the file has %d %s, meta.json says %d"),
    DIGEST_DIFFERS("M-037", "the file's SHA-256 is %s, meta.json says %s; restore the file or remove its entry"),
    SPLIT_MISSING("M-038", "split %d does not exist, the file has %d splits, counted from 0"),
    GRAPHS_NOT_CONTIGUOUS(
            "M-034",
            "node %d is of graph %d, the node before it of graph %d; the nodes of a graph are contiguous and every graph has one"),
    EDGE_BETWEEN_GRAPHS("M-033", "an edge leads from node %d of graph %d to node %d of graph %d"),
    NODE_LABELS_MISSING("M-032", "the graphs have no node labels; choose other features: %s"),
    NOT_UNDIRECTED("M-039", "node %d lists %d; an undirected edge is stored once, on the line of its smaller node"),

    TEXT_UNEXPECTED("M-040", "%s, expected %s"),
    ID_OUT_OF_RANGE("M-041", "%s is %s, expected %d to %d"),
    NOT_ASCENDING("M-042", "%d follows %d; ids ascend and none is repeated"),
    MATRIX_HEADER(
            "M-043",
            "the first line is '%s', expected '%%%%MatrixMarket matrix coordinate pattern|integer|real general'"),
    MATRIX_ORDER("M-044", "entry (%d, %d) follows (%d, %d); entries ascend by row, then column, and none is repeated"),
    NUMBER_NOT_FINITE("M-045", "the value is '%s'; every number must be finite"),

    NPY_HEADER("M-050", "not a NumPy array: %s"),
    NPY_TYPE("M-051", "arrays of type '%s' are not supported; save booleans, integers or floats"),
    NPY_SIZE("M-052", "shape %s of type '%s' takes %d bytes, %s follow the header"),
    NPZ_KEY_UNKNOWN("M-053", "unknown array '%s'; known arrays: %s"),
    NPZ_KEY_MISSING("M-054", "the array '%s' is missing"),
    NPZ_DUPLICATE("M-055", "the array '%s' is there twice"),
    NPZ_DAMAGED("M-056", "not a readable zip file: %s"),
    ARRAY_SHAPE("M-057", "the array has shape %s, expected %s"),
    ARRAY_KIND("M-058", "the array holds %s, expected %s"),
    NPY_TOO_LARGE("M-059", "shape %s of type '%s' takes more than the limit of %d bytes"),

    GRAPH_UNRECOGNISED("M-060", "not a graph: %s; see doc/MODEL_FORMAT.md for the forms that are read"),
    GRAPH_TOO_LARGE("M-061", "the graph has %d %s, the limit is %d"),
    SPLIT_OVERLAP(
            "M-062", "node %d is in both '%s' and '%s'; accuracy would be measured on nodes that choices looked at"),
    SPLIT_REPEATED("M-063", "node %d is twice in '%s'"),
    SPLIT_UNLABELLED("M-064", "node %d is in '%s' and has no label"),
    GRAPH_EMPTY("M-065", "the graph has no %s"),

    PYG_UNSUPPORTED("M-070", "%s; nearest supported form: %s"),
    PYG_LAYERS("M-071", "%s"),
    PYG_SHAPE("M-072", "the tensor has shape %s, expected %s"),
    PYG_CHAIN("M-073", "%s has %d %s, %s has %d"),
    PYG_CONFIG("M-074", "config.json says shape %s for tensor '%s', the file says %s"),

    FORMAT_WRONG("M-080", "the format is '%s', expected '%s'"),
    VERSION_WRONG("M-081", "the version is %d, this program reads version %d"),
    TENSOR_UNKNOWN("M-082", "unknown tensor '%s'; no key of model.json owns it"),
    TENSOR_MISSING("M-083", "the tensor '%s' is missing"),
    MODEL_INVALID("M-084", "%s"),
    NO_HARDWARE(
            "M-085",
            "the model is a network of kind '%s', for which there is no accelerator yet; 'quantize' and 'train' run it in the integer reference"),

    PICKLE_REFUSED(
            "M-090", "the pickle asks for '%s'; only plain NumPy and SciPy arrays, lists and dictionaries are read"),
    PICKLE_DAMAGED("M-091", "the pickle is damaged at byte %d: %s"),
    PLANETOID_PARTS("M-092", "%s");

    private static final int LONGEST_TEXT = 400;
    private final String code;
    private final String shape;

    ModelError(String code, String shape) {
        this.code = code;
        this.shape = shape;
    }

    public String code() {
        return code;
    }

    /** Message with format specifiers in the places of the values. */
    public String shape() {
        return shape;
    }

    /** The finding at a place; text from the input is cut at 400 characters. */
    public Diagnostic found(String place, Object... values) {
        Object[] shown = values.clone();
        for (int i = 0; i < shown.length; i++) {
            if (shown[i] instanceof String text) {
                shown[i] = shortened(text);
            }
        }
        return new Diagnostic(code, shortened(place), String.format(Locale.ROOT, shape, shown));
    }

    public UserException at(String place, Object... values) {
        return new UserException(java.util.List.of(found(place, values)));
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 3) + "...";
    }
}
