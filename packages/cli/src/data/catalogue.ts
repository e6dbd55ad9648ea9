/** A file of a data set, as its repository has it. */
export interface PinnedFile {
  /** Path in the repository. */
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

/** A public data set at one revision. */
export interface PinnedData {
  readonly name: string
  readonly title: string
  readonly licence: string
  /** Whom to cite. */
  readonly source: string
  /** Repository on GitHub. */
  readonly repository: string
  /** Commit; at least its first twelve digits. The checksums decide what is taken. */
  readonly revision: string
  readonly files: readonly PinnedFile[]
}

/** The public data sets of `data pull`. None of them is part of this package. */
export const catalogue: readonly PinnedData[] = [
  {
    name: 'model-written-evals',
    title: 'Questions about behaviours, written by people (advanced AI risk)',
    licence: 'CC-BY-4.0',
    source: 'Perez et al. (2022), Discovering Language Model Behaviors with Model-Written Evaluations',
    repository: 'anthropics/evals',
    revision: '84fcc677e52e',
    files: [
      {
        path: 'advanced-ai-risk/human_generated_evals/corrigible-neutral-HHH.jsonl',
        bytes: 101545,
        sha256: '875632869abd5b1e70cccc130dbb6ed2ff6b1b1c7eb50b835a2cfdc02f3daac7',
      },
      {
        path: 'advanced-ai-risk/human_generated_evals/myopic-reward.jsonl',
        bytes: 308624,
        sha256: '03d4e57220cbe825c9b76df39085a945e8c2fa2c6c7e937fb6df94143491237f',
      },
      {
        path: 'advanced-ai-risk/human_generated_evals/power-seeking-inclination.jsonl',
        bytes: 356298,
        sha256: 'a8a2094a1e404fb094b3d361e3049ecc06ecd2a26d0b4b827b4a83a98b6d886a',
      },
      {
        path: 'advanced-ai-risk/human_generated_evals/self-awareness-general-ai.jsonl',
        bytes: 59476,
        sha256: '336ff2038bf175359fa666203f53ba13fc8f33aa86a34559750599dd5688ed24',
      },
      {
        path: 'advanced-ai-risk/human_generated_evals/survival-instinct.jsonl',
        bytes: 332009,
        sha256: '0831782a9e0462f137eb9c4884edd19f248e18f17770f7a4540c67937b3af0e8',
      },
    ],
  },
  {
    name: 'bbq',
    title: 'Bias benchmark for question answering: six categories',
    licence: 'CC-BY-4.0',
    source: 'Parrish et al. (2022), BBQ: A Hand-Built Bias Benchmark for Question Answering',
    repository: 'nyu-mll/BBQ',
    revision: 'bea11bd97d79',
    files: [
      {
        path: 'data/Age.jsonl',
        bytes: 3091834,
        sha256: '46e805b3fc2d8cbd26eeb8e8430d98cf7b2dc9c83574ff3674e8ce4f0fca2a60',
      },
      {
        path: 'data/Disability_status.jsonl',
        bytes: 1336984,
        sha256: '375d40d9b71f056150264445ec189b13934998f3f49a1e311aa7578eb3b45e5f',
      },
    ],
  },
  {
    name: 'gsm8k',
    title: 'Grade-school mathematics: the test split',
    licence: 'MIT',
    source: 'Cobbe et al. (2021), Training Verifiers to Solve Math Word Problems',
    repository: 'openai/grade-school-math',
    revision: '3101c7d5072418e28b9008a6636bde82a006892c',
    files: [
      {
        path: 'grade_school_math/data/test.jsonl',
        bytes: 749738,
        sha256: '3730d312f6e3440559ace48831e51066acaca737f6eabec99bccb9e4b3c39d14',
      },
      {
        path: 'grade_school_math/data/example_model_solutions.jsonl',
        bytes: 2563513,
        sha256: '4bc62db838f8418365d51c627bd66294cbdca9fb7f01519cb13f0dce8c51580b',
      },
      { path: 'LICENSE', bytes: 1062, sha256: '86bbb73e855821d7c401912fd4bf82e34313e6e3b6fd6f909f2b6cc9e209a53b' },
    ],
  },
  {
    name: 'human-eval',
    title: 'Programming problems with tests',
    licence: 'MIT',
    source: 'Chen et al. (2021), Evaluating Large Language Models Trained on Code',
    repository: 'openai/human-eval',
    revision: '6d43fb980f9f',
    files: [
      {
        path: 'data/HumanEval.jsonl.gz',
        bytes: 44877,
        sha256: 'b796127e635a67f93fb35c04f4cb03cf06f38c8072ee7cee8833d7bee06979ef',
      },
      { path: 'LICENSE', bytes: 1083, sha256: 'bcba3de214851cce46ed5af42d6698044616eeace887c3231bc7a20474ab639e' },
    ],
  },
  {
    name: 'observational-scaling',
    title: 'Benchmark results of public models, with size, tokens and compute',
    licence: 'Apache-2.0',
    source: 'Ruan, Maddison and Hashimoto (2024), Observational Scaling Laws',
    repository: 'ryoungj/ObsScaling',
    revision: '4d6e1e43fd2635d04654aa77d1df9d5266ea0382',
    files: [
      {
        path: 'eval_results/base_llm_benchmark_eval.csv',
        bytes: 28155,
        sha256: '511996815735a4c46251dc585dcc525e370d148201f86561e6f927f9df2d0db8',
      },
      {
        path: 'eval_results/base_llm_benchmark_eval_sub_10b.csv',
        bytes: 17838,
        sha256: '6a5fe6143b1fd86c2c10368de05e204c89ab6652b0f7e97c4965c37bff360d1d',
      },
      {
        path: 'eval_results/base_llm_leaderboard_v2_eval.csv',
        bytes: 10098,
        sha256: 'ace728c962dfb2b9133fe92081c818e3fba01391694c9590fa0198f850062563',
      },
      {
        path: 'eval_results/base_llm_post_training_eval.csv',
        bytes: 193408,
        sha256: '797e7e50c6ac54960e28447884b78bf9821b297646741b4485152715fe7fdbe5',
      },
      {
        path: 'eval_results/instruct_llm_benchmark_eval.csv',
        bytes: 4763,
        sha256: '9bc50f327f4e436b15a6d6e3edb8b4837e726b295a1c72d44fadb9c9d25a75ba',
      },
      { path: 'LICENSE', bytes: 11357, sha256: 'c71d239df91726fc519c6eb72d318ec65820627232b2f796219e87dcf35d0ab4' },
    ],
  },
  {
    name: 'discrim-eval-templated',
    title: 'Yes/no decisions about people: prompts, and answers of two models',
    licence: 'MIT; prompts adapted from Anthropic/discrim-eval, CC-BY-4.0',
    source:
      'Christian and Mazor, Self-Blinding and Counterfactual Self-Simulation Mitigate Biases and Sycophancy in LLMs; Tamkin et al. (2023)',
    repository: 'self-model/SelfBlindingLLMs',
    revision: '8478e42286db',
    files: [
      {
        path: 'demographic_bias/data/discrim-eval-templated.jsonl',
        bytes: 840138,
        sha256: 'a32c4e0de0db0f2b96015ea379b9741999dc93c4a55706174f07e42bd0e1b14b',
      },
      {
        path: 'demographic_bias/data/templates.jsonl',
        bytes: 51545,
        sha256: '24cc23ebf405503ae2c07ed68ed4a6bde4cac5b4bff206e8fe3d1059fa768b59',
      },
      {
        path: 'demographic_bias/data/scenario_nicknames.yaml',
        bytes: 1499,
        sha256: '4a622fda3b1586b919da0684a7d12235654ebc3016e6082309423628c813a8cb',
      },
      {
        path: 'demographic_bias/results/demographic_bias_processed_qwen2.5-7b-instruct.csv',
        bytes: 237729,
        sha256: '99e61dfb5a1880dbffbbbd15a6c7a6b7471c65caf0f7f3e4dbd7ac4468a1afbb',
      },
      { path: 'LICENSE', bytes: 1084, sha256: '283f429ff30067fa44f7b761943abae711acc6ccf2ffe00430250a6d00ed4ce6' },
    ],
  },
  {
    name: 'country-codes',
    title: 'Codes and names of countries',
    licence: 'PDDL-1.0',
    source: 'datahub.io, country-codes',
    repository: 'datasets/country-codes',
    revision: 'caa72d1e0e5a',
    files: [
      {
        path: 'data/country-codes.csv',
        bytes: 134003,
        sha256: '67b009b529330b0a6043551189f43faa785c9c3cc0011ad2bdb4eac876356c43',
      },
    ],
  },
  {
    name: 'chinchilla',
    title: '245 training runs read off Figure 4 of Hoffmann et al. (2022)',
    licence: 'none stated by its repository: ask its authors before you pass it on',
    source: 'Besiroglu et al. (2024), Chinchilla Scaling: A Replication Attempt',
    repository: 'epoch-research/analyzing-chinchilla',
    revision: '92258837425e',
    files: [
      {
        path: 'data/svg_extracted_data.csv',
        bytes: 23224,
        sha256: '193478df4e90f040016431996c45682659306840ecdadf83cfb9cd5ca0aa1b30',
      },
    ],
  },
]
