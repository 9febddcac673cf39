// SPDX-License-Identifier: Apache-2.0
// Properties of bitknit_gather_slot, included in it under FORMAL; proven for all inputs by induction.
//
// R reset    after reset no sum is pending
// V value    the accumulator is that of a reference which counts one lane without groups
// C cover    an accumulation after a clear

reg after_reset = 1'b0;
always @(posedge clk) after_reset <= 1'b1;
always @* if (!after_reset) assume (rst);

// the lane that the solver watches
(* anyconst *) reg [31:0] watched;
always @* assume (watched < LANES);

reg [ACC_BITS-1:0] taken;
integer port_index;
always @* begin
    taken = {ACC_BITS{1'b0}};
    for (port_index = 0; port_index < PORTS; port_index = port_index + 1)
        if (mask[port_index] && words[port_index*LANES+watched]) taken = taken + 1'b1;
end

// Reference: the count travels whole.
reg                pending_1 = 1'b0;
reg                pending_2 = 1'b0;
reg [ACC_BITS-1:0] taken_1;
reg [ACC_BITS-1:0] taken_2;
reg [ACC_BITS-1:0] reference;
reg                known = 1'b0;
always @(posedge clk) begin
    pending_1 <= valid && !rst;
    pending_2 <= pending_1 && !rst;
    if (valid) taken_1 <= taken;
    if (pending_1) taken_2 <= taken_1;
    if (pending_2) begin
        reference <= clear ? taken_2 : (reference << shift) + taken_2;
        if (clear) known <= 1'b1;
    end
end

// The unit's stages as numbers.
reg [ACC_BITS-1:0] stage_1;
wire [ACC_BITS-1:0] stage_2 = counts[watched*SUM_BITS +: SUM_BITS];
integer group_index;
always @* begin
    stage_1 = {ACC_BITS{1'b0}};
    for (group_index = 0; group_index < GROUPS; group_index = group_index + 1)
        stage_1 = stage_1 + {fours[group_index*LANES+watched], twos[group_index*LANES+watched],
                             ones[group_index*LANES+watched]};
end

always @* if (after_reset) begin
    // R: what is pending is what was valid after reset
    assert (counted == pending_1);
    assert (summed == pending_2);
    // V: every stage holds the reference's number
    if (pending_1) assert (stage_1 == taken_1);
    if (pending_2) assert (stage_2 == taken_2);
    if (known) assert (sums[watched*ACC_BITS +: ACC_BITS] == reference);
    // C
    cover (known && pending_2 && !clear && shift == 2'd3 && reference != 0);
end
