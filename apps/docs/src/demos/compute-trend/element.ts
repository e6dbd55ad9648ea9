import { registerDemo } from '~/kit/register-demo.js'
import { computeTrend } from './demo.js'

registerDemo('compute-trend-demo', computeTrend)
