import { registerDemo } from '~/kit/register-demo.js'
import { discrimination } from './demo.js'
import DiscriminationWorker from './worker.js?worker&inline'

registerDemo('discrimination-demo', discrimination, { worker: () => new DiscriminationWorker() })
