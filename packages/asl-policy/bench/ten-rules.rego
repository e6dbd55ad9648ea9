package ten

default allow := false

allow if {
	every i in numbers.range(0, 9) {
		kept(i)
	}
}

kept(i) if input[sprintf("score_%d", [i])] < 0.5

kept(i) if input[sprintf("flag_%d", [i % 5])]
