/* SPDX-License-Identifier: Apache-2.0 */
/* Self-test: load, run twice, compare scores and cycles with those of the compiler's reference. */
#include "bitknit.h"
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static int failed(void) {
    fprintf(stderr, "error: %s\n", bitknit_error());
    return 1;
}

int main(int count, char **arguments) {
    struct bitknit *b;
    int32_t *scores;
    uint32_t *counters, words[16];
    int run, i, values;
    if (count != 3) {
        fprintf(stderr, "usage: %s SESSION TARGET; target is serial:DEVICE or sim:COMMAND\n", arguments[0]);
        return 1;
    }
    signal(SIGPIPE, SIG_IGN);
    b = bitknit_open(arguments[1], arguments[2]);
    if (!b) return failed();
    values = bitknit_nodes(b) * bitknit_classes(b);
    scores = malloc((size_t) values * sizeof *scores);
    counters = malloc((size_t) (1 + 3 * bitknit_engines(b)) * sizeof *counters);
    if (!scores || !counters) return 1;
    if (!bitknit_identify(b, words))
        printf("bitstream of version %" PRIu32 ".%" PRIu32 ".%" PRIu32 ", model %08" PRIx32 "..., clock %" PRIu32
               " Hz\n",
               words[2] >> 24, words[2] >> 16 & 0xFF, words[2] & 0xFFFF, words[8], words[4]);
    if (bitknit_load(b)) return failed();
    for (run = 0; run < 2; run++) {
        if (bitknit_run(b) || bitknit_scores(b, scores) || bitknit_counters(b, counters)) return failed();
        for (i = 0; i < values; i++)
            if (scores[i] != bitknit_expected(b)[i]) {
                fprintf(stderr, "FAIL: node %d, class %d: score %" PRId32 ", the reference says %" PRId32 "\n",
                        i / bitknit_classes(b), i % bitknit_classes(b), scores[i], bitknit_expected(b)[i]);
                return 1;
            }
        if (counters[0] != bitknit_predicted_cycles(b)) {
            fprintf(stderr, "FAIL: %" PRIu32 " cycles, predicted %" PRIu32 "\n", counters[0],
                    bitknit_predicted_cycles(b));
            return 1;
        }
    }
    printf("PASS: %d scores of %d nodes are those of the reference, %" PRIu32 " cycles as predicted\n", values,
           bitknit_nodes(b), counters[0]);
    bitknit_close(b);
    free(scores);
    free(counters);
    return 0;
}
