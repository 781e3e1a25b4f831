import { type PictureFacts, sizesOf, sourceSet } from '../pictures/facts.ts';
import type { Picture } from '../story/story.ts';

// A picture with smaller sizes is always shown. One without, as those of other sites, is shown as it is stored, and a record states pixels
// and no bytes. Photographs on the web have about a quarter of a byte for each pixel (one that we measured at quality 80: 0.28 as JPEG, 0.22
// as WebP): 1.5 megapixels are some 400 kB, 4 megapixels 1 MB.

/** The most pixels of a thumbnail's file: enough for a picture of 1600 × 900. */
const MAX_THUMBNAIL_PIXELS = 1_500_000;
/** The most pixels of the lead's picture: enough for 2560 × 1440. */
const MAX_LEAD_PIXELS = 4_000_000;
/** A smaller picture would be blurred at the width that the lead gives it, in pixels. */
const MIN_LEAD_WIDTH = 480;
const MIN_THUMBNAIL_WIDTH = 96;

/** How wide pictures are shown, as `listing.css` lays them out. */
const LEAD_WIDTH = '(min-width: 80rem) 44rem, (min-width: 60rem) 34rem, calc(100vw - 2.5rem)';
const THUMBNAIL_WIDTH = '(min-width: 40rem) 10rem, 5.5rem';

/** What a page of stories knows of one with a picture. */
interface Pictured {
  image: Picture | null;
  pictures?: PictureFacts | undefined;
}

function fits({ image, pictures }: Pictured, minWidth: number, maxPixels: number): Picture | undefined {
  if (!image || image.width < minWidth) return undefined;
  const isLight = image.width * image.height <= maxPixels || sizesOf(image.url, pictures).length > 0;
  return isLight ? image : undefined;
}

/** Returns the picture that the lead shows; undefined if it has none, or one that is too small or too large. */
export const leadPicture = (story: Pictured): Picture | undefined =>
  fits(story, MIN_LEAD_WIDTH, MAX_LEAD_PIXELS);

/** Returns the picture that a story's thumbnail shows; undefined if it has none, or one that is too small or too large. */
export const thumbnailOf = (story: Pictured): Picture | undefined =>
  fits(story, MIN_THUMBNAIL_WIDTH, MAX_THUMBNAIL_PIXELS);

interface ShownPicture {
  picture: Picture;
  known: PictureFacts | undefined;
}

/**
 * A picture beside the headline of its story. It has no alternative text, because it adds nothing to the headline that a reader
 * needs; the story's page describes it. It has no link of its own: the stylesheet extends the headline's over it.
 */
function TeaserPicture({ picture, known, isLead }: ShownPicture & { isLead: boolean }) {
  const { url, width, height, focus } = picture;
  return (
    <img
      class={[
        'u-featured',
        ...(focus ?? '')
          .split(' ')
          .filter(Boolean)
          .map((side) => `at-${side}`),
      ].join(' ')}
      src={url}
      {...sourceSet(picture, known, isLead ? LEAD_WIDTH : THUMBNAIL_WIDTH)}
      alt=""
      width={width}
      height={height}
      referrerpolicy="no-referrer"
      decoding="async"
      {...(isLead ? { fetchpriority: 'high' } : { loading: 'lazy' })}
    />
  );
}

/** The picture of the lead, and who made it. */
export function LeadPicture({ picture, known }: ShownPicture) {
  return (
    <figure>
      <TeaserPicture picture={picture} known={known} isLead />
      {picture.credit ? (
        <figcaption>
          <bdi>{picture.credit}</bdi>
        </figcaption>
      ) : (
        ''
      )}
    </figure>
  );
}

/** The picture of a story below the lead, which loads when the reader comes near it. */
export const Thumbnail = (shown: ShownPicture) => <TeaserPicture {...shown} isLead={false} />;
