// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.graph;

import io.bitknit.model.diag.Diagnostic;
import java.util.Locale;

/** Everything that can be wrong with a graph or its text form. */
public enum GraphFinding {
    SYNTAX("G-001", "%s, expected %s"),
    HEADER_MISSING("G-002", "the first line is not 'graph' and a name in quotes"),
    CONSTANT_UNKNOWN("G-003", "the text has only the digest of '@%s', and the array is not given beside it"),
    CONSTANT_DIFFERS("G-004", "the text says %s with digest %s, the array beside it is %s with digest %s"),
    CONSTANT_TWICE("G-005", "the array '@%s' is there twice"),
    CONSTANT_SIZE("G-006", "the line says %s, its numbers are %s"),
    OPERATION_UNKNOWN(
            "G-007",
            "unknown operation '%s'; known: sparse-input, constant, matmul, gather-sum, requantize," + " score"),

    NAME("G-010", "'%s' is not a name; use lower-case letters, digits, '_', '-' and dots"),
    NAME_TWICE("G-011", "two operations are named '%s'"),
    OPERAND_UNKNOWN("G-012", "operand '%s' is not made by an operation before it"),
    OPERAND_KIND("G-013", "operand '%s' is %s, expected %s"),
    ARRAY_MISSING("G-014", "the array '@%s' is missing or not %s"),
    SCORE_COUNT("G-015", "the graph has %d scores and ends with '%s', expected one, at the end"),

    ROWS("G-020", "%s has %d rows, %s has %d"),
    FEATURES("G-021", "%s has %d features, %s has %d"),
    SIZE("G-022", "the array '@%s' has %d elements, the result takes %d"),
    SUMMARY("G-023", "the rows of the result have %s, its type says %s"),
    ELEMENT("G-024", "element %d of '@%s' is %d, expected %d to %d"),
    ROW_STARTS("G-025", "the row starts of '@%s' do not ascend from 0 to its number of elements"),
    SHIFT("G-026", "the shift is %d, expected 1 to 20"),
    TYPE_RANGE(
            "G-027",
            "the type '%s' has a width outside 1 to 8 or an exponent outside 0 to 7, or ends before it starts"),
    WIDTH("G-030", "the sums reach %d to %d, the type holds %d to %d"),
    FORM("G-031", "the result is '%s', expected %s");

    private final String code;
    private final String shape;

    GraphFinding(String code, String shape) {
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

    Diagnostic found(String place, Object... values) {
        return new Diagnostic(code, place, String.format(Locale.ROOT, shape, values));
    }
}
