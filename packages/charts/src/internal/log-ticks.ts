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

/** Labels for every tick: as `text` of an axis, because the `tickFormat` of a logarithmic one is asked only at powers of ten. */
export function labelled(format: (value: number) => string): (value: number) => string {
  return (value) => format(value)
}

/** Two to six multiples of a round step: the largest that fits twice into the domain, so that two of its multiples always lie inside. */
function linearTicks(lower: number, upper: number): readonly number[] {
  const largest = ((upper - lower) / 2) * (1 + 1e-9)
  if (!(largest > 0)) return [lower]
  const power = 10 ** Math.floor(Math.log10(largest))
  const step = power * ([5, 2].find((digit) => digit * power <= largest) ?? 1)
  const first = Math.ceil(lower / step - 1e-9)
  return range(first, Math.floor(upper / step + 1e-9)).map((multiple) => multiple * step)
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
}
