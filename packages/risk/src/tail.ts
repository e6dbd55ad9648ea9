/** How the tail is fitted. */
export type TailMethod = 'ols' | 'weissman' | 'gpd' | 'lognormal'

/** Plotting position of the i-th largest of m: `'i/m'`, or `'median'`, which is (i - 1/2) / m. */
export type PlottingPosition = 'i/m' | 'median'

/** log Pr(Psi > psi) = a psi + b: an exponential tail of the score, a power law of -log p. */
export interface LinearTail {
  readonly form: 'linear'
  /** Slope, < 0. */
  readonly a: number
  /** Intercept. */
  readonly b: number
}

/** Pr(Psi > psi) = exceedance (1 + shape (psi - threshold) / scale)^(-1 / shape) above the threshold: a generalised Pareto tail. */
export interface ParetoTail {
  readonly form: 'pareto'
  /** Score above which the tail holds: the (k+1)-th largest. */
  readonly threshold: number
  /** Pr(Psi > threshold), k / m. */
  readonly exceedance: number
  /** sigma, > 0. */
  readonly scale: number
  /** xi; 0 is the exponential tail, below 0 the tail ends. */
  readonly shape: number
}

/** log p is normal over queries: the log-normal baseline of Jones et al. */
export interface NormalTail {
  readonly form: 'normal'
  /** Mean of log p. */
  readonly mean: number
  /** Standard deviation of log p, > 0. */
  readonly sd: number
}

/** A fitted tail: plain data. */
export type Tail = LinearTail | ParetoTail | NormalTail
