import { registerDemo } from '~/kit/register-demo.js'
import { portfolio } from './demo.js'

registerDemo('portfolio-demo', portfolio)
