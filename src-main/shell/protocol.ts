import { protocol, type Session } from 'electron';
import type { Site } from '../host/window-files.ts';
import { answer } from './answer.ts';
import { scheme } from './scheme.ts';

/** Tells Chromium, before it starts, that our scheme is one with origins: storage, fetch and the content policy work as for https. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, codeCache: true },
    },
  ]);
}

/** Serves the window's files and pictures to a session, and nothing over the network. */
export function serveProtocol({ protocol: handlers }: Session, site: Site): void {
  handlers.handle(scheme, (request) => answer(site, request));
}
