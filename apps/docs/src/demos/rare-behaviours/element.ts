import { registerDemo } from '~/kit/register-demo.js'
import { rareBehaviours } from './demo.js'
import RareWorker from './worker.js?worker&inline'

registerDemo('rare-behaviours-demo', rareBehaviours, { worker: () => new RareWorker() })
