// SPDX-License-Identifier: Apache-2.0
/**
 * Devices and boards as data: what a chip holds, what a board connects, and the clock that engines have reached.
 *
 * <p>Read {@link io.bitknit.boards.Boards} first, then {@link io.bitknit.boards.Board}. The files are under
 * {@code src/main/resources/io/bitknit/boards}; {@code doc/BOARDS.md} shows how to add one. Imports nothing of ours.
 */
package io.bitknit.boards;
