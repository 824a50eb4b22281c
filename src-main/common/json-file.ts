import { readFile } from 'node:fs/promises';
import { hostMessage } from '../messages/host-messages.ts';
import { QuartetError, fromSystemError, messageOf } from './errors.ts';

/** A JSON object as it came from a file: nothing is known of its fields yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a parsed JSON value is an object: neither null nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a file that must hold one JSON object; errors name the file. */
export async function readJsonObject(file: string): Promise<JsonObject> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw fromSystemError(error, 'cannot-read', file);
  });
  const value = parse(text, file);
  if (!isJsonObject(value)) throw new QuartetError('INVALID_INPUT', hostMessage('no-json-object', { file }));
  return value;
}

/** Reads a file like `readJsonObject`, or gives null when there is no such file. */
export async function readOptionalJsonObject(file: string): Promise<JsonObject | null> {
  try {
    return await readJsonObject(file);
  } catch (error) {
    if (error instanceof QuartetError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8 tells the place of a fault that is not the text's end.
    const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(messageOf(error)) ?? [];
    throw new QuartetError(
      'INVALID_INPUT',
      line === undefined || column === undefined
        ? hostMessage('not-json', { file })
        : hostMessage('not-json-at', { file, line, column }),
      { cause: error },
    );
  }
}
