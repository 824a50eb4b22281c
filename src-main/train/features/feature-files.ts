import { readFile, rm, statfs, utimes, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { writeFileAtomic } from '../../common/atomic-file.ts';
import { fromSystemError, messageOf, QuartetError } from '../../common/errors.ts';
import { hostMessage } from '../../messages/host-messages.ts';
import { findFeatureSets, type FeatureSet } from './feature-sets.ts';

/** Features on the disk, one file a picture: their bytes, then the CRC-32 of them. */
export interface FeatureFiles {
  /** The bytes kept under a key; null where there are none, or what is there is damaged or cannot be read. */
  read(key: string): Promise<Uint8Array | null>;
  /** Keeps bytes if there is room; never fails. */
  write(key: string, bytes: Uint8Array): Promise<void>;
}

export interface FeatureFilesOptions {
  /** Bytes that the features of all towers may take together. */
  readonly limit: number;
  /** Bytes of the disk that are left to others: a run's own checkpoints must never miss them. */
  readonly reserve: number;
  /** Told once, when the disk could not be used (any longer). */
  warn(message: string): void;
}

const checksumBytes = 4;

/** Opens the features of one tower in the folder of all; those of other towers make room, the longest unused first. */
export async function openFeatureFiles(
  folder: string,
  fingerprint: string,
  { limit, reserve, warn }: FeatureFilesOptions,
): Promise<FeatureFiles> {
  const own = join(folder, fingerprint);
  let open = true;
  const close = (error: unknown): void => {
    if (open) warn(hostMessage('features-not-kept', { folder, reason: messageOf(error) }));
    open = false;
  };
  let others: FeatureSet[] = [];
  let used = 0;
  try {
    await mkdir(own, { recursive: true });
    await utimes(own, new Date(), new Date());
    const sets = await findFeatureSets(folder);
    used = sets.reduce((sum, { bytes }) => sum + bytes, 0);
    others = sets.filter((set) => set.folder !== own);
  } catch (error) {
    close(fromSystemError(error, 'cannot-open', own));
  }
  const makeRoom = async (): Promise<void> => {
    while (used > limit) {
      const oldest = others.shift();
      if (!oldest)
        throw new QuartetError('OUT_OF_SPACE', hostMessage('features-at-limit', { gib: limit / 2 ** 30 }));
      used -= oldest.bytes;
      await rm(oldest.folder, { recursive: true, force: true });
    }
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < reserve) throw fromSystemError({ code: 'ENOSPC' }, 'cannot-write', own);
  };
  return {
    async read(key) {
      try {
        return checked(await readFile(join(own, key)));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
          close(fromSystemError(error, 'cannot-read', own));
        return null;
      }
    },
    async write(key, bytes) {
      if (!open) return;
      const size = bytes.byteLength + checksumBytes;
      used += size;
      try {
        await makeRoom();
        await writeFileAtomic(join(own, key), withChecksum(bytes));
      } catch (error) {
        used -= size;
        close(error);
      }
    },
  };
}

function withChecksum(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(bytes.byteLength + checksumBytes);
  whole.set(bytes);
  new DataView(whole.buffer).setUint32(bytes.byteLength, crc32(bytes), true);
  return whole;
}

/** The bytes before the checksum, or null where it is not theirs. */
function checked(whole: Buffer): Uint8Array | null {
  if (whole.byteLength < checksumBytes) return null;
  const end = whole.byteLength - checksumBytes;
  const bytes = whole.subarray(0, end);
  return crc32(bytes) === whole.readUInt32LE(end) ? new Uint8Array(bytes) : null;
}
