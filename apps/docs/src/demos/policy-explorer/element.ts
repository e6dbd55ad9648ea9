import { registerDemo } from '~/kit/register-demo.js'
import { policyExplorer } from './demo.js'

registerDemo('policy-explorer-demo', policyExplorer)
