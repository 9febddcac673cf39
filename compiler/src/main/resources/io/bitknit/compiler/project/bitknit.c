/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#define _DEFAULT_SOURCE
#include "bitknit.h"
#include "bitknit_registers.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { FRAME_BYTES = 255, MOST_TRIES = 5, QUIET_MS = 100 };
enum { SYNC_REQUEST = 0xB5, SYNC_REPLY = 0x5B };

struct read_command { int engine; uint32_t address; uint32_t words; };
struct score_class { int bits; int factor; int offset; int exponent; };

struct bitknit {
    /* session */
    char link[16];
    long baud;
    double clock_hz;
    uint32_t shape_digest;
    uint32_t model_digest[8];
    uint8_t *image;
    long image_bytes;
    long rows_at; /* part of the image that a run spoils */
    long rows_bytes;
    int spoilt;
    int engines;
    uint32_t cycles;
    int word_bytes;
    int nodes;
    int classes;
    int reads;
    struct read_command *read;
    int score_classes;
    struct score_class score_class[8];
    uint32_t *bit_byte; /* [class][feature][plane] */
    uint8_t *bit_index;
    uint8_t *row_class;
    uint32_t *row_byte;
    int32_t *expected;
    /* target */
    int simulated;
    int to;
    int from;
    pid_t process;
    FILE *lines;
    uint8_t number;
};

static char message[512] = "no failure";

const char *bitknit_error(void) { return message; }

static int fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return -1;
}

/* ---- session */

static void *zeros(size_t count, size_t size) {
    void *memory = calloc(count ? count : 1, size);
    if (!memory) {
        fputs("bitknit: out of memory\n", stderr);
        abort();
    }
    return memory;
}

static int parse_session(struct bitknit *b, FILE *in, const char *name) {
    char word[32];
    char digest[65];
    int rows = 0, expected_rows = 0, version = 0, ended = 0, i;
    if (fscanf(in, "bitknit-session %d", &version) != 1 || version != 1)
        return fail("%s: not a session of version 1", name);
    while (!ended && fscanf(in, "%31s", word) == 1) {
        int ok = 1;
        if (!strcmp(word, "link")) ok = fscanf(in, "%15s", b->link) == 1;
        else if (!strcmp(word, "baud")) ok = fscanf(in, "%ld", &b->baud) == 1;
        else if (!strcmp(word, "clock_hz")) ok = fscanf(in, "%lf", &b->clock_hz) == 1;
        else if (!strcmp(word, "shape_digest")) ok = fscanf(in, "%8x", &b->shape_digest) == 1;
        else if (!strcmp(word, "model_digest")) {
            ok = fscanf(in, "%64s", digest) == 1 && strlen(digest) == 64;
            for (i = 0; ok && i < 8; i++) ok = sscanf(digest + 8 * i, "%8x", &b->model_digest[i]) == 1;
        } else if (!strcmp(word, "image")) ok = fscanf(in, "%ld", &b->image_bytes) == 1 && b->image_bytes > 0;
        else if (!strcmp(word, "rows"))
            ok = fscanf(in, "%ld %ld", &b->rows_at, &b->rows_bytes) == 2 && b->rows_at >= 0 && b->rows_bytes >= 0
                && b->rows_at <= b->image_bytes && b->rows_bytes <= b->image_bytes - b->rows_at;
        else if (!strcmp(word, "engines")) ok = fscanf(in, "%d", &b->engines) == 1;
        else if (!strcmp(word, "cycles")) ok = fscanf(in, "%u", &b->cycles) == 1;
        else if (!strcmp(word, "word_bytes")) ok = fscanf(in, "%d", &b->word_bytes) == 1 && b->word_bytes > 0;
        else if (!strcmp(word, "scores")) {
            ok = fscanf(in, "%d %d", &b->nodes, &b->classes) == 2 && b->nodes > 0 && b->classes > 0;
            if (ok) {
                b->row_class = zeros((size_t) b->nodes, 1);
                b->row_byte = zeros((size_t) b->nodes, sizeof *b->row_byte);
                b->expected = zeros((size_t) b->nodes * (size_t) b->classes, sizeof *b->expected);
                b->bit_byte = zeros((size_t) 64 * (size_t) b->classes, sizeof *b->bit_byte);
                b->bit_index = zeros((size_t) 64 * (size_t) b->classes, 1);
            }
        } else if (!strcmp(word, "read")) {
            struct read_command r;
            ok = fscanf(in, "%d %u %u", &r.engine, &r.address, &r.words) == 3;
            b->read = realloc(b->read, (size_t) (b->reads + 1) * sizeof r);
            if (!b->read) abort();
            b->read[b->reads++] = r;
        } else if (!strcmp(word, "class")) {
            struct score_class *c = &b->score_class[b->score_classes & 7];
            ok = b->score_classes < 8
                && fscanf(in, "%d %d %d %d", &c->bits, &c->factor, &c->offset, &c->exponent) == 4;
            b->score_classes++;
        } else if (!strcmp(word, "bit")) {
            unsigned c, f, plane, byte, bit;
            ok = fscanf(in, "%u %u %u %u %u", &c, &f, &plane, &byte, &bit) == 5 && b->bit_byte && c < 8 && plane < 8
                && f < (unsigned) b->classes && bit < 8;
            if (ok) {
                b->bit_byte[(c * (unsigned) b->classes + f) * 8 + plane] = byte;
                b->bit_index[(c * (unsigned) b->classes + f) * 8 + plane] = (uint8_t) bit;
            }
        } else if (!strcmp(word, "row")) {
            unsigned c, byte;
            ok = fscanf(in, "%u %u", &c, &byte) == 2 && rows < b->nodes && c < 8;
            if (ok) {
                b->row_class[rows] = (uint8_t) c;
                b->row_byte[rows++] = byte;
            }
        } else if (!strcmp(word, "expected")) {
            ok = expected_rows < b->nodes;
            for (i = 0; ok && i < b->classes; i++)
                ok = fscanf(in, "%d", &b->expected[expected_rows * b->classes + i]) == 1;
            expected_rows++;
        } else if (!strcmp(word, "end")) ended = 1;
        else ok = 0;
        if (!ok) return fail("%s: cannot be read at '%s'", name, word);
    }
    if (!ended || rows != b->nodes || expected_rows != b->nodes) return fail("%s: cut off", name);
    return 0;
}

static int read_files(struct bitknit *b, const char *session) {
    char name[1024];
    const char *slash = strrchr(session, '/');
    size_t folder = slash ? (size_t) (slash - session) + 1 : 0;
    FILE *in = fopen(session, "r");
    int result;
    if (!in) return fail("%s: %s", session, strerror(errno));
    result = parse_session(b, in, session);
    fclose(in);
    if (result) return result;
    if (folder + sizeof "../host.bin" > sizeof name) return fail("%s: the path is too long", session);
    memcpy(name, session, folder);
    strcpy(name + folder, "../host.bin");
    in = fopen(name, "rb");
    if (!in) return fail("%s: %s", name, strerror(errno));
    b->image = zeros((size_t) b->image_bytes, 1);
    result = fread(b->image, 1, (size_t) b->image_bytes, in) == (size_t) b->image_bytes ? 0 : fail("%s: cut off", name);
    fclose(in);
    return result;
}

/* ---- bytes of the line */

static int put_all(int fd, const uint8_t *bytes, size_t count) {
    while (count) {
        ssize_t done = write(fd, bytes, count);
        if (done < 0 && errno != EINTR) return fail("writing to the target: %s", strerror(errno));
        if (done > 0) {
            bytes += done;
            count -= (size_t) done;
        }
    }
    return 0;
}

/* A line of the simulation: a letter, a count and as many bytes, hexadecimal. */
static int simulated_bytes(struct bitknit *b, uint8_t *bytes, size_t most) {
    unsigned count, byte;
    size_t i;
    if (fscanf(b->lines, " R %x", &count) != 1 || count > most) return fail("the simulation ended");
    for (i = 0; i < count; i++) {
        if (fscanf(b->lines, "%x", &byte) != 1) return fail("the simulation ended");
        bytes[i] = (uint8_t) byte;
    }
    return (int) count;
}

static int send_bytes(struct bitknit *b, const uint8_t *bytes, size_t count) {
    while (b->simulated && count) {
        size_t part = count < 4096 ? count : 4096;
        uint8_t head[3];
        head[0] = 'W';
        head[1] = (uint8_t) (part >> 8);
        head[2] = (uint8_t) part;
        if (put_all(b->to, head, 3) || put_all(b->to, bytes, part)) return -1;
        bytes += part;
        count -= part;
    }
    return count ? put_all(b->to, bytes, count) : 0;
}

/* Up to count bytes; fewer if none comes for so long. Returns how many, or -1. */
static int receive_bytes(struct bitknit *b, uint8_t *bytes, size_t count, long wait_ms) {
    size_t have = 0;
    if (b->simulated) {
        uint8_t command[7];
        command[0] = 'R';
        command[1] = (uint8_t) (count >> 8);
        command[2] = (uint8_t) count;
        command[3] = (uint8_t) (wait_ms >> 24);
        command[4] = (uint8_t) (wait_ms >> 16);
        command[5] = (uint8_t) (wait_ms >> 8);
        command[6] = (uint8_t) wait_ms;
        return put_all(b->to, command, 7) ? -1 : simulated_bytes(b, bytes, count);
    }
    while (have < count) {
        struct pollfd ready;
        int state;
        ready.fd = b->from;
        ready.events = POLLIN;
        state = poll(&ready, 1, (int) wait_ms);
        if (state == 0) break;
        if (state < 0 && errno != EINTR) return fail("waiting for the target: %s", strerror(errno));
        if (state > 0) {
            ssize_t done = read(b->from, bytes + have, count - have);
            if (done < 0 && errno != EINTR && errno != EAGAIN) return fail("reading: %s", strerror(errno));
            if (done == 0) return fail("the target has gone");
            if (done > 0) have += (size_t) done;
        }
    }
    return (int) have;
}

/* ---- frames, doc/STREAMS.md */

static uint32_t crc_of(const uint8_t *bytes, size_t count) {
    uint32_t crc = 0xFFFFFFFFu;
    size_t i;
    int bit;
    for (i = 0; i < count; i++) {
        crc ^= bytes[i];
        for (bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
    }
    return ~crc;
}

/* One request and its reply, again if either was damaged: the device does not execute a number twice. */
static int frame_exchange(struct bitknit *b, char kind, const uint8_t *payload, size_t length, uint8_t *answer,
                          size_t wanted, long wait_ms) {
    uint8_t frame[FRAME_BYTES + 9], reply[FRAME_BYTES + 8] = {0};
    uint32_t crc;
    int i, attempt;
    uint8_t number = ++b->number;
    frame[0] = SYNC_REQUEST;
    frame[1] = (uint8_t) kind;
    frame[2] = number;
    frame[3] = (uint8_t) wanted;
    frame[4] = (uint8_t) length;
    if (length) memcpy(frame + 5, payload, length);
    crc = crc_of(frame + 1, length + 4);
    for (i = 0; i < 4; i++) frame[5 + length + (size_t) i] = (uint8_t) (crc >> (8 * i));
    for (attempt = 0; attempt < MOST_TRIES; attempt++) {
        int have;
        size_t expect = (kind == 'E' ? wanted : kind == 'I' ? 64 : 0) + 8;
        if (send_bytes(b, frame, length + 9)) return -1;
        have = receive_bytes(b, reply, expect, wait_ms);
        if (have < 0) return -1;
        if ((size_t) have == expect && reply[0] == SYNC_REPLY && reply[1] == kind && reply[2] == number
            && reply[3] == expect - 8) {
            crc = crc_of(reply + 1, expect - 5);
            for (i = 0; i < 4 && reply[expect - 4 + (size_t) i] == (uint8_t) (crc >> (8 * i)); i++) {}
            if (i == 4) {
                memcpy(answer, reply + 4, expect - 8);
                return 0;
            }
        }
        /* whatever is still on its way belongs to nothing */
        while (receive_bytes(b, reply, sizeof reply, QUIET_MS) > 0) {}
    }
    return fail("no good reply after %d tries; check device, speed (%ld baud) and bitstream", MOST_TRIES, b->baud);
}

/* ---- the same for every link */

static int is(const struct bitknit *b, const char *link) { return !strcmp(b->link, link); }

static int set_register(struct bitknit *b, uint32_t offset, uint32_t value) {
    uint8_t command[7], response;
    int i;
    command[0] = 'w';
    command[1] = (uint8_t) (offset >> 8);
    command[2] = (uint8_t) offset;
    for (i = 0; i < 4; i++) command[3 + i] = (uint8_t) (value >> (24 - 8 * i));
    if (put_all(b->to, command, 7) || simulated_bytes(b, &response, 1) != 1) return -1;
    return response == 0 ? 0 : fail("the register 0x%02x refused", offset);
}

static int get_register(struct bitknit *b, uint32_t offset, uint32_t *value) {
    uint8_t command[3], response[5];
    command[0] = 'r';
    command[1] = (uint8_t) (offset >> 8);
    command[2] = (uint8_t) offset;
    if (put_all(b->to, command, 3) || simulated_bytes(b, response, 5) != 5) return -1;
    *value = (uint32_t) response[1] << 24 | (uint32_t) response[2] << 16 | (uint32_t) response[3] << 8 | response[4];
    return response[0] == 0 ? 0 : fail("the register 0x%02x refused", offset);
}

/* Commands to the accelerator, answer back: at most FRAME_BYTES each. */
static int exchange(struct bitknit *b, const uint8_t *payload, size_t length, uint8_t *answer, size_t wanted) {
    /* the longest run, the bytes on the line, and what an adapter may wait */
    long wait_ms = 200 + (long) (2000.0 * b->cycles / b->clock_hz)
        + (b->baud ? (long) (20000.0 * (double) (length + wanted + 20) / (double) b->baud) : 0);
    int have;
    if (is(b, "uart")) return frame_exchange(b, 'E', payload, length, answer, wanted, wait_ms);
    if (is(b, "axi") && wanted && set_register(b, BITKNIT_PACKET_BYTES, (uint32_t) wanted)) return -1;
    if (send_bytes(b, payload, length)) return -1;
    if (!wanted) return 0;
    have = receive_bytes(b, answer, wanted, wait_ms);
    if (have < 0) return -1;
    return (size_t) have == wanted ? 0 : fail("%d bytes were answered, expected %d", have, (int) wanted);
}

static int reset(struct bitknit *b) {
    uint8_t none[1] = {0};
    if (is(b, "uart")) return frame_exchange(b, 'X', none, 0, none, 0, 200);
    if (is(b, "axi")) return set_register(b, BITKNIT_CONTROL, 1) || set_register(b, BITKNIT_CONTROL, 0) ? -1 : 0;
    return 0;
}

int bitknit_identify(struct bitknit *b, uint32_t words[16]) {
    uint8_t bytes[FRAME_BYTES] = {0};
    int i;
    if (is(b, "axi")) {
        for (i = 0; i < 16; i++)
            if (get_register(b, (uint32_t) (4 * i), &words[i])) return -1;
        return 0;
    }
    if (!is(b, "uart")) return fail("a plain stream has no registers");
    if (frame_exchange(b, 'I', bytes, 0, bytes, 0, 200)) return -1;
    for (i = 0; i < 16; i++)
        words[i] = (uint32_t) bytes[4 * i] << 24 | (uint32_t) bytes[4 * i + 1] << 16
            | (uint32_t) bytes[4 * i + 2] << 8 | bytes[4 * i + 3];
    return 0;
}

/* The bitstream must be of the model and the size that the session was made for. */
static int check_identity(struct bitknit *b) {
    uint8_t digest[4];
    uint32_t words[16];
    uint32_t shape;
    int i;
    if (exchange(b, (const uint8_t *) "I", 1, digest, 4)) return -1;
    shape = (uint32_t) digest[0] << 24 | (uint32_t) digest[1] << 16 | (uint32_t) digest[2] << 8 | digest[3];
    if (shape != b->shape_digest)
        return fail("the bitstream has the shape %08x, the session %08x", shape, b->shape_digest);
    if (is(b, "stream")) return 0;
    if (bitknit_identify(b, words)) return -1;
    if (words[0] != BITKNIT_MAGIC_VALUE || words[1] != BITKNIT_FORMAT_VALUE)
        return fail("this is no bitstream of ours, or of another version: %08x %u", words[0], words[1]);
    for (i = 0; i < 8; i++)
        if (words[BITKNIT_MODEL_DIGEST / 4 + i] != b->model_digest[i])
            return fail("the bitstream was made for another model; its digest begins with %08x", words[8]);
    return 0;
}

static int send_image(struct bitknit *b, long at, long end) {
    for (; at < end; at += FRAME_BYTES) {
        long part = end - at < FRAME_BYTES ? end - at : FRAME_BYTES;
        uint8_t none[1];
        if (exchange(b, b->image + at, (size_t) part, none, 0)) return -1;
    }
    return 0;
}

int bitknit_load(struct bitknit *b) {
    if (check_identity(b) || send_image(b, 0, b->image_bytes)) return -1;
    b->spoilt = 0;
    return 0;
}

int bitknit_run(struct bitknit *b) {
    uint8_t done;
    if (b->spoilt && send_image(b, b->rows_at, b->rows_at + b->rows_bytes)) return -1;
    b->spoilt = 1;
    if (exchange(b, (const uint8_t *) "G", 1, &done, 1)) return -1;
    return done == 'D' ? 0 : fail("the run ended with byte %d", done);
}

/* Words of a memory, in pieces that an exchange can hold. */
static int read_words(struct bitknit *b, int memory, int engine, uint32_t address, uint32_t words, int word_bytes,
                      uint8_t *out) {
    while (words) {
        uint32_t part = words * (uint32_t) word_bytes <= FRAME_BYTES ? words : (uint32_t) (FRAME_BYTES / word_bytes);
        uint8_t command[11];
        int i;
        command[0] = 'R';
        command[1] = (uint8_t) memory;
        command[2] = (uint8_t) engine;
        for (i = 0; i < 4; i++) {
            command[3 + i] = (uint8_t) (address >> (24 - 8 * i));
            command[7 + i] = (uint8_t) (part >> (24 - 8 * i));
        }
        if (exchange(b, command, sizeof command, out, part * (size_t) word_bytes)) return -1;
        out += part * (uint32_t) word_bytes;
        address += part;
        words -= part;
    }
    return 0;
}

int bitknit_scores(struct bitknit *b, int32_t *scores) {
    size_t bytes = 0, at = 0;
    uint8_t *answer;
    int i, v, f, plane, result = 0;
    for (i = 0; i < b->reads; i++) bytes += (size_t) b->read[i].words * (size_t) b->word_bytes;
    answer = zeros(bytes, 1);
    for (i = 0; i < b->reads && !result; i++) {
        result = read_words(b, 2, b->read[i].engine, b->read[i].address, b->read[i].words, b->word_bytes, answer + at);
        at += (size_t) b->read[i].words * (size_t) b->word_bytes;
    }
    for (v = 0; v < b->nodes && !result; v++) {
        const struct score_class *c = &b->score_class[b->row_class[v]];
        for (f = 0; f < b->classes && !result; f++) {
            int32_t code = 0;
            for (plane = 0; plane < c->bits; plane++) {
                size_t entry = ((size_t) b->row_class[v] * (size_t) b->classes + (size_t) f) * 8 + (size_t) plane;
                size_t byte = (size_t) b->row_byte[v] + b->bit_byte[entry];
                if (byte >= bytes) {
                    result = fail("the session names byte %lu of %lu", (unsigned long) byte, (unsigned long) bytes);
                    break;
                }
                code |= (int32_t) (answer[byte] >> b->bit_index[entry] & 1) << plane;
            }
            scores[v * b->classes + f] = (code * c->factor + c->offset) * (1 << c->exponent);
        }
    }
    free(answer);
    return result;
}

int bitknit_counters(struct bitknit *b, uint32_t *counters) {
    int words = 1 + 3 * b->engines, i;
    uint8_t *bytes = zeros((size_t) words, 4);
    int result = read_words(b, 8, 0, 0, (uint32_t) words, 4, bytes);
    for (i = 0; i < words && !result; i++)
        counters[i] = (uint32_t) bytes[4 * i] << 24 | (uint32_t) bytes[4 * i + 1] << 16
            | (uint32_t) bytes[4 * i + 2] << 8 | bytes[4 * i + 3];
    free(bytes);
    return result;
}

int bitknit_nodes(const struct bitknit *b) { return b->nodes; }
int bitknit_classes(const struct bitknit *b) { return b->classes; }
int bitknit_engines(const struct bitknit *b) { return b->engines; }
uint32_t bitknit_predicted_cycles(const struct bitknit *b) { return b->cycles; }
const int32_t *bitknit_expected(const struct bitknit *b) { return b->expected; }

/* ---- targets */

static int open_simulation(struct bitknit *b, const char *command) {
    int to[2], from[2];
    if (pipe(to) || pipe(from)) return fail("pipe: %s", strerror(errno));
    b->process = fork();
    if (b->process < 0) return fail("fork: %s", strerror(errno));
    if (b->process == 0) {
        dup2(to[0], 0);
        dup2(from[1], 1);
        close(to[0]);
        close(to[1]);
        close(from[0]);
        close(from[1]);
        execl("/bin/sh", "sh", "-c", command, (char *) 0);
        _exit(127);
    }
    close(to[0]);
    close(from[1]);
    b->simulated = 1;
    b->to = to[1];
    b->lines = fdopen(from[0], "r");
    return b->lines ? 0 : fail("fdopen: %s", strerror(errno));
}

static int open_serial(struct bitknit *b, const char *device) {
    static const struct { long baud; speed_t speed; } speeds[] = {
        {9600, B9600}, {19200, B19200}, {38400, B38400}, {57600, B57600}, {115200, B115200}, {230400, B230400},
#ifdef B460800
        {460800, B460800}, {921600, B921600}, {1000000, B1000000}, {2000000, B2000000}, {3000000, B3000000},
#endif
    };
    struct termios line;
    size_t i;
    if (!is(b, "uart")) return fail("the session is not for a serial link but for '%s'", b->link);
    for (i = 0; i < sizeof speeds / sizeof speeds[0] && speeds[i].baud != b->baud; i++) {}
    if (i == sizeof speeds / sizeof speeds[0]) return fail("%ld baud: this system has no such speed", b->baud);
    b->to = b->from = open(device, O_RDWR | O_NOCTTY);
    if (b->to < 0) return fail("%s: %s", device, strerror(errno));
    if (tcgetattr(b->to, &line)) return fail("%s: no serial device: %s", device, strerror(errno));
    cfmakeraw(&line);
    line.c_cflag &= (tcflag_t) ~(CSTOPB | CRTSCTS | PARENB);
    line.c_cflag |= CLOCAL | CREAD;
    line.c_cc[VMIN] = 0;
    line.c_cc[VTIME] = 0;
    if (cfsetspeed(&line, speeds[i].speed) || tcsetattr(b->to, TCSANOW, &line) || tcflush(b->to, TCIOFLUSH))
        return fail("%s: %s", device, strerror(errno));
    return 0;
}

struct bitknit *bitknit_open(const char *session, const char *target) {
    struct bitknit *b = zeros(1, sizeof *b);
    int result;
    b->to = b->from = -1;
    result = read_files(b, session);
    if (!result && !strncmp(target, "sim:", 4)) result = open_simulation(b, target + 4);
    else if (!result && !strncmp(target, "serial:", 7)) result = open_serial(b, target + 7);
    else if (!result) result = fail("'%s' is no target; use serial:DEVICE or sim:COMMAND", target);
    if (!result) result = reset(b);
    if (!result) return b;
    bitknit_close(b);
    return 0;
}

void bitknit_close(struct bitknit *b) {
    if (!b) return;
    if (b->to >= 0) close(b->to);
    if (b->lines) fclose(b->lines);
    if (b->process > 0) waitpid(b->process, 0, 0);
    free(b->image);
    free(b->read);
    free(b->bit_byte);
    free(b->bit_index);
    free(b->row_class);
    free(b->row_byte);
    free(b->expected);
    free(b);
}
