import { readPictureBytes } from '../../../platform/picture-store.ts';
import type { PictureId } from '../../../site/pictures/address.ts';
import type { Article } from '../../../site/story/article.ts';
import { picturesShown, withPictures } from '../../../site/story/pictured-article.ts';
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

/** Returns a draft with what is known of the pictures that it shows, so that a preview shows what readers will get. */
export async function withKnownPictures(env: StorageEnv, article: Article): Promise<Article> {
  const paths = picturesShown(article);
  return paths.length === 0 ? article : withPictures(article, await deskOf(env).media.factsOf(paths));
}
