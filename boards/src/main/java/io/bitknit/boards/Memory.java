// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

/**
 * RAM beside the device, on the board or in its package.
 *
 * @param name for example {@code sdram}
 * @param kibibytes size in units of 1,024 bytes
 */
public record Memory(String name, Fact kibibytes) {}
