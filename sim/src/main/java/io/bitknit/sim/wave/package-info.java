// SPDX-License-Identifier: Apache-2.0
/**
 * Waveforms as value change dumps. Read {@link io.bitknit.sim.wave.VcdWriter} first. Imports nothing of ours.
 */
package io.bitknit.sim.wave;
