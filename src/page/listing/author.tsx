import { languageAttributes, type Words } from '../../language/words.ts';
import type { Person } from '../../people-schema.ts';
import type { Site } from '../../site.ts';

/** Who an author is, at the head of the page with their stories: in microformats, an h-card (https://microformats.org/wiki/h-card). */
export function Author({
  person,
  site,
  words,
}: {
  person: Person;
  site: Pick<Site, 'language'>;
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
        <h1 class="p-name">
          <bdi>{name}</bdi>
        </h1>
        {role ? (
          <p class="p-job-title" {...own}>
            {role}
          </p>
        ) : (
          ''
        )}
        {about ? (
          <p class="p-note" {...own}>
            {about}
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
