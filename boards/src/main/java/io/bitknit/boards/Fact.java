// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

/**
 * A number about a device with where it comes from.
 *
 * @param value the number, 0 or more
 * @param source document or database that states it; for an unverified fact the one to check
 * @param verified false if the number was recalled and not yet compared with its source
 */
public record Fact(long value, String source, boolean verified) {}
