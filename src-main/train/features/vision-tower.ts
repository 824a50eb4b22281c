import { QuartetError } from '../../common/errors.ts';
import { toBf16 } from '../../graph/bf16.ts';
import type { PreparedPicture, PictureFeatures } from '../../models/family.ts';
import type { ComputeType } from '../../models/network.ts';
import { createSession, type Session } from '../../runtime/session.ts';
import type { Feeds } from '../../runtime/tensor.ts';
import { hostMessage } from '../../messages/host-messages.ts';
import { buildTowerGraph, type GraphSource } from '../graphs.ts';
import { towerFingerprint } from './fingerprint.ts';

/** The vision tower that an adapter leaves as it is. */
export interface VisionTower {
  /** What its features are rounded to; those of bf16 are kept as their bits. */
  readonly dtype: ComputeType;
  /** Names what decides its features, but the picture. */
  fingerprint(): Promise<string>;
  /** What it is fed of a picture: all that its features depend on. */
  feeds(picture: PreparedPicture): Feeds;
  /** Sees one picture at a time, so that its features depend on nothing else: not on batch mates, nor on their padding. */
  encode(feeds: Feeds): Promise<PictureFeatures['features']>;
  /** Waits for the picture in work; later ones are CANCELLED. */
  dispose(): Promise<void>;
}

/** Whether the vision tower computes what the snapshot's own would. */
export function isTowerFrozen({ lora }: GraphSource): boolean {
  return lora === null || lora.modules.every(({ rows }) => rows === 'text');
}

/** Loads the tower when the first picture asks for it: where all features are kept already, it never is. */
export function createVisionTower(source: GraphSource): VisionTower {
  const { model, provider, dtype, form, snapshot } = source;
  const graph = buildTowerGraph(source);
  let session: Promise<Session> | null = null;
  let working: Promise<unknown> = Promise.resolve();
  let closed = false;
  const encode = async (feeds: Feeds): Promise<PictureFeatures['features']> => {
    if (closed) throw new QuartetError('CANCELLED', hostMessage('tower-closed', {}));
    session ??= createSession(graph, { provider, folder: snapshot.weights.folder });
    const { features } = await (await session).run(feeds);
    const values = features!.data as Float32Array;
    // What was computed in bf16 loses nothing when it is cut back to it; a copy sets the runtime's own memory free.
    return dtype === 'bf16' ? toBf16(values) : values.slice();
  };
  return {
    dtype,
    fingerprint: () => towerFingerprint(graph, source),
    feeds: (picture) => model.feedPictures([picture], form),
    encode(feeds) {
      const encoded = working.then(() => encode(feeds));
      working = encoded.catch(() => undefined);
      return encoded;
    },
    async dispose() {
      closed = true;
      await working;
      await (await session)?.dispose();
    },
  };
}
