import { registerDemo } from '~/kit/register-demo.js'
import { scenarioWeights } from './demo.js'

registerDemo('scenarios-demo', scenarioWeights)
