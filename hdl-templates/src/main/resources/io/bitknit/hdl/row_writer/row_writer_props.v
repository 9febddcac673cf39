// SPDX-License-Identifier: Apache-2.0
// Properties of bitknit_row_writer, included in it under FORMAL; proven for all inputs by induction.
//
// A assume   rows are at least their words apart; host words and starts come while no row is written
// R reset    after reset nothing is written
// V value    word w of a row is written two cycles after the load plus w, with its planes, at the pointer of its bank
// P pointer  the pointer of a bank is the write base plus the words written to it
// H host     a host word is written one cycle later as it came
// C cover    a row of two words

reg after_reset = 1'b0;
always @(posedge clk) after_reset <= 1'b1;
always @* if (!after_reset) assume (rst);

// A
localparam PLANES_PER_WORD = WORD_BITS / LANES;
localparam MOST_SHIFT = `ROW_SHIFT;
wire shifted_load = load_words > 4'd8 && load_words <= 4'd8 + MOST_SHIFT;
always @* begin
    assume (load_words <= 4'd8 || shifted_load);
    assume (load_select < SELECTS);
    assume (host_select < SELECTS);
    assume (!(load && remaining > 4'd1));
    assume (!(host_valid && (active || load)));
    assume (!(start && (active || load)));
end

// the word, bit and bank that the solver watches
(* anyconst *) reg [2:0] watched_word;
(* anyconst *) reg [31:0] watched_bit;
(* anyconst *) reg [SELECT_BITS-1:0] watched_select;
always @* begin
    assume (watched_bit < WORD_BITS);
    assume (watched_select < SELECTS);
end

// Reference: the row as it came, the number of words written, the pointer of the watched bank.
reg [8*LANES-1:0] kept_planes;
reg [SELECT_BITS-1:0] kept_select;
reg kept_fold = 1'b0;
reg [3:0] kept_words = 4'd0;
reg [3:0] written = 4'd0;
reg [ADDRESS_BITS-1:0] kept_pointer;
reg started = 1'b0;
wire writing = written < kept_words;
always @(posedge clk) begin
    if (load) begin
        kept_planes <= shifted_load ? load_planes << (load_words - 4'd8) * LANES : load_planes;
        kept_select <= load_select;
`ifdef FOLD
        kept_fold <= cfg_fold2;
`endif
        kept_words <= shifted_load ? 4'd1 : load_words;
        written <= 4'd0;
    end else if (writing) written <= written + 4'd1;
    if (rst) begin
        kept_words <= 4'd0;
        written <= 4'd0;
    end
    if (start) kept_pointer <= cfg_write_base;
    else if (writing && kept_select == watched_select) kept_pointer <= kept_pointer + 1'b1;
    if (start) started <= 1'b1;
end

// The watched bit in the watched word of the kept row.
wire [31:0] watched_lane = watched_bit % LANES;
reg [31:0] plane;
reg [31:0] feature;
always @* begin
    plane = watched_word * PLANES_PER_WORD + watched_bit / LANES;
    feature = watched_lane;
    if (kept_fold) begin
        plane = 2 * PLANES_PER_WORD * watched_word + watched_bit / LANES + (watched_lane >= LANES / 2 ? PLANES_PER_WORD : 0);
        feature = watched_lane >= LANES / 2 ? watched_lane - LANES / 2 : watched_lane;
    end
end
wire expected = plane < 8 && kept_planes[plane[2:0]*LANES+feature];

// What the write register must show one cycle later.
reg due = 1'b0;
reg due_word = 1'b0;
reg due_bit;
reg due_host = 1'b0;
reg [WORD_BITS-1:0] due_data;
reg [ADDRESS_BITS-1:0] due_address;
reg [SELECT_BITS-1:0] due_select;
reg due_started;
always @(posedge clk) begin
    due <= writing && !rst;
    due_word <= writing && !rst && written == {1'b0, watched_word};
    due_bit <= expected;
    due_host <= host_valid && !rst;
    due_data <= host_data;
    due_address <= host_valid ? host_address : kept_pointer;
    due_select <= host_valid ? host_select : kept_select;
    due_started <= started;
end

wire [3:0] ahead = {1'b0, watched_word} - written;
always @* if (after_reset) begin
    // R and timing: words are written when they are due, and only then
    assert (active == writing);
    assert (remaining == (writing ? kept_words - written : 4'd0));
    assert (kept_words <= 4'd8 && written <= 4'd8);
    assert (write_event == due);
    assert (write_valid == (due || due_host));
    assert (!(due && due_host));
    // V: words that are still to be written stand in the row register in order
    if (writing && written <= {1'b0, watched_word} && {1'b0, watched_word} < kept_words) begin
        assert (select == kept_select);
        if (ahead * WORD_BITS + watched_bit < 8 * LANES) assert (row[ahead*WORD_BITS+watched_bit] == expected);
    end
    if (writing) assert (select == kept_select && select < SELECTS);
    if (due_word) assert (write_data[watched_bit] == due_bit);
    // P
    if (started) assert (pointers[watched_select*ADDRESS_BITS +: ADDRESS_BITS] == kept_pointer);
    if (due && due_started && due_select == watched_select) assert (write_address == due_address);
    if (due || due_host) assert (write_select == due_select);
    // H
    if (due_host) assert (write_data == due_data && write_address == due_address && write_local);
    // C
    cover (due_word && watched_word == 3'd1);
end
