import { readPictureBytes } from '../../../platform/picture-store.ts';
import type { PictureId } from '../../../site/pictures/address.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import type { NumberedPicture } from './media.ts';
import type { StorageEnv } from './store-picture.ts';

/** Where exports and backups get pictures from. */
export interface PictureSource {
  /** Lists pictures in the order of their ids, those above `after`. */
  listAfter: (after: number, limit: number) => Promise<NumberedPicture[]>;
  /** Returns those of the paths that no picture of this newsroom has. */
  unknownPaths: (paths: string[]) => Promise<string[]>;
  /** Returns the bytes of a picture; undefined if they are lost. */
  read: (id: PictureId) => Promise<Uint8Array | undefined>;
}

export const picturesOf = (env: StorageEnv): PictureSource => ({
  listAfter: (after, limit) => deskOf(env).media.listAfter(after, limit),
  unknownPaths: (paths) => deskOf(env).media.unknownPaths(paths),
  read: (id) => readPictureBytes(env, id),
});
