import { registerDemo } from '~/kit/register-demo.js'
import { allocationPlanner } from './demo.js'

registerDemo('allocation-planner-demo', allocationPlanner)
