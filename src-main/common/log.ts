import pino from 'pino';

/** What hosts and services log with; `fields` are kept as they are. */
export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** Logs JSON lines to standard error, at `level` and above (pino's names; `silent` for none). */
export function createLog(level: string): Log {
  // Without a transport: pino's worker threads would survive neither bundling nor a sudden end.
  const logger = pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
  return {
    info: (message, fields) => logger.info(fields ?? {}, message),
    warn: (message, fields) => logger.warn(fields ?? {}, message),
    error: (message, fields) => logger.error(fields ?? {}, message),
  };
}
