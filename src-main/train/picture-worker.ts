import { workerData } from 'node:worker_threads';
import { answerRequests } from '../common/answer-requests.ts';
import { QuartetError } from '../common/errors.ts';
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

const { folder, size } = workerData as PictureWorkerData;
const opened = openSnapshot(folder).then(openModel);
// Each request is answered with the failure.
opened.catch(() => undefined);

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

answerRequests<string, PreparedPicture>({
  // One picture is read and decoded by libvips' threads while another is resized here.
  concurrent: 2,
  async answer(path) {
    const model = await opened;
    return model.preparePicture(sized(model, path, await decodePicture(path)));
  },
  moved: ({ pixels }) => [pixels.buffer as ArrayBuffer],
});
