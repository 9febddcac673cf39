// SPDX-License-Identifier: Apache-2.0
/**
 * File formats as such, without a meaning: safetensors, NumPy arrays, JSON, compressed text. Every size that a file
 * states is checked before memory is reserved for it.
 *
 * <p>Read {@link io.bitknit.model.format.SafetensorsFile} first. Imports only: {@code diag}.
 */
package io.bitknit.model.format;
