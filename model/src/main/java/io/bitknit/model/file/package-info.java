// SPDX-License-Identifier: Apache-2.0
/**
 * Our own model folders: {@code model.json} beside {@code tensors.safetensors}, as {@code doc/MODEL_FORMAT.md} says.
 *
 * <p>Read {@link io.bitknit.model.file.QuantizedModelFile} first. Imports only: {@code diag}, {@code format} and the
 * values of {@code io.bitknit.model}.
 */
package io.bitknit.model.file;
