// SPDX-License-Identifier: Apache-2.0
// Simulated accelerator with its plain byte streams. Takes orders from standard input, answers on standard output:
//   W count[2] bytes        sends the bytes
//   R count[2] wait[4]      waits for as many bytes of answers, at most so many milliseconds after the last; prints
//                           R, their number and the bytes, hexadecimal; a millisecond counts as 500 cycles
`default_nettype none
`timescale 1ns / 1ps
module board_tb;
    localparam MILLISECOND = 500;

    reg clk = 1'b0;
    always #5 clk = !clk;

`ORDERS

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

    initial begin
        repeat (20) @(posedge clk);
        @(negedge clk);
        rst = 1'b0;
        order = $fgetc(IN);
        while (order == "W" || order == "R") begin
            get_number;
            if (order == "W") begin
                for (left = number; left > 0; left = left - 1) send(octet(0));
            end else answer;
            order = $fgetc(IN);
        end
        $finish(0);
    end
endmodule
`default_nettype wire
