// SPDX-License-Identifier: Apache-2.0
// The accelerator alone: plays sim/host.hex and compares every answer with sim/answers.hex, a mask and a value per byte
// (bits that no score lies in may be anything). Prints PASS or the first difference. For any simulator.
`default_nettype none
`timescale 1ns / 1ps
module selfcheck_tb;
    localparam BYTES = `BYTES;
    localparam ANSWERS = `ANSWERS;
    reg [7:0] host [0:BYTES-1];
    reg [15:0] answers [0:ANSWERS-1];
    reg clk = 1'b0;
    always #5 clk = !clk;
    reg rst = 1'b1;
    reg in_valid = 1'b0;
    wire in_ready;
    reg [7:0] in_data = 8'd0;
    wire out_valid;
    wire [7:0] out_data;
    reg out_ready = 1'b0;
    integer sent = 0;
    integer got = 0;
    integer quiet = 0;
    integer seed = 1;
    bitknit_top #(.DIGEST(`SHAPE_DIGEST)) accelerator (
        .clk(clk), .rst(rst), .in_valid(in_valid), .in_ready(in_ready), .in_data(in_data),
        .out_valid(out_valid), .out_ready(out_ready), .out_data(out_data)
    );

    initial begin
        $readmemh("sim/host.hex", host);
        $readmemh("sim/answers.hex", answers);
        repeat (10) @(posedge clk);
        @(negedge clk) rst = 1'b0;
    end

    always @(posedge clk) begin
        quiet = quiet + 1;
        if (in_valid && in_ready) begin
            sent = sent + 1;
            quiet = 0;
        end
        if (out_valid && out_ready) begin
            if (((out_data ^ answers[got][7:0]) & answers[got][15:8]) !== 8'd0) begin
                $display("FAIL: answer byte %0d is %h, expected %h under the mask %h", got, out_data,
                    answers[got][7:0], answers[got][15:8]);
                $finish(0);
            end
            got = got + 1;
            quiet = 0;
        end
        if (got == ANSWERS) begin
            $display("PASS: %0d bytes of answers, %0d cycles as predicted", got, `CYCLES);
            $finish(0);
        end
        if (quiet == `PATIENCE) begin
            $display("FAIL: nothing moves after %0d bytes sent, %0d answered", sent, got);
            $finish(0);
        end
    end
    always @(negedge clk)
        if (!rst) begin
            in_valid = sent < BYTES;
            in_data = in_valid ? host[sent] : 8'd0;
            out_ready = $random(seed) % 4 != 0;
        end
endmodule
`default_nettype wire
