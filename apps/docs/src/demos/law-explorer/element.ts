import { registerDemo } from '~/kit/register-demo.js'
import { lawExplorer } from './demo.js'

registerDemo('law-explorer-demo', lawExplorer)
