// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

/**
 * RAM of a device besides its block RAM, for example the single-port RAM of an UP5K. Not part of a {@link Budget}.
 *
 * @param name the vendor's name, for example {@code SPRAM}
 * @param blocks number of blocks
 * @param blockKbit size of a block in Kbit (1,024 bits)
 */
public record OnChipRam(String name, Fact blocks, int blockKbit) {}
