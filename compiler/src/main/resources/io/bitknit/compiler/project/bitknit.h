/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Host driver of a bitknit accelerator, C99. The calls are the same for a board and for its simulation:
 *
 *     struct bitknit *b = bitknit_open("host/session.txt", "serial:/dev/ttyUSB1");
 *     if (!b || bitknit_load(b) || bitknit_run(b) || bitknit_scores(b, scores)) puts(bitknit_error());
 *     bitknit_close(b);
 *
 * Targets: "serial:DEVICE", a board with a serial link; "sim:COMMAND", a simulation that 'make sim' built.
 * Calls that return int return 0, or -1 after a failure; bitknit_error() says which.
 */
#ifndef BITKNIT_H
#define BITKNIT_H
#include <stdint.h>

struct bitknit;

/* Reads the session and the image beside its folder, reaches the target and resets it. */
struct bitknit *bitknit_open(const char *session, const char *target);

/* Nodes and classes of the model, engines of the accelerator, cycles of a run as the compiler predicted them. */
int bitknit_nodes(const struct bitknit *b);
int bitknit_classes(const struct bitknit *b);
int bitknit_engines(const struct bitknit *b);
uint32_t bitknit_predicted_cycles(const struct bitknit *b);

/* The sixteen words of doc/REGISTERS.md; fails on a plain stream, which has none. */
int bitknit_identify(struct bitknit *b, uint32_t words[16]);

/* Fails if the bitstream is not the one of this session; then sends the image. Once is enough for any number of runs. */
int bitknit_load(struct bitknit *b);

/*
 * Runs and waits for the end. A run spoils the rows of the first tensor, whose place later ones take: every run but the
 * first sends them again.
 */
int bitknit_run(struct bitknit *b);

/* Scores of the last run, nodes times classes, row by row. */
int bitknit_scores(struct bitknit *b, int32_t *scores);

/* Counters of the last run: all cycles; then running, waiting and idle cycles of each engine: 1 + 3 * engines words. */
int bitknit_counters(struct bitknit *b, uint32_t *counters);

/* Scores that the reference computed, as bitknit_scores gives them. */
const int32_t *bitknit_expected(const struct bitknit *b);

/* What the last failure was. */
const char *bitknit_error(void);

void bitknit_close(struct bitknit *b);
#endif
