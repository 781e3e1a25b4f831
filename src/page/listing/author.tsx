import type { Person } from '../../people-schema.ts';

/** Who an author is, at the head of the page with their stories: in microformats, an h-card (https://microformats.org/wiki/h-card). */
export function Author({ person }: { person: Person }) {
  const { name, role, about, url, picture } = person;
  return (
    <div class="author h-card">
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
        <h1 class="p-name" dir="auto">
          {name}
        </h1>
        {role ? (
          <p class="p-job-title" dir="auto">
            {role}
          </p>
        ) : (
          ''
        )}
        {about ? (
          <p class="p-note" dir="auto">
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
