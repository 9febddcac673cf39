// SPDX-License-Identifier: Apache-2.0
/**
 * A design's memory contents as bytes, and the conversation with the host link that loads them, runs and reads back.
 *
 * <p>Read {@link io.bitknit.compiler.program.HostScript} first. Formats: {@code doc/DESIGN.md}, sections "Runs and
 * program words", "Configuration of a phase" and "Host link". Imports only: {@code hdl-templates},
 * {@code compiler.design}.
 */
package io.bitknit.compiler.program;
