/**
 * Positions of readable ticks on a logarithmic axis: powers of ten (every one, or every second, third, ... to stay within `count`);
 * where fewer than two powers lie in the domain, the 1-2-5 steps between them, and where these are too few, equal steps.
 */
export function logTicks(lower: number, upper: number, count = 8): readonly number[] {
  const first = Math.ceil(Math.log10(lower) - 1e-9)
  const last = Math.floor(Math.log10(upper) + 1e-9)
  const powers = range(first, last).map((exponent) => 10 ** exponent)
  if (powers.length >= 3) {
    const step = Math.ceil(powers.length / count)
    return powers.filter((_, index) => index % step === 0)
  }
  const steps = range(first - 1, last).flatMap((exponent) => [1, 2, 5].map((digit) => digit * 10 ** exponent))
  const inside = steps.filter((tick) => tick >= lower * (1 - 1e-9) && tick <= upper * (1 + 1e-9))
  return inside.length >= 2 ? inside : linearTicks(lower, upper)
}

/** At most seven multiples of a round step. */
function linearTicks(lower: number, upper: number): readonly number[] {
  const raw = (upper - lower) / 4
  if (!(raw > 0)) return [lower]
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = power * ([1, 2, 5, 10].find((digit) => digit * power >= raw) ?? 10)
  return range(Math.ceil(lower / step), Math.floor(upper / step)).map((multiple) => multiple * step)
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
}
