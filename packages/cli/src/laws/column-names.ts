/** Plain names under which tables publish a field: each list is looked through before the next, and two columns of one list are one too many. */
export type ColumnNames = readonly (readonly string[])[]

const params: ColumnNames = [
  [
    ...['params', 'parameters', 'nparams', 'nparameters', 'numparams', 'numparameters', 'paramcount', 'paramscount'],
    ...['parametercount', 'numberofparameters', 'numberofparams', 'modelsize', 'modelparams', 'modelparameters'],
    ...['totalparams', 'totalparameters', 'paramstotal', 'parameterstotal', 'size'],
  ],
  [
    ...['nonembeddingparams', 'nonembeddingparameters', 'nonembparams', 'paramsnonembedding', 'paramsnonemb'],
    ...['parametersnonembedding', 'paramsnoembed', 'paramsnoembedding', 'nnonembedding', 'nonembedding'],
  ],
  ['n'],
]

const tokens: ColumnNames = [
  [
    ...[
      'tokens',
      'ntokens',
      'numtokens',
      'tokencount',
      'tokenscount',
      'numberoftokens',
      'trainingtokens',
      'traintokens',
    ],
    ...[
      'tokensseen',
      'seentokens',
      'tokenstrained',
      'trainedtokens',
      'totaltokens',
      'tokenstotal',
      'pretrainingtokens',
    ],
    ...['datasize', 'datasetsize', 'trainingdatasize', 'trainingdatasetsize', 'traindatasize', 'datatokens'],
  ],
  ['d'],
]

const compute: ColumnNames = [
  [
    ...[
      'compute',
      'flop',
      'flops',
      'trainingflop',
      'trainingflops',
      'trainflop',
      'trainflops',
      'totalflop',
      'totalflops',
    ],
    ...[
      'trainingcompute',
      'traincompute',
      'totalcompute',
      'trainingcomputeflop',
      'trainingcomputeflops',
      'computeflop',
    ],
    ...[
      'computeflops',
      'computebudget',
      'flopbudget',
      'flopsbudget',
      'pretrainingflop',
      'pretrainingflops',
      'numflops',
    ],
  ],
  ['c'],
]

const loss: ColumnNames = [
  [
    ...['loss', 'valloss', 'validationloss', 'evalloss', 'evaluationloss', 'testloss', 'heldoutloss', 'finalloss'],
    ...['finalvalloss', 'finaltestloss', 'finalevalloss', 'finalvalidationloss', 'trainloss', 'trainingloss'],
    ...['finaltrainloss', 'finaltrainingloss', 'pretrainingloss', 'lossval', 'losstest', 'lossvalidation', 'losstrain'],
    ...['crossentropy', 'crossentropyloss', 'celoss', 'nll', 'nllloss', 'lmloss', 'lossfinal', 'c4loss'],
  ],
  ['l'],
]

const examples = [
  ...['examples', 'seenexamples', 'examplesseen', 'trainingexamples', 'trainexamples', 'numexamples', 'nexamples'],
  ...['samples', 'trainingsamples', 'seensamples', 'samplesseen', 'numsamples', 'nsamples', 'trainingsetsize'],
  ...['trainsetsize', 'trainsize', 'datasetsize', 'numberofexamples', 'images', 'seenimages'],
]

const steps: ColumnNames = [
  [
    ...['steps', 'step', 'trainingsteps', 'trainsteps', 'trainingstep', 'numsteps', 'nsteps', 'globalstep', 'smin'],
    ...[
      'numberofsteps',
      'optimizersteps',
      'gradientsteps',
      'updates',
      'numupdates',
      'iterations',
      'iteration',
      'iters',
    ],
  ],
  ['s'],
]

const errors = [
  ...['error', 'errorrate', 'err', 'downstreamerror', 'averageerror', 'avgerror', 'meanerror', 'testerror'],
  ...['valerror', 'validationerror', 'evalerror', 'top1error', 'toponeerror'],
]

/** What a law of one quantity may be of: words for every quantity that is scaled up, then its symbols. */
const quantities: ColumnNames = [
  ['x'],
  [...new Set([params, tokens, compute, steps].flatMap(([words = []]) => words)), ...examples],
  ['n', 'd', 'c', 's'],
]

/** The names of every field that is looked for without being mapped. */
export const columnNames: Readonly<Record<string, ColumnNames>> = {
  params,
  tokens,
  compute,
  loss,
  steps,
  error: [errors],
  uniqueTokens: [
    ['uniquetokens', 'numuniquetokens', 'uniquetokencount', 'uniquedata', 'uniquedatatokens', 'uniquetraintokens'],
    ['u', 'ud'],
  ],
  x: quantities,
  run: [
    ['run', 'runid', 'runname', 'curve', 'curveid'],
    ['name', 'model', 'modelname', 'id'],
  ],
}

/** Names of the loss of a law of one quantity, which may be an error too. */
export const curveLossNames: ColumnNames = [...loss, errors, ['y']]
