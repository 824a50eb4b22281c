import { parentPort, workerData } from 'node:worker_threads';
import { messageOf, QuartetError, type ErrorCode } from '../common/errors.ts';
import { decodePicture } from '../data/pictures.ts';
import { openSnapshot } from '../data/snapshot.ts';
import { hostMessage } from '../messages/host-messages.ts';
import type { Model, PreparedPicture, SizedPicture } from '../models/family.ts';
import { openModel } from '../models/open-model.ts';

/** What a thread of the pool begins with. */
export interface PictureWorkerData {
  /** The snapshot whose family says how pictures are prepared. */
  readonly folder: string;
  /** Edge of the square whose area a picture is scaled to. */
  readonly size: number;
}

/** A picture to prepare. */
export interface PictureRequest {
  readonly id: number;
  readonly path: string;
}

/** The picture, or why there is none. */
export type PictureReply =
  | { readonly id: number; readonly picture: PreparedPicture }
  | { readonly id: number; readonly code: ErrorCode; readonly message: string };

/** Pictures in work at a time: one is read and decoded by libvips' threads while another is resized here. */
const concurrent = 2;

const { folder, size } = workerData as PictureWorkerData;
const opened = openSnapshot(folder).then(openModel);
// Each request is answered with the failure.
opened.catch(() => undefined);
const queue: PictureRequest[] = [];
let working = 0;

async function prepare({ id, path }: PictureRequest): Promise<PictureReply> {
  try {
    const model = await opened;
    return { id, picture: model.preparePicture(sized(model, path, await decodePicture(path))) };
  } catch (error) {
    const code = error instanceof QuartetError ? error.code : 'INTERNAL';
    return { id, code, message: messageOf(error) };
  }
}

/** A family refuses a shape without knowing whose it is. */
function sized(model: Model, path: string, picture: SizedPicture): SizedPicture {
  try {
    return model.sizePicture(picture, size);
  } catch (cause) {
    if (!(cause instanceof QuartetError)) throw cause;
    const message = hostMessage('picture-not-sized', { picture: path, reason: cause.message });
    throw new QuartetError(cause.code, message, { cause });
  }
}

async function work(): Promise<void> {
  working++;
  for (let request = queue.shift(); request; request = queue.shift()) {
    const reply = await prepare(request);
    // The pixels move to the other thread instead of being copied.
    parentPort!.postMessage(reply, 'picture' in reply ? [reply.picture.pixels.buffer as ArrayBuffer] : []);
  }
  working--;
}

parentPort!.on('message', (request: PictureRequest) => {
  queue.push(request);
  if (working < concurrent) void work();
});
