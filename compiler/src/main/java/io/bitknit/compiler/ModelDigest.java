// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler;

import io.bitknit.model.QuantizedLayer;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.QuantizedTensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of everything in a quantized model that a design depends on, and of the options. */
final class ModelDigest {
    private final MessageDigest digest;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);

    private ModelDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String of(QuantizedModel model, String options) {
        ModelDigest d = new ModelDigest();
        d.text(model.name());
        d.text(options);
        d.ints(model.requantShift(), model.input().features(), model.input().bits());
        d.ints(model.input().rowStart());
        d.ints(model.input().column());
        d.bytes(model.input().code());
        d.ints(model.adjacency().rowStart());
        d.ints(model.adjacency().source());
        for (QuantizedLayer layer : model.layers()) {
            d.ints(
                    layer.weights().inputs(),
                    layer.weights().outputs(),
                    layer.weights().bits());
            d.bytes(layer.weights().q());
            d.tensor(layer.combined());
            d.tensor(layer.aggregated());
        }
        d.flush();
        return HexFormat.of().formatHex(d.digest.digest());
    }

    private void tensor(QuantizedTensor t) {
        ints(t.nodes(), t.features(), t.signed() ? 1 : 0);
        bytes(t.bits());
        bytes(t.exponents());
        ints(t.multipliers());
        for (long b : t.bias()) {
            ints((int) (b >> 32), (int) b);
        }
    }

    private void text(String text) {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(byte[] values) {
        ints(values.length);
        flush();
        digest.update(values);
    }

    private void ints(int... values) {
        for (int v : values) {
            if (buffer.remaining() < 4) {
                flush();
            }
            buffer.putInt(v);
        }
    }

    private void flush() {
        digest.update(buffer.array(), 0, buffer.position());
        buffer.clear();
    }
}
