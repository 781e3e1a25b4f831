import { createHash } from 'node:crypto';
import { type SitePage, serializePage } from '../../../site/site-page/site-page.ts';

/** A page's content in 16 hexadecimal digits. */
export const fingerprintPage = (page: SitePage) =>
  createHash('sha256').update(serializePage(page)).digest('hex').slice(0, 16);

/** Every version of the pages of `data/pages` that Edgewire has come with. Whoever changes one adds it here. */
const SAMPLES: ReadonlySet<string> = new Set([
  '074bf40153832a33', // about
  '1b29c1710f53c5c4', // contact
  '8c312406f71893bc', // corrections
  '9505c2d99a916e94', // imprint
  'db365622bb58c833', // privacy
]);

/** Whether a page is one that Edgewire came with, and that nobody has edited. */
export const isSamplePage = (page: SitePage) => SAMPLES.has(fingerprintPage(page));
