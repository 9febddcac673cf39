// SPDX-License-Identifier: Apache-2.0
// Host of a simulated accelerator: sends input.bin, answers to answer.txt, bank writes to events.txt, measurements to
// summary.txt. Both streams stall at random. Arguments: seed, percent of stalled cycles, limit of clock cycles,
// position of the run command in the input, position of its answer, bytes of the whole answer, repetitions of the run
// command, record events (0 or 1), first and last cycle of the waveform.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "Vbitknit_top.h"
#include "verilated.h"
#ifdef BENCH_WAVE
#include "verilated_vcd_c.h"
#endif

namespace {

template <class T>
inline uint64_t field(const T& value, int low, int width) {
    const uint64_t shifted = static_cast<uint64_t>(value) >> low;
    return width >= 64 ? shifted : shifted & ((uint64_t{1} << width) - 1);
}

template <std::size_t N>
inline uint64_t field(const VlWide<N>& value, int low, int width) {
    uint64_t result = 0;
    for (int i = 0; i < width; ++i) {
        const uint64_t bit = value[(low + i) / 32] >> ((low + i) % 32) & 1;
        result |= bit << i;
    }
    return result;
}

template <class T>
inline bool any(const T& value) {
    return value != 0;
}

template <std::size_t N>
inline bool any(const VlWide<N>& value) {
    for (std::size_t i = 0; i < N; ++i) {
        if (value[i]) return true;
    }
    return false;
}

struct Event {
    uint32_t cycle, writer, local, bank, address;
    uint64_t word;
};

struct Random {
    uint64_t state;
    uint32_t next() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return static_cast<uint32_t>(state >> 32);
    }
};

double seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 11) return 2;
    const long seed = std::atol(argv[1]);
    const unsigned stall = static_cast<unsigned>(std::atol(argv[2]));
    const long limit = std::atol(argv[3]);
    const size_t run_byte = static_cast<size_t>(std::atol(argv[4]));
    const size_t run_answer = static_cast<size_t>(std::atol(argv[5]));
    const size_t answer_bytes = static_cast<size_t>(std::atol(argv[6]));
    const long repeats = std::atol(argv[7]);
    const bool record = std::atol(argv[8]) != 0;
    const long wave_from = std::atol(argv[9]);
    const long wave_to = std::atol(argv[10]);

    std::vector<uint8_t> input;
    if (FILE* file = std::fopen("input.bin", "rb")) {
        uint8_t block[65536];
        size_t got;
        while ((got = std::fread(block, 1, sizeof block, file)) > 0) input.insert(input.end(), block, block + got);
        std::fclose(file);
    } else {
        return 2;
    }

    VerilatedContext context;
    context.randReset(2);
    context.randSeed(static_cast<int>(seed % 2000000000) + 1);
#ifdef BENCH_WAVE
    context.traceEverOn(true);
#endif
    Vbitknit_top top{&context};
#ifdef BENCH_WAVE
    VerilatedVcdC wave;
    top.trace(&wave, 99);
    wave.open("wave.vcd");
#endif
    Random random{static_cast<uint64_t>(seed) * 0x9E3779B97F4A7C15u + 0x1234567};

    std::vector<Event> events;
    std::vector<uint8_t> answer;
    size_t sent = 0;
    long clock = 0;
    long cycles = 0;
    double run_start = 0;
    double run_seconds = 0;
    bool pending = false;
    const double start = seconds();

    top.rst = 1;
    top.in_valid = 0;
    top.out_ready = 0;
    for (; clock < 4; ++clock) {
        top.in_data = random.next() & 0xFF;
        top.clk = 0;
        top.eval();
        top.clk = 1;
        top.eval();
        context.timeInc(10);
    }
    top.rst = 0;
    while (answer.size() < answer_bytes && clock < limit) {
        if (!pending) {
            top.in_valid = sent < input.size() && (stall == 0 || random.next() % 100 >= stall);
            top.in_data = top.in_valid ? input[sent] : random.next() & 0xFF;
        }
        top.out_ready = stall == 0 || random.next() % 100 >= stall;
        top.clk = 0;
        top.eval();
        const bool accepted = top.in_valid && top.in_ready;
        pending = top.in_valid && !accepted;
        if (accepted) {
            if (sent == run_byte) run_start = seconds();
            ++sent;
        }
        if (top.out_valid && top.out_ready) {
            if (answer.size() == run_answer) run_seconds = seconds() - run_start;
            answer.push_back(top.out_data);
        }
        if (top.trace_running) cycles = top.trace_cycle;
        if (record && any(top.trace_valid)) {
            for (int w = 0; w < BENCH_WRITERS; ++w) {
                if (field(top.trace_valid, w, 1)) {
                    events.push_back({top.trace_cycle, static_cast<uint32_t>(w),
                                      static_cast<uint32_t>(field(top.trace_local, w, 1)),
                                      static_cast<uint32_t>(field(top.trace_bank, w * 8, 8)),
                                      static_cast<uint32_t>(field(top.trace_address, w * BENCH_ADDRESS_BITS, BENCH_ADDRESS_BITS)),
                                      field(top.trace_data, w * BENCH_LANES, BENCH_LANES)});
                }
            }
        }
#ifdef BENCH_WAVE
        const bool dump = top.trace_running && top.trace_cycle >= wave_from && top.trace_cycle <= wave_to;
        if (dump) wave.dump(context.time() + 5);
#endif
        top.clk = 1;
        top.eval();
        context.timeInc(10);
#ifdef BENCH_WAVE
        if (dump) wave.dump(context.time());
#endif
        ++clock;
    }
    const double session_seconds = seconds() - start;

    // The same run again and again, nothing recorded: the speed of the simulation alone.
    const double repeat_start = seconds();
    long repeated = 0;
    top.out_ready = 1;
    for (; repeated < repeats && answer.size() == answer_bytes; ++repeated) {
        top.in_data = 'G';
        top.in_valid = 1;
        for (long step = 0; step < limit; ++step) {
            top.clk = 0;
            top.eval();
            const bool accepted = top.in_valid && top.in_ready;
            const bool finished = top.out_valid;
            top.clk = 1;
            top.eval();
            if (accepted) top.in_valid = 0;
            if (finished) break;
        }
    }
    const double repeat_seconds = seconds() - repeat_start;
    top.final();
#ifdef BENCH_WAVE
    wave.close();
#else
    (void)wave_from;
    (void)wave_to;
#endif

    FILE* file = std::fopen("events.txt", "w");
    if (!file) return 2;
    for (const Event& e : events) {
        std::fprintf(file, "%u %u %u %u %u %u %llx\n", e.cycle, e.writer / BENCH_SLOTS, e.writer % BENCH_SLOTS, e.local,
                     e.bank, e.address, static_cast<unsigned long long>(e.word));
    }
    std::fclose(file);
    file = std::fopen("answer.txt", "w");
    if (!file) return 2;
    for (uint8_t byte : answer) std::fprintf(file, "%02x\n", byte);
    std::fclose(file);
    file = std::fopen("summary.txt", "w");
    if (!file) return 2;
    std::fprintf(file, "cycles %ld\nclocks %ld\nsent %zu\nsession_seconds %.9f\nrun_seconds %.9f\n", cycles, clock, sent,
                 session_seconds, run_seconds);
    std::fprintf(file, "repeats %ld\nrepeat_seconds %.9f\n", repeated, repeat_seconds);
    std::fclose(file);
    return 0;
}
