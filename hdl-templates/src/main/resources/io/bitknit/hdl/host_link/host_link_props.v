// SPDX-License-Identifier: Apache-2.0
// Properties of bitknit_host_link, included in it under FORMAL; proven for all hosts by induction.
// BANK_BYTES is defined as the bytes of a bank word.
//
// R reset    after reset nothing is offered, loaded or started
// S streams  an offered byte stays until it is taken; no byte is accepted while one is offered
// L load     a word is loaded in the cycle after its last byte, and only then, with the bytes in order
// G go       go comes in the cycle after an accepted byte G of a command, and only then
// N number   an answer of n bytes ends after n bytes were taken
// C cover    a load of two words, an answered read

reg after_reset = 1'b0;
always @(posedge clk) after_reset <= 1'b1;
always @* if (!after_reset) assume (rst);

reg was_reset = 1'b1;
reg was_held = 1'b0;
reg [7:0] held;
reg was_command_go = 1'b0;
reg word_complete = 1'b0;
reg [7:0] newest;
reg [BYTE_BITS-1:0] seen = 0;
wire takes_data = in_valid && in_ready && state == DATA;
always @(posedge clk) begin
    was_reset <= rst;
    was_held <= out_valid && !out_ready && !rst;
    held <= out_data;
    was_command_go <= in_valid && in_ready && state == COMMAND && in_data == 8'h47 && !rst;
    // bytes of the word under way, counted apart from the unit's own index
    if (state != DATA) seen <= 0;
    else if (takes_data) seen <= seen == last_byte ? 0 : seen + 1'b1;
    word_complete <= takes_data && seen == last_byte && !rst;
    if (takes_data) newest <= in_data;
end

// Bytes taken of the answer under way, and how many it has.
reg [ANSWER_BYTE_BITS:0] taken_bytes = 0;
reg [ANSWER_BYTE_BITS:0] answer_bytes = 1;
always @(posedge clk) begin
    if (state != ANSWER) taken_bytes <= 0;
    else if (out_valid && out_ready) taken_bytes <= taken_bytes + 1'b1;
    if (state == COMMAND) answer_bytes <= in_data == 8'h49 ? 4 : 1;
    else if (state == WAIT) answer_bytes <= memory == 8'd2 ? `BANK_BYTES : 4;
    else if (state == RUN) answer_bytes <= 1;
end

always @* if (after_reset) begin
    // R
    if (was_reset) assert (!out_valid && !load_valid && !go);
    // S
    if (was_held) assert (out_valid && out_data == held);
    assert (!(in_ready && out_valid));
    // L
    assert (load_valid == word_complete);
    if (state == DATA) assert (byte_index == seen);
    if (load_valid) assert (load_data[7:0] == newest);
    // G
    assert (go == was_command_go);
    // N
    if (state == ANSWER) assert (taken_bytes + answer_left + 1 == answer_bytes);
    if (state == HEADER) assert (answer_left + 1 == answer_bytes && taken_bytes == 0);
    // C
    cover (load_valid && count == 32'd1);
    cover (out_valid && out_ready && reading);
end
