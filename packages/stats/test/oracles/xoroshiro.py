"""xoroshiro128+ (Blackman and Vigna 2018) on 64-bit integers, started as `createRandom` documents; imported by the other oracles.

Follows the published C code and the documented mix, not the TypeScript.
"""

MASK32 = 2**32 - 1
MASK64 = 2**64 - 1
GOLDEN = 0x9E3779B9
ROUNDS = 4


def finalise(word):
    """fmix32 of MurmurHash3."""
    word ^= word >> 16
    word = word * 0x85EBCA6B & MASK32
    word ^= word >> 13
    word = word * 0xC2B2AE35 & MASK32
    return word ^ word >> 16


def unfinalise(word):
    word ^= word >> 16
    word = word * pow(0xC2B2AE35, -1, 2**32) & MASK32
    word ^= word >> 13 ^ word >> 26
    word = word * pow(0x85EBCA6B, -1, 2**32) & MASK32
    return word ^ word >> 16


def words_of(seed, stream):
    """Two's complement halves: seed low, seed high, stream low, stream high."""
    return [seed & MASK32, seed >> 32 & MASK32, stream & MASK32, stream >> 32 & MASK32]


def mix(words):
    words = list(words)
    weyl = 0
    for _ in range(ROUNDS):
        for i in range(4):
            weyl = weyl + GOLDEN & MASK32
            words[i] = finalise(words[i] + words[i - 1] + weyl & MASK32)
    return words


def unmix(words):
    words = list(words)
    weyl = 4 * ROUNDS * GOLDEN & MASK32
    for _ in range(ROUNDS):
        for i in reversed(range(4)):
            words[i] = unfinalise(words[i]) - words[i - 1] - weyl & MASK32
            weyl = weyl - GOLDEN & MASK32
    return words


class Xoroshiro:
    def __init__(self, seed, stream=0):
        a, b, c, d = mix(words_of(seed, stream))
        self.s0 = a << 32 | b
        self.s1 = c << 32 | d

    def uint32(self):
        result = self.s0 + self.s1 & MASK64
        s0, s1 = self.s0, self.s1 ^ self.s0
        self.s0 = (s0 << 24 | s0 >> 40) & MASK64 ^ s1 ^ s1 << 16 & MASK64
        self.s1 = (s1 << 37 | s1 >> 27) & MASK64
        return result & MASK32

    def uniform(self):
        high = self.uint32() >> 5
        return (high * 2**26 + (self.uint32() >> 6)) / 2**53

    def integer(self, bound):
        if bound > 2**32:
            while True:
                draw = int(self.uniform() * 2**53)
                if draw < 2**53 // bound * bound:
                    return draw % bound
        while True:
            index = self.uint32() // (2**32 // bound)
            if index < bound:
                return index

    def resample(self, n):
        counts = [0] * n
        for _ in range(n):
            counts[self.integer(n)] += 1
        return counts
