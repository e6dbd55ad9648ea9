import { registerDemo } from '~/kit/register-demo.js'
import { lawExplorer } from './demo.js'
import ExplorerWorker from './worker.js?worker&inline'

// M4 and broken laws take longer than a frame on a thousand points.
registerDemo('law-explorer-demo', lawExplorer, { worker: () => new ExplorerWorker() })
