/** The workbench on a home folder as `quartet serve` has it, with an engine that needs no model; tells its port. */
import { join } from 'node:path';
import { createLog } from '../../../src-main/common/log.ts';
import { packageRoot } from '../../../src-main/common/package-root.ts';
import { homePaths } from '../../../src-main/common/paths.ts';
import { startServer } from '../../../src-main/headless/serve/server.ts';
import { createHost } from '../../../src-main/host/host.ts';
import { createWorkbench } from '../../../src-main/services/workbench.ts';

const [home = '', token = ''] = process.argv.slice(2);
const host = await createHost(homePaths(home), createLog('warn'), {
  engineEntry: join(import.meta.dirname, 'steady-engine.ts'),
});
const workbench = await createWorkbench(host, 'headless');
const renderer = join(packageRoot(), 'out', 'renderer');
const server = await startServer({ workbench, token, renderer }, 0);
process.send?.({ port: server.port });
process.once('disconnect', () => {
  void server
    .dispose()
    .then(() => workbench.dispose())
    .then(() => process.exit());
});
