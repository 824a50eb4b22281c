import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadChallenge } from '../../../../src-main/data/challenge.ts';
import type { ChallengeSource, Finding } from '../../../../src-main/data/challenge/types.ts';

const pictures = join(import.meta.dirname, '../../../fixtures/pictures');

/** A challenge folder that a test fills. */
export class ChallengeFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'quartet-challenge-'));

  write(name: string, content: string | Uint8Array): string {
    const file = join(this.path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  /** Copies a picture of test/fixtures/pictures. */
  picture(name: string, from = 'png-rgb.png'): string {
    const file = this.write(name, '');
    cpSync(join(pictures, from), file);
    return file;
  }

  load(source: Partial<ChallengeSource> = {}): ReturnType<typeof loadChallenge> {
    return loadChallenge({ folder: this.path, ...source });
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

/** A finding without its message: what tests compare. */
export function places(findings: readonly Finding[]): [string, string, number | null, string | null][] {
  return findings.map(({ severity, code, row, column }) => [severity, code, row, column]);
}
