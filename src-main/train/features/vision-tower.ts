import { QuartetError } from '../../common/errors.ts';
import { toBf16 } from '../../graph/bf16.ts';
import type { PictureFeatures, PreparedPicture } from '../../models/family.ts';
import { createSession, type Session } from '../../runtime/session.ts';
import { buildTowerGraph, type GraphSource } from '../graphs.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/** The vision tower that an adapter leaves as it is. */
export interface VisionTower {
  /** Sees one picture at a time, so that its features depend on nothing else: not on batch mates, nor on their padding. */
  encode(picture: PreparedPicture): Promise<PictureFeatures>;
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
  let session: Promise<Session> | null = null;
  let working: Promise<unknown> = Promise.resolve();
  let closed = false;
  const encode = async (picture: PreparedPicture): Promise<PictureFeatures> => {
    if (closed) throw new QuartetError('CANCELLED', hostMessage('tower-closed', {}));
    session ??= createSession(buildTowerGraph(source), { provider, folder: snapshot.weights.folder });
    const outputs = await (await session).run(model.feedPictures([picture], form));
    const values = outputs['features']!.data as Float32Array;
    const { gridHeight, gridWidth } = picture;
    return { gridHeight, gridWidth, features: dtype === 'bf16' ? toBf16(values) : values.slice() };
  };
  return {
    encode(picture) {
      const encoded = working.then(() => encode(picture));
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
