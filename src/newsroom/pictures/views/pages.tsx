import type { Child } from 'hono/jsx';
import { FORMATS } from '../../../site/pictures/formats.ts';
import { formatTime } from '../../frame/times.ts';
import { type Translate, useWords } from '../../words/words.ts';
import type { PictureTexts, UploadedPicture } from '../desk/picture.ts';

// The parts of the pages of pictures.

/** What is wrong with a field of a form. */
export type Faults = Partial<Record<'picture' | 'alt' | 'credit', string>>;

/** The media types that file dialogs offer. An iPhone turns its photos into JPEG if HEIC is not among them. */
export const ACCEPTED = Object.values(FORMATS)
  .map(({ mediaType }) => mediaType)
  .join(',');

function Field(props: { name: keyof Faults; label: string; hint: string; faults: Faults; children: Child }) {
  const { name, label, hint, faults, children } = props;
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <span class="hint" id={`hint-${name}`}>
        {hint}
      </span>
      {children}
      {faults[name] === undefined ? (
        ''
      ) : (
        <p class="fault" id={`fault-${name}`}>
          {faults[name]}
        </p>
      )}
    </div>
  );
}

const describedBy = (name: keyof Faults, faults: Faults) => ({
  'aria-describedby': `hint-${name}${faults[name] === undefined ? '' : ` fault-${name}`}`,
  ...(faults[name] === undefined ? {} : { 'aria-invalid': 'true' as const }),
});

/** The fields for what readers are told of a picture. */
export function TextFields({ texts, faults }: { texts: PictureTexts; faults: Faults }) {
  const t = useWords();
  return (
    <>
      <Field
        name="alt"
        label={t('Description')}
        hint={t('What the picture shows, for readers who cannot see it.')}
        faults={faults}
      >
        <input id="alt" name="alt" value={texts.alt ?? ''} maxlength={500} {...describedBy('alt', faults)} />
      </Field>
      <Field
        name="credit"
        label={t('Credit')}
        hint={t(
          'Who made it, and its licence, as in “Photo: Ann Lee, CC BY 4.0”. Readers see it below the picture.',
        )}
        faults={faults}
      >
        <input
          id="credit"
          name="credit"
          value={texts.credit ?? ''}
          maxlength={300}
          {...describedBy('credit', faults)}
        />
      </Field>
    </>
  );
}

/** The form that uploads a picture. */
export function UploadForm(props: { texts: PictureTexts; faults: Faults; draft: string | undefined }) {
  const t = useWords();
  const { texts, faults, draft } = props;
  return (
    <form method="post" action="/newsroom/pictures" enctype="multipart/form-data" id="upload">
      <Field
        name="picture"
        label={t('Picture')}
        hint={t(
          'JPEG, PNG, WebP, AVIF or GIF, at most 10 MB. Place, camera and other hidden data are taken out.',
        )}
        faults={faults}
      >
        <input
          id="picture"
          name="picture"
          type="file"
          accept={ACCEPTED}
          required
          {...describedBy('picture', faults)}
        />
      </Field>
      <TextFields texts={texts} faults={faults} />
      {draft === undefined ? '' : <input type="hidden" name="draft" value={draft} />}
      <p class="actions">
        <button class="main" type="submit">
          {t('Upload')}
        </button>
      </p>
    </form>
  );
}

function size(t: Translate, bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1000)} kB`;
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return `${(bytes / 1e6).toLocaleString(t.tag, digits)} MB`;
}

/** What is known of a picture, in a line. */
export function facts(t: Translate, picture: UploadedPicture, zone: string): string {
  const { width, height, extension, bytes, by, at } = picture;
  return t('{width} × {height} pixels, {format}, {size}. Uploaded by {name}, {time}.', {
    width: String(width),
    height: String(height),
    format: FORMATS[extension].name,
    size: size(t, bytes),
    name: by,
    time: formatTime(at, zone, t.tag),
  });
}

/** The smallest file of a picture. */
export const thumbnailUrl = ({ url, sizes }: UploadedPicture) => sizes[0]?.url ?? url;

/** The path of a picture's own page. */
export const pagePath = (hash: string) => `/newsroom/pictures/${hash}`;

/** The page of a draft, with a picture to be filled in. */
export const draftPath = (draft: string, hash: string) =>
  `/newsroom/drafts/${encodeURIComponent(draft)}?picture=${hash}`;

/** The list of pictures. For a draft, each can be chosen for it. */
export function PictureList(props: {
  pictures: readonly UploadedPicture[];
  zone: string;
  draft: string | undefined;
}) {
  const t = useWords();
  const { pictures, zone, draft } = props;
  return (
    <ul class="rows">
      {pictures.map((picture) => (
        <li>
          <img
            class="thumbnail"
            src={thumbnailUrl(picture)}
            alt=""
            width={picture.width}
            height={picture.height}
            loading="lazy"
            decoding="async"
          />
          <p>
            <a class="title" href={pagePath(picture.hash)}>
              {picture.name}
            </a>{' '}
            {picture.alt === null ? <span class="state bad">{t('no description')}</span> : ''}
          </p>
          {picture.alt === null ? '' : <p>{picture.alt}</p>}
          {picture.credit === null ? '' : <p>{picture.credit}</p>}
          <p class="quiet">{facts(t, picture, zone)}</p>
          {draft === undefined ? (
            ''
          ) : (
            <p class="actions">
              <a class="button" href={draftPath(draft, picture.hash)}>
                {t('Use in the draft')}
                <span class="hidden">: {picture.name}</span>
              </a>
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
