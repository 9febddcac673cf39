// SPDX-License-Identifier: Apache-2.0
// Host of a simulated accelerator: sends input.bin, answers to answer.txt, bank writes to events.txt, measurements to
// summary.txt. Both streams stall at random. Every register and memory starts unknown; an unknown that reaches a stream
// or a bank write appears in the files as x, which no reader accepts.
module bitknit_bench;
    parameter WRITERS = 1;
    parameter SLOTS = 1;
    parameter LANES = 1;
    parameter ADDRESS_BITS = 1;

    reg clk;
    reg rst;
    reg in_valid;
    wire in_ready;
    reg [7:0] in_data;
    wire out_valid;
    reg out_ready;
    wire [7:0] out_data;
    wire [WRITERS-1:0] trace_valid;
    wire [WRITERS-1:0] trace_local;
    wire [WRITERS*8-1:0] trace_bank;
    wire [WRITERS*ADDRESS_BITS-1:0] trace_address;
    wire [WRITERS*LANES-1:0] trace_data;
    wire trace_running;
    wire [31:0] trace_cycle;

    bitknit_top top (
        .clk(clk), .rst(rst),
        .in_valid(in_valid), .in_ready(in_ready), .in_data(in_data),
        .out_valid(out_valid), .out_ready(out_ready), .out_data(out_data),
        .trace_valid(trace_valid), .trace_local(trace_local), .trace_bank(trace_bank),
        .trace_address(trace_address), .trace_data(trace_data),
        .trace_running(trace_running), .trace_cycle(trace_cycle)
    );

    integer input_file;
    integer answer_file;
    integer event_file;
    integer summary_file;
    integer mark_file;
    integer random;
    integer stall;
    integer limit;
    integer run_byte;
    integer run_answer;
    integer answer_bytes;
    integer sent;
    integer answered;
    integer clocks;
    integer cycles;
    integer next_byte;
    integer wave_from;
    integer wave_to;
    integer w;
    reg pending;
    reg found;
    reg waving;

    function integer below_percent;
        input integer draw;
        below_percent = draw[30:0] % 100;
    endfunction

    initial begin
        found = $value$plusargs("seed=%d", random);
        found = $value$plusargs("stall=%d", stall) && found;
        found = $value$plusargs("limit=%d", limit) && found;
        found = $value$plusargs("run_byte=%d", run_byte) && found;
        found = $value$plusargs("run_answer=%d", run_answer) && found;
        found = $value$plusargs("answer_bytes=%d", answer_bytes) && found;
        input_file = $fopen("input.bin", "rb");
        answer_file = $fopen("answer.txt", "w");
        event_file = $fopen("events.txt", "w");
        summary_file = $fopen("summary.txt", "w");
        if (!found || input_file == 0 || answer_file == 0 || event_file == 0 || summary_file == 0) begin
            $display("bench: argument or file missing");
            $finish(0);
        end
        waving = 0;
        if ($value$plusargs("wave_from=%d", wave_from) && $value$plusargs("wave_to=%d", wave_to)) begin
            $dumpfile("wave.vcd");
            $dumpvars(0, top);
            $dumpoff;
            waving = 1;
        end
        sent = 0;
        answered = 0;
        cycles = 0;
        pending = 0;
        clk = 0;
        rst = 1;
        in_valid = 0;
        in_data = 8'hxx;
        out_ready = 0;
        for (clocks = 0; clocks < 4; clocks = clocks + 1) begin
            #5 clk = 1;
            #5 clk = 0;
        end
        rst = 0;
        next_byte = $fgetc(input_file);
        while (answered < answer_bytes && clocks < limit) begin
            if (!pending) begin
                in_valid = next_byte >= 0 && below_percent($random(random)) >= stall;
                in_data = in_valid ? next_byte[7:0] : 8'hxx;
            end
            out_ready = below_percent($random(random)) >= stall;
            #4;
            pending = in_valid && in_ready !== 1'b1;
            if (in_valid && in_ready === 1'b1) begin
                if (sent == run_byte) begin
                    mark_file = $fopen("run.begin", "w");
                    $fclose(mark_file);
                end
                sent = sent + 1;
                next_byte = $fgetc(input_file);
            end
            if (out_valid !== 1'b0 && out_ready) begin
                if (answered == run_answer) begin
                    mark_file = $fopen("run.end", "w");
                    $fclose(mark_file);
                end
                if (out_valid === 1'b1) $fwrite(answer_file, "%h\n", out_data);
                else $fwrite(answer_file, "unknown\n");
                answered = answered + 1;
            end
            if (trace_running !== 1'b0) cycles = trace_cycle;
            if (trace_valid !== {WRITERS{1'b0}})
                for (w = 0; w < WRITERS; w = w + 1)
                    if (trace_valid[w] !== 1'b0)
                        $fwrite(event_file, "%0d %0d %0d %0d %0d %0d %0h\n", trace_cycle, w / SLOTS, w % SLOTS,
                                trace_local[w], trace_bank[w*8 +: 8], trace_address[w*ADDRESS_BITS +: ADDRESS_BITS],
                                trace_data[w*LANES +: LANES]);
            if (waving && trace_running === 1'b1) begin
                if (trace_cycle == wave_from) $dumpon;
                if (trace_cycle == wave_to + 1) $dumpoff;
            end
            #1 clk = 1;
            #5 clk = 0;
            clocks = clocks + 1;
        end
        $fwrite(summary_file, "cycles %0d\nclocks %0d\nsent %0d\n", cycles, clocks, sent);
        $fclose(answer_file);
        $fclose(event_file);
        $fclose(summary_file);
        $finish(0);
    end
endmodule
