import { registerDemo } from '~/kit/register-demo.js'
import { policyWorkbench } from './demo.js'

registerDemo('policy-workbench-demo', policyWorkbench)
