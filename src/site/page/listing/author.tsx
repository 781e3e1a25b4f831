import { languageAttributes, type Words } from '../../../language/words.ts';
import type { Person } from '../../../settings/people-schema.ts';
import { pictureUrl, type Site } from '../../../settings/site.ts';
import type { CardLink } from '../../card/card.ts';
import { personUrl } from '../../edition/people.ts';

/** Formats that few programs draw when they show a link. */
const RARELY_DRAWN = /\.(?:svg|avif)(?:[?#]|$)/i;

/** Returns the picture that programs show with a link to a person's page; undefined if there is none, or none that they draw. */
export const portraitLink = ({ name, picture }: Person, site: Pick<Site, 'url'>): CardLink | undefined =>
  picture && !RARELY_DRAWN.test(picture.url)
    ? { ...picture, url: pictureUrl(site, picture), altText: name }
    : undefined;

/** Who an author is, at the head of the page with their stories: in microformats, an h-card (https://microformats.org/wiki/h-card). */
export function Author({
  person,
  site,
  words,
}: {
  person: Person;
  site: Pick<Site, 'language' | 'url'>;
  words: Words;
}) {
  const own = languageAttributes(site.language, words);
  const { name, role, about, url, picture } = person;
  return (
    <div class="author p-author h-card">
      {picture ? (
        <img
          class="u-photo"
          src={picture.url}
          alt=""
          width={picture.width}
          height={picture.height}
          referrerpolicy="no-referrer"
        />
      ) : (
        ''
      )}
      <div>
        <data class="u-url u-uid" value={personUrl(site, person)} />
        <h1 class="p-name">
          <bdi>{name}</bdi>
        </h1>
        {role ? (
          <p class="p-job-title" {...own}>
            <bdi>{role}</bdi>
          </p>
        ) : (
          ''
        )}
        {about ? (
          <p class="p-note" {...own}>
            <bdi>{about}</bdi>
          </p>
        ) : (
          ''
        )}
        {url ? (
          <p>
            <a class="u-url" href={url} rel="me author" dir="auto">
              {new URL(url).host}
            </a>
          </p>
        ) : (
          ''
        )}
      </div>
    </div>
  );
}
