/** The import rule of docs/architecture.md: who may import whom. */

const pure = ['contract', 'recipe', 'messages', 'graph'];

/** What each folder of src-main may import beside itself, common and messages; a file stands for itself alone. */
const allowed = {
  contract: ['recipe'],
  recipe: [],
  messages: [],
  shell: ['contract', 'headless', 'host', 'rpc', 'services', 'recipe'],
  headless: ['contract', 'host', 'rpc', 'services', 'history', 'engine/(client|contract)', 'data', 'recipe'],
  host: ['contract', 'rpc', 'services', 'history', 'engine/(client|contract)', 'recipe'],
  rpc: ['contract', 'services', 'recipe'],
  services: ['contract', 'history', 'engine/(client|contract)', 'data', 'recipe'],
  history: [],
  engine: ['train', 'data', 'recipe'],
  train: ['engine/contract', 'models', 'runtime', 'data', 'graph', 'recipe'],
  models: ['data', 'graph', 'runtime/tensor'],
  runtime: ['graph'],
  graph: [],
  data: [],
};

const layers = Object.entries(allowed).map(([folder, others]) => ({
  name: `${folder}-imports`,
  comment: `${folder} may import: ${['common', 'messages', ...others].join(', ')}.`,
  severity: 'error',
  from: { path: `^src-main/${folder}/` },
  to: {
    path: '^src-main/',
    pathNot: `^src-main/(${[folder, 'common', 'messages', ...others].join('|')})(/|[.]ts$)`,
  },
}));

/** Only one folder may import a package. */
const onlyIn = (folder, modules) => ({
  name: `${modules}-only-in-${folder}`,
  severity: 'error',
  from: { path: '^src-', pathNot: `^src-main/${folder}/` },
  to: { path: `node_modules/(${modules})/` },
});

module.exports = {
  forbidden: [
    ...layers,
    {
      name: 'common-imports',
      comment: 'common imports messages only, so that its errors can be read in both languages.',
      severity: 'error',
      from: { path: '^src-main/common/' },
      to: { path: '^src-', pathNot: '^src-main/(common|messages)/' },
    },
    {
      name: 'client-does-not-load-the-engine',
      comment: 'The host side of the engine folder must not pull ONNX Runtime into the host.',
      severity: 'error',
      from: { path: '^src-main/engine/', pathNot: '^src-main/engine/process[.]ts$' },
      to: { path: '^src-main/(train|models|runtime|graph)/' },
    },
    {
      name: 'threads-do-not-load-onnx-runtime',
      comment: 'ONNX Runtime crashes at random when several threads of a process load it.',
      severity: 'error',
      from: { path: '^src-main/.*-worker[.]ts$' },
      to: { path: '^src-main/runtime/session[.]ts$', reachable: true },
    },
    {
      name: 'renderer-imports',
      comment: 'The renderer imports contract, recipe and messages only.',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { path: '^src-main/', pathNot: '^src-main/(contract|recipe|messages)/' },
    },
    {
      name: 'pure',
      comment: 'These folders run everywhere, the renderer included: no Node.',
      severity: 'error',
      from: { path: `^src-main/(${pure.join('|')})/` },
      to: { dependencyTypes: ['core'] },
    },
    onlyIn('shell', 'electron'),
    onlyIn('history', 'better-sqlite3'),
    onlyIn('runtime', 'onnxruntime-node'),
    // Nothing else asks the network for models: training on a local folder cannot.
    onlyIn('services/model-download', '@huggingface/hub'),
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.node.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types'],
    },
  },
};
