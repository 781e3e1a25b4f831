import { picturePathsIn } from '../pictures/address.ts';
import type { PictureFacts } from '../pictures/facts.ts';
import type { Article } from './article.ts';

/** Returns the paths of the uploaded pictures that a story's page shows. */
export const picturesShown = ({ image, rendering }: Article): string[] => [
  ...picturePathsIn(JSON.stringify([image?.url, rendering.page])),
];

/** Returns the article with what is known of its pictures; the article itself if that is nothing. */
export const withPictures = (article: Article, pictures: PictureFacts | undefined): Article =>
  pictures ? { ...article, pictures } : article;
