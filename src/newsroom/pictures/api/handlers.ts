import { readSettings } from '../../../settings/settings.ts';
import { MAX_PICTURE_BYTES } from '../../../site/pictures/limits.ts';
import { MAX_SIZES_BYTES } from '../../../site/pictures/sizes.ts';
import { readBytes, readJson } from '../../api/body.ts';
import type { ApiContext } from '../../api/context.ts';
import type { Handlers } from '../../api/operation.ts';
import { hashSchema } from '../../api/parameters.ts';
import { ProblemError, refusalProblem } from '../../api/problem.ts';
import { readQuery, requireType } from '../../api/request.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { pictureTextsSchema } from '../desk/picture.ts';
import { storePicture, storeSize } from '../desk/store-picture.ts';
import {
  type mediaOperations,
  newPictureQuerySchema,
  PICTURE_TYPES,
  pictureListQuerySchema,
  SIZE_TYPES,
} from './operations.ts';

const missing = () => new ProblemError(404, 'There is no such picture. GET /api/media lists them.');

/** Reads the hash of the picture from the address. Throws 404 if it is none. */
function readHash(c: ApiContext): string {
  const parsed = hashSchema.safeParse(c.req.param('hash'));
  if (parsed.success) return parsed.data;
  throw missing();
}

export const mediaHandlers: Handlers<typeof mediaOperations> = {
  async listPictures(c, send) {
    const { before, limit } = readQuery(c, pictureListQuerySchema);
    const [at = '', hash = ''] = before?.split(',') ?? [];
    const options = { limit: limit + 1, ...(before === undefined ? {} : { before: { at, hash } }) };
    const found = await deskOf(c.env).media.list(options);
    const pictures = found.slice(0, limit);
    const last = found.length > limit ? pictures.at(-1) : undefined;
    return send(200, { pictures, ...(last ? { next: `${last.at},${last.hash}` } : {}) });
  },

  async addPicture(c, send) {
    requireType(c, ...PICTURE_TYPES);
    const texts = readQuery(c, newPictureQuerySchema);
    const bytes = await readBytes(c.req.raw, 'A picture', MAX_PICTURE_BYTES);
    const stored = await storePicture(c.env, bytes, { ...texts, actor: c.get('actor'), now: Date.now() });
    if (!stored.ok) throw refusalProblem(stored);
    const { picture, isNew } = stored;
    if (!isNew) return send(200, picture);
    return send(201, picture, { Location: `${readSettings(c.env).site.url}/api/media/${picture.hash}` });
  },

  async getPicture(c, send) {
    const picture = await deskOf(c.env).media.find(readHash(c));
    if (!picture) throw missing();
    return send(200, picture);
  },

  async addPictureSize(c, send) {
    const hash = readHash(c);
    requireType(c, ...SIZE_TYPES);
    const bytes = await readBytes(c.req.raw, 'A smaller size of a picture', MAX_SIZES_BYTES);
    const stored = await storeSize(c.env, hash, bytes, c.get('actor'));
    if (!stored.ok) throw refusalProblem(stored);
    return send(200, stored.picture);
  },

  async describePicture(c, send) {
    const hash = readHash(c);
    const texts = await readJson(c, pictureTextsSchema);
    const done = await deskOf(c.env).media.describe(hash, texts, { actor: c.get('actor') });
    if (!done.ok) throw refusalProblem(done);
    return send(200, done.picture);
  },
};
