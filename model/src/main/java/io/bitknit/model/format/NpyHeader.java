// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.format;

import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What precedes the data of a NumPy array: magic, version, and a Python dictionary with three keys.
 *
 * @param descr element type as NumPy writes it, for example {@code <f4}
 * @param fortranOrder whether the first index runs fastest
 * @param shape empty for a single number
 * @param dataBytes length of the data, at most 2^62
 */
record NpyHeader(String descr, boolean fortranOrder, int[] shape, long dataBytes) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST = 1 << 16;
    private static final Pattern DICTIONARY = Pattern.compile("\\s*\\{(.*)\\}\\s*", Pattern.DOTALL);
    private static final Pattern ITEM = Pattern.compile("\\s*'(\\w{1,30})'\\s*:\\s*"
            + "('[^']{0,30}'|True|False|\\([\\d\\s,L]{0,200}\\)|\\[[^\\]]{0,200}\\])\\s*(?:,|$)");
    private static final Pattern TYPE = Pattern.compile("[<>|=]?(b1|[iu][1248]|f[248])");

    static NpyHeader read(String place, InputStream in) throws IOException {
        byte[] start = in.readNBytes(8);
        if (start.length < 8 || !Arrays.equals(start, 0, 6, MAGIC, 0, 6)) {
            throw ModelError.NPY_HEADER.at(place, "the first bytes are not those of a .npy file");
        }
        int major = start[6];
        if (major < 1 || major > 3) {
            throw ModelError.NPY_HEADER.at(place, "version " + major + " is not 1, 2 or 3");
        }
        byte[] size = in.readNBytes(major == 1 ? 2 : 4);
        long length = 0;
        for (int i = size.length - 1; i >= 0; i--) {
            length = (length << 8) | (size[i] & 0xff);
        }
        if (length > LONGEST) {
            throw ModelError.NPY_HEADER.at(place, "the header has " + length + " bytes, the limit is " + LONGEST);
        }
        byte[] text = in.readNBytes((int) length);
        if (text.length < length || length == 0) {
            throw ModelError.NPY_HEADER.at(place, "the file ends inside the header");
        }
        return parse(place, new String(text, StandardCharsets.UTF_8));
    }

    private static NpyHeader parse(String place, String text) {
        Matcher dictionary = DICTIONARY.matcher(text);
        if (!dictionary.matches()) {
            throw ModelError.NPY_HEADER.at(place, "the header is not a dictionary");
        }
        String descr = null;
        String order = null;
        String shape = null;
        Matcher item = ITEM.matcher(dictionary.group(1));
        int end = 0;
        while (item.find() && item.start() == end) {
            end = item.end();
            switch (item.group(1)) {
                case "descr" -> descr = item.group(2);
                case "fortran_order" -> order = item.group(2);
                case "shape" -> shape = item.group(2);
                default ->
                    throw ModelError.NPY_HEADER.at(place, "the header has an unknown key '" + item.group(1) + "'");
            }
        }
        if (!dictionary.group(1).substring(end).isBlank() || descr == null || order == null || shape == null) {
            throw ModelError.NPY_HEADER.at(place, "the header lacks descr, fortran_order or shape");
        }
        String type = descr.substring(1, descr.length() - 1);
        if (descr.startsWith("[")) {
            throw ModelError.NPY_TYPE.at(place, type);
        }
        if (!order.equals("True") && !order.equals("False")) {
            throw ModelError.NPY_HEADER.at(place, "fortran_order is neither True nor False");
        }
        return of(place, type, order.equals("True"), sizes(place, shape));
    }

    /** @throws UserException M-051 for a type that is not supported, M-059 for too many bytes */
    static NpyHeader of(String place, String type, boolean fortranOrder, int[] sizes) {
        if (!TYPE.matcher(type).matches()) {
            throw ModelError.NPY_TYPE.at(place, type);
        }
        long bytes = Character.digit(type.charAt(type.length() - 1), 10);
        for (int s : sizes) {
            // Zero sizes do not shorten the product of the others, so that it bounds every index.
            bytes = bytes > Limits.FILE_BYTES ? bytes : bytes * Math.max(1, s);
        }
        if (bytes > Limits.FILE_BYTES) {
            throw ModelError.NPY_TOO_LARGE.at(place, Arrays.toString(sizes), type, (long) Limits.FILE_BYTES);
        }
        boolean empty = Arrays.stream(sizes).anyMatch(s -> s == 0);
        return new NpyHeader(type, fortranOrder, sizes, empty ? 0 : bytes);
    }

    private static int[] sizes(String place, String shape) {
        String inner =
                shape.startsWith("(") ? shape.substring(1, shape.length() - 1).strip() : "?";
        if (inner.isEmpty()) {
            return new int[0];
        }
        // Python writes a list of one with a comma, and Python 2 wrote long integers with an L.
        String[] parts = inner.split(",");
        int[] sizes = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i].strip();
            if (!part.matches("\\d{1,10}L?") || parts.length > Limits.RANK) {
                throw ModelError.NPY_HEADER.at(place, "the shape '" + shape + "' is not a list of sizes");
            }
            long size = Long.parseLong(part.replace("L", ""));
            if (size > Limits.FILE_BYTES) {
                throw ModelError.NPY_HEADER.at(place, "the shape '" + shape + "' is too large");
            }
            sizes[i] = (int) size;
        }
        return sizes;
    }

    /** {@code b}, {@code i}, {@code u} or {@code f}. */
    char kind() {
        return descr.charAt(descr.length() - 2);
    }

    int elementBytes() {
        return descr.charAt(descr.length() - 1) - '0';
    }

    ByteOrder order() {
        return descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    String shapeText() {
        return Arrays.toString(shape);
    }
}
