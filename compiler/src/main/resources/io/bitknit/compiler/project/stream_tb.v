// SPDX-License-Identifier: Apache-2.0
// Simulated accelerator with its plain byte streams. Takes orders from standard input, answers on standard output:
//   W count[2] bytes        sends the bytes
//   R count[2] wait[4]      waits for as many bytes of answers, at most so many milliseconds after the last; prints
//                           R, their number and the bytes, hexadecimal; a millisecond counts as 500 cycles
`default_nettype none
`timescale 1ns / 1ps
module board_tb;
    localparam MILLISECOND = 500;
    localparam IN = 32'h8000_0000;
    localparam OUT = 32'h8000_0001;

    reg clk = 1'b0;
    always #5 clk = !clk;
    reg rst = 1'b1;
    reg in_valid = 1'b0;
    wire in_ready;
    reg [7:0] in_data = 8'd0;
    wire out_valid;
    wire [7:0] out_data;
    reg out_ready = 1'b1;
    bitknit_top #(.DIGEST(`SHAPE_DIGEST)) accelerator (
        .clk(clk), .rst(rst), .in_valid(in_valid), .in_ready(in_ready), .in_data(in_data),
        .out_valid(out_valid), .out_ready(out_ready), .out_data(out_data)
    );

    reg [7:0] received [0:4095];
    integer head = 0;
    integer tail = 0;
    always @(posedge clk)
        if (out_valid && out_ready) begin
            received[tail % 4096] = out_data;
            tail = tail + 1;
        end

    task send;
        input [7:0] data;
        begin
            @(negedge clk);
            in_valid = 1'b1;
            in_data = data;
            @(posedge clk);
            while (!in_ready) @(posedge clk);
            @(negedge clk);
            in_valid = 1'b0;
        end
    endtask

    integer order;
    integer number;
    integer left;
    integer seen;
    integer quiet;
    integer wait_cycles;
    function integer octet;
        input integer unused;
        octet = $fgetc(IN) & 255;
    endfunction

    initial begin
        repeat (20) @(posedge clk);
        @(negedge clk);
        rst = 1'b0;
        order = $fgetc(IN);
        while (order == "W" || order == "R") begin
            number = octet(0) * 256;
            number = number + octet(0);
            if (order == "W") begin
                for (left = number; left > 0; left = left - 1) send(octet(0));
            end else begin
                wait_cycles = octet(0);
                wait_cycles = wait_cycles * 256 + octet(0);
                wait_cycles = wait_cycles * 256 + octet(0);
                wait_cycles = (wait_cycles * 256 + octet(0)) * MILLISECOND;
                seen = tail;
                quiet = 0;
                while (tail - head < number && quiet < wait_cycles) begin
                    @(negedge clk);
                    quiet = tail == seen ? quiet + 1 : 0;
                    seen = tail;
                end
                if (tail - head < number) number = tail - head;
                $fwrite(OUT, "R %0h", number);
                for (left = number; left > 0; left = left - 1) begin
                    $fwrite(OUT, " %h", received[head % 4096]);
                    head = head + 1;
                end
                $fwrite(OUT, "\n");
                $fflush(OUT);
            end
            order = $fgetc(IN);
        end
        $finish(0);
    end
endmodule
`default_nettype wire
