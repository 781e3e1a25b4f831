import type { Move } from '../move.ts';
import type { OldPicture, OldPost, OldText } from '../old-site.ts';
import type { Pictures } from '../pictures/pictures.ts';
import { isTooLong } from '../plan/too-long.ts';
import { isAddress } from '../work/fingerprint.ts';
import { inBatches } from './in-batches.ts';

/** How many posts are searched for pictures between two commits. */
const BATCH = 50;

/** What a text with a picture contains. To look for pictures in a text takes as long as to convert it. */
const MAY_HAVE_PICTURE =
  /<\s*(?:img|picture|figure|amp-img|svg)|\[\s*(?:gallery|caption|img)|!\[|wp:(?:\w+\/)?(?:image|gallery|media|cover)|\.(?:jpe?g|png|gif|webp|avif)/i;

/** Lists the pictures that posts, authors and addresses of the old site show, unless that was done for the same source. */
async function listPictures(move: Move, picturesIn: (text: OldText) => OldPicture[]): Promise<void> {
  const { work, progress } = move;
  const { entries, pictures } = work;
  const fingerprint = work.fact('read') ?? '';
  if (work.fact('listed') === fingerprint) return;
  pictures.clear();
  progress.begin('Searching', entries.countPosts());
  const addPost = ({ key, place, content, picture }: OldPost) => {
    if (picture) pictures.add(key, place, picture);
    if (isTooLong(content.text) || !MAY_HAVE_PICTURE.test(content.text)) return;
    for (const each of picturesIn(content)) pictures.add(key, place, each);
  };
  await inBatches(move, entries.posts(), BATCH, addPost);
  work.transaction(() => {
    const none = { alt: null, caption: null, credit: null };
    for (const { name, picture } of entries.all('author')) {
      if (picture !== null) pictures.add('', { entry: `the author ${name}` }, { url: picture, ...none });
    }
    for (const { target, address } of entries.all('address')) {
      if (target.shows === 'picture') pictures.add('', { entry: address }, { url: target.url, ...none });
    }
    work.setFact('listed', fingerprint);
  });
  progress.end();
}

/** Brings the pictures that the server does not have, and notes which are missing where. */
export async function bringPictures(
  move: Move,
  pictures: Pictures,
  picturesIn: (text: OldText) => OldPicture[],
): Promise<void> {
  const { work, progress, interruption } = move;
  await listPictures(move, picturesIn);
  progress.begin('Pictures', work.pictures.count());
  async function* wanted(): AsyncGenerator<OldPicture> {
    for (const picture of work.pictures.distinct()) {
      await interruption.check();
      yield picture;
    }
  }
  await pictures.bring(wanted(), (done) => progress.update(done));
  progress.end();
  work.transaction(() => {
    work.losses.forget('pictures');
    // A post may show a picture several times. The step of the redirects reports addresses that showed a picture.
    let reported = new Set<string>();
    let last = '';
    for (const { owner, place, picture } of work.pictures.all()) {
      if (owner !== last) reported = new Set();
      last = owner;
      if (reported.has(picture.url) || isAddress(place.entry ?? '')) continue;
      reported.add(picture.url);
      const loss = pictures.lossOf(picture.url, place);
      if (loss) work.losses.add('pictures', loss, owner);
    }
  });
}
