// SPDX-License-Identifier: Apache-2.0
// Plays the exchanges of job.hex against the framed accelerator, over and over, and damaged copies of them in between.
// Arguments: +frames=N damaged frames in all, +exchanges=N of a job
`default_nettype none
`timescale 1ns / 1ps
module frame_fuzz_tb;
    localparam GAP = 300;
    reg clk = 1'b0;
    always #5 clk = !clk;
    reg rst = 1'b1;
    reg received_valid = 1'b0;
    reg [7:0] received_data = 8'd0;
    reg received_broken = 1'b0;
    wire send_valid;
    reg send_ready = 1'b0;
    wire [7:0] send_data;
    wire accelerator_rst;
    wire command_valid;
    wire command_ready;
    wire [7:0] command_data;
    wire answer_valid;
    wire answer_ready;
    wire [7:0] answer_data;
    wire [3:0] identity_index;
    wire busy;
    wire dropped;
    bitknit_frame_link #(.GAP_CYCLES(GAP)) link (
        .clk(clk), .rst(rst),
        .received_valid(received_valid), .received_data(received_data), .received_broken(received_broken),
        .send_valid(send_valid), .send_ready(send_ready), .send_data(send_data),
        .accelerator_rst(accelerator_rst), .command_valid(command_valid), .command_ready(command_ready),
        .command_data(command_data), .answer_valid(answer_valid), .answer_ready(answer_ready),
        .answer_data(answer_data), .identity_index(identity_index), .identity_word(32'd0),
        .busy(busy), .dropped(dropped)
    );
    bitknit_top #(.DIGEST(32'h1234ABCD)) accelerator (
        .clk(clk), .rst(accelerator_rst), .in_valid(command_valid), .in_ready(command_ready), .in_data(command_data),
        .out_valid(answer_valid), .out_ready(answer_ready), .out_data(answer_data)
    );

    reg [7:0] job [0:65535];
    reg [7:0] frame [0:600];
    reg [7:0] damaged [0:600];
    reg [7:0] reply [0:1023];
    reg [7:0] number = 8'd0;
    reg [31:0] crc;
    integer seed = 11;
    integer frames;
    integer exchanges;
    integer done = 0;
    integer jobs = 0;
    integer at;
    integer e;
    integer i;
    integer k;
    integer b;
    integer n;
    integer place;
    integer length;
    integer damaged_length;
    integer broken_at;
    integer wanted;
    integer payload_length;
    integer tries;
    integer reply_count = 0;

    task fail;
        input [8*40-1:0] what;
        begin
            $display("FAIL after %0d damaged frames, job %0d, exchange %0d: %0s", done, jobs, e, what);
            $finish(0);
            while (1) #1000;
        end
    endtask

    always @(negedge clk) send_ready = $random(seed) % 4 == 0;
    always @(posedge clk)
        if (send_valid && send_ready) begin
            reply[reply_count % 1024] = send_data;
            reply_count = reply_count + 1;
        end

    task add_crc;
        input [7:0] data;
        begin
            crc = crc ^ {24'd0, data};
            for (b = 0; b < 8; b = b + 1) crc = crc[0] ? (crc >> 1) ^ 32'hEDB88320 : crc >> 1;
        end
    endtask

    task line;
        input [7:0] data;
        input broken;
        begin
            @(negedge clk);
            received_valid = !broken;
            received_broken = broken;
            received_data = data;
            @(negedge clk);
            received_valid = 1'b0;
            received_broken = 1'b0;
            repeat (8) @(negedge clk);
        end
    endtask

    task make_frame;
        begin
            frame[0] = 8'hB5;
            frame[1] = "E";
            frame[2] = number;
            frame[3] = wanted[7:0];
            frame[4] = payload_length[7:0];
            for (i = 0; i < payload_length; i = i + 1) frame[5 + i] = job[at + 2 + i];
            crc = 32'hFFFFFFFF;
            for (i = 1; i < 5 + payload_length; i = i + 1) add_crc(frame[i]);
            crc = ~crc;
            for (i = 0; i < 4; i = i + 1) frame[5 + payload_length + i] = crc[8*i +: 8];
            length = payload_length + 9;
        end
    endtask

    task send_damaged;
        begin
            for (i = 0; i < length; i = i + 1) damaged[i] = frame[i];
            damaged_length = length;
            place = $unsigned($random(seed)) % length;
            case ($unsigned($random(seed)) % 6)
                0: damaged[place] = damaged[place] ^ (8'd1 << ($unsigned($random(seed)) % 8));
                1: begin
                    for (i = place; i < length - 1; i = i + 1) damaged[i] = damaged[i + 1];
                    damaged_length = length - 1;
                end
                2: begin
                    for (i = length; i > place; i = i - 1) damaged[i] = damaged[i - 1];
                    damaged[place] = damaged[place] ^ 8'h81;
                    damaged_length = length + 1;
                    if (place == 0) damaged[1] = damaged[1] ^ 8'h10;
                end
                3: damaged_length = place;
                4: begin
                    // another kind, as if it were asked for
                    damaged[1] = $random(seed) % 2 == 0 ? "X" : "I";
                end
                default:
                    for (i = 0; i < length; i = i + 1)
                        damaged[i] = $random(seed) % 4 == 0 ? $random(seed) : frame[i] ^ {7'd0, i == 3};
            endcase
            broken_at = $random(seed) % 6 == 0 ? $unsigned($random(seed)) % (damaged_length + 1) : -1;
            reply_count = 0;
            for (k = 0; k < damaged_length; k = k + 1) line(damaged[k], k == broken_at);
            repeat (GAP + 60) @(negedge clk);
            if (reply_count != 0 || busy) fail("a damaged frame was taken");
            done = done + 1;
        end
    endtask

    task send_good;
        begin
            reply_count = 0;
            for (k = 0; k < length; k = k + 1) line(frame[k], 1'b0);
            n = 0;
            while (reply_count < wanted + 8 && n < 40000) begin
                @(negedge clk);
                n = n + 1;
            end
            if (reply_count != wanted + 8) fail("no reply");
            if (reply[0] != 8'h5B || reply[1] != "E" || reply[2] != number || reply[3] != wanted[7:0]) fail("head");
            for (i = 0; i < wanted; i = i + 1)
                if (reply[4 + i] !== job[at + 2 + payload_length + i]) fail("a wrong result");
            crc = 32'hFFFFFFFF;
            for (i = 1; i < 4 + wanted; i = i + 1) add_crc(reply[i]);
            crc = ~crc;
            for (i = 0; i < 4; i = i + 1)
                if (reply[4 + wanted + i] !== crc[8*i +: 8]) fail("check of the reply");
        end
    endtask

    initial begin
        if (!$value$plusargs("frames=%d", frames) || !$value$plusargs("exchanges=%d", exchanges)) begin
            $display("MISSING ARGUMENTS");
            $finish(0);
        end
        $readmemh("job.hex", job);
        repeat (10) @(negedge clk);
        rst = 1'b0;
        repeat (GAP + 20) @(negedge clk);
        while (done < frames) begin
            at = 0;
            for (e = 0; e < exchanges; e = e + 1) begin
                payload_length = job[at];
                wanted = job[at + 1];
                number = number + 8'd1;
                make_frame;
                tries = $unsigned($random(seed)) % 8;
                while (tries > 0 && done < frames) begin
                    send_damaged;
                    tries = tries - 1;
                end
                send_good;
                // as if the reply had been lost: it comes again, and nothing is executed
                if ($random(seed) % 8 == 0) send_good;
                at = at + 2 + payload_length + wanted;
            end
            jobs = jobs + 1;
        end
        $display("PASS %0d damaged frames, %0d jobs", done, jobs);
        $finish(0);
    end
endmodule
