package ten

default allow := false

allow if {
	r0
	r1
	r2
	r3
	r4
	r5
	r6
	r7
	r8
	r9
}

r0 if input.score_0 < 0.5

r0 if input.flag_0

r1 if input.score_1 < 0.5

r1 if input.flag_1

r2 if input.score_2 < 0.5

r2 if input.flag_2

r3 if input.score_3 < 0.5

r3 if input.flag_3

r4 if input.score_4 < 0.5

r4 if input.flag_4

r5 if input.score_5 < 0.5

r5 if input.flag_0

r6 if input.score_6 < 0.5

r6 if input.flag_1

r7 if input.score_7 < 0.5

r7 if input.flag_2

r8 if input.score_8 < 0.5

r8 if input.flag_3

r9 if input.score_9 < 0.5

r9 if input.flag_4
