// SPDX-License-Identifier: Apache-2.0
/**
 * Graphs and trained models as others hold them, read into our values.
 *
 * <p>Read {@link io.bitknit.model.read.GraphReader} and {@link io.bitknit.model.read.PygImporter} first. Imports only:
 * {@code diag}, {@code format} and the values of {@code io.bitknit.model}.
 */
package io.bitknit.model.read;
