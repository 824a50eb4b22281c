import { join } from 'node:path';
import { app, dialog, type Event } from 'electron';
import { messageOf } from '../common/errors.ts';
import { createLog } from '../common/log.ts';
import { homePaths, quartetHome } from '../common/paths.ts';
import { startApp } from './app.ts';
import { archiveIn } from './opened-file.ts';
import { registerScheme } from './protocol.ts';
import { shellLocale, translator } from './texts.ts';

const home = quartetHome();
const log = createLog(process.env['QUARTET_LOG'] ?? 'warn');

registerScheme();
// Chromium's own files stay apart from ours; one home folder, one window.
app.setPath('userData', join(home, 'window'));
// Windows shows notifications of an app that it knows by the installer's name only.
app.setAppUserModelId('io.github.quartet.workbench');

if (app.requestSingleInstanceLock()) {
  // macOS tells of opened files by this event, also before the app is ready.
  const early: string[] = [];
  const keepEarly = (event: Event, path: string): void => {
    event.preventDefault();
    early.push(path);
  };
  app.on('open-file', keepEarly);
  app
    .whenReady()
    .then(() => startApp(homePaths(home), log))
    .then(({ openArchive, show }) => {
      app.off('open-file', keepEarly);
      app.on('open-file', (event, path) => {
        event.preventDefault();
        openArchive(path);
      });
      app.on('second-instance', (_, argv, folder) => {
        const archive = archiveIn(argv, folder);
        if (archive) openArchive(archive);
        else show();
      });
      const given = archiveIn(process.argv, process.cwd());
      for (const path of given ? [...early, given] : early) openArchive(path);
    })
    .catch((error: unknown) => {
      const t = translator(shellLocale('system', app.getLocale()));
      log.error(messageOf(error), { stack: error instanceof Error ? error.stack : undefined });
      dialog.showErrorBox(t('cannotStart'), messageOf(error));
      app.exit(1);
    });
} else {
  // The first one has been told by now, and shows itself.
  app.quit();
}
