"""Reference draws for createRandom; python3 random-streams.py > random-streams.json (Python 3.9 or later, no packages)."""

import json

from xoroshiro import Xoroshiro, mix, unmix, words_of

SEEDS = [(0, 0), (0, 1), (1, 0), (42, 0), (42, 7), (-1, 0), (-(2**53 - 1), 3), (2**53 - 1, 2**53 - 1), (2**32, 2**33), (20260101, 99999)]
BOUNDS = [1, 2, 3, 10, 1000, 2**31 + 11, 2**32 - 1, 2**32, 2**32 + 1, 2**53 - 1]

assert all(unmix(mix(words_of(*pair))) == words_of(*pair) for pair in SEEDS)
# The state of zeros cannot be left. Its only input must not be a pair of safe integers, whose high words lie within 21 bits of 0.
_, seed_high, _, stream_high = zero = unmix([0, 0, 0, 0])
assert mix(zero) == [0, 0, 0, 0]
assert stream_high >= 2**21 or 2**21 <= seed_high < 2**32 - 2**21

rows = []
for seed, stream in SEEDS:
    raw, real, whole = Xoroshiro(seed, stream), Xoroshiro(seed, stream), Xoroshiro(seed, stream)
    rows.append(
        {
            "seed": seed,
            "stream": stream,
            "state": mix(words_of(seed, stream)),
            "uint32": [raw.uint32() for _ in range(8)],
            # In units of 2^-53, so that the text is exact.
            "uniform53": [int(real.uniform() * 2**53) for _ in range(4)],
            "integers": [[bound, whole.integer(bound)] for bound in BOUNDS],
        }
    )
long = Xoroshiro(42, 7)
for _ in range(999_999):
    long.uint32()
print(json.dumps({"zeroInput": zero, "rows": rows, "millionth": long.uint32()}, indent=1))
