// SPDX-License-Identifier: Apache-2.0
// Properties of bitknit_gather_slot, included in it under FORMAL; proven for all inputs by induction.
//
// R reset    after reset no sum is pending
// V value    the accumulator is that of a reference which counts one lane without groups
// C cover    an accumulation after a clear

reg after_reset = 1'b0;
always @(posedge clk) after_reset <= 1'b1;
always @* if (!after_reset) assume (rst);
// the accumulator shifts by nothing else
always @* assume (shift == 2'd0 || SHIFTS[shift]);

// the lane that the solver watches
(* anyconst *) reg [31:0] watched;
always @* assume (watched < LANES);

reg [ACC_BITS-1:0] taken;
integer port_index;
integer plane_index;
always @* begin
    taken = {ACC_BITS{1'b0}};
    for (port_index = 0; port_index < PORTS; port_index = port_index + 1)
        for (plane_index = 0; plane_index < PLANES; plane_index = plane_index + 1)
            if (!skip[port_index] && words[port_index*WORD_BITS+plane_index*LANES+watched])
                taken = taken + ({{(ACC_BITS-1){1'b0}}, 1'b1} << plane_index);
end

// Reference: the count travels whole.
reg                pending_0 = 1'b0;
reg                pending_1 = 1'b0;
reg                pending_2 = 1'b0;
reg [ACC_BITS-1:0] taken_0;
reg [ACC_BITS-1:0] taken_1;
reg [ACC_BITS-1:0] taken_2;
reg [ACC_BITS-1:0] reference;
reg                known = 1'b0;
always @(posedge clk) begin
    pending_0 <= valid && !rst;
    pending_1 <= pending_0 && !rst;
    pending_2 <= pending_1 && !rst;
    taken_0 <= taken;
    if (pending_0) taken_1 <= taken_0;
    if (pending_1) taken_2 <= taken_1;
    if (pending_2) begin
        reference <= clear ? taken_2 : (reference << (shift == 2'd3 ? LONG_SHIFT : {30'b0, shift})) + taken_2;
        if (clear) known <= 1'b1;
    end
end

// The unit's stages as numbers.
reg [ACC_BITS-1:0] stage_0;
integer held_port;
integer held_plane;
always @* begin
    stage_0 = {ACC_BITS{1'b0}};
    for (held_port = 0; held_port < PORTS; held_port = held_port + 1)
        for (held_plane = 0; held_plane < PLANES; held_plane = held_plane + 1)
            if (taken_words[held_port*WORD_BITS+held_plane*LANES+watched])
                stage_0 = stage_0 + ({{(ACC_BITS-1){1'b0}}, 1'b1} << held_plane);
end
reg [ACC_BITS-1:0] stage_1;
wire [ACC_BITS-1:0] stage_2 = totals[watched*SUM_BITS +: SUM_BITS];
integer group_index;
always @* begin
    stage_1 = {ACC_BITS{1'b0}};
    for (group_index = 0; group_index < GROUPS; group_index = group_index + 1)
        stage_1 = stage_1 + parts[(watched*GROUPS+group_index)*PART_BITS +: PART_BITS];
end

always @* if (after_reset) begin
    // R: what is pending is what was valid after reset
    assert (held == pending_0);
    assert (counted == pending_1);
    assert (summed == pending_2);
    // V: every stage holds the reference's number
    if (pending_0) assert (stage_0 == taken_0);
    if (pending_1) assert (stage_1 == taken_1);
    if (pending_2) assert (stage_2 == taken_2);
    if (known) assert (sums[watched*ACC_BITS +: ACC_BITS] == reference);
    // C
    cover (known && pending_2 && !clear && shift == 2'd3 && reference != 0);
end
