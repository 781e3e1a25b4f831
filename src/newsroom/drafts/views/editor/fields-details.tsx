import { type Site, storyUrl } from '../../../../settings/site.ts';
import { FIELD_PLACES } from '../../../../site/story/field-places.ts';
import { LINE_FIELD_NAMES, LINE_FIELDS } from '../../../../site/story/line-fields.ts';
import { FOCUS } from '../../../../site/story/story.ts';
import { languageInWords, languageOptions } from '../../../frame/language-field.tsx';
import { readFormTime } from '../../../frame/times.ts';
import type { UploadedPicture } from '../../../pictures/desk/picture.ts';
import { pagePath, thumbnailUrl } from '../../../pictures/views/pages.tsx';
import type { ListedStory } from '../../../stories/desk/story-lists.ts';
import { sentence } from '../../../words/translate.ts';
import { type Translate, useWords } from '../../../words/words.ts';
import type { Draft } from '../../desk/draft.ts';
import { Field, type FormState } from './field.tsx';
import { Rows } from './fields-rows.tsx';
import { CORRECTION_FIELDS } from './form/field-list.ts';
import { AT_A_TIME, ON_PUBLISHING, WHEN } from './form/times.ts';

export const CORRECTION_ROW = [...Object.keys(CORRECTION_FIELDS), 'datePublished.day', 'datePublished.time'];

/** A day and a time in the newsroom's zone. */
function TimeFields({
  form,
  name,
  label,
  hint,
  zone,
}: {
  form: FormState;
  name: string;
  label: string;
  hint: string;
  zone: string;
}) {
  const t = useWords();
  const [day = '', time = ''] = [form.values[`${name}.day`], form.values[`${name}.time`]];
  const read = day === '' || time === '' ? undefined : readFormTime({ day, time }, zone);
  return (
    <>
      <div class="columns">
        <Field
          form={form}
          name={`${name}.day`}
          label={t('{label}: day', { label })}
          hint={hint}
          kind="date"
        />
        <Field form={form} name={`${name}.time`} label={t('{label}: time', { label })} kind="time" />
      </div>
      {read?.ok && 'second' in read ? (
        <p class="quiet">
          {t(
            'Clocks go back that day and show {time} twice. The first is meant. If you mean the second, write it under More, Text: {second}.',
            { time, second: String(read.second) },
          )}
        </p>
      ) : (
        ''
      )}
    </>
  );
}

/** Whether a draft changes a story that readers have. */
const isChange = ({ values }: FormState, draft: Draft): boolean =>
  draft.base !== null || values['dateModified.day'] !== '' || values['correction.0.text'] !== undefined;

interface TimedFields {
  form: FormState;
  draft: Draft;
  zone: string;
}

/** When the story appears; and for a published one, its last change. */
export function ScheduleFields({ form, draft, zone }: TimedFields) {
  const t = useWords();
  return (
    <>
      <div class="publication">
        <Field
          form={form}
          name={WHEN}
          label={t('It appears')}
          options={[
            [ON_PUBLISHING, t('When it is published, dated then')],
            [AT_A_TIME, t('At a time')],
          ]}
        />
        <TimeFields
          form={form}
          name="datePublished"
          zone={zone}
          label={t('Publication')}
          hint={t('A time in the future schedules the story.')}
        />
      </div>
      {isChange(form, draft) ? (
        <TimeFields
          form={form}
          name="dateModified"
          zone={zone}
          label={t('Last change')}
          hint={t('When what the story says was last changed.')}
        />
      ) : (
        ''
      )}
    </>
  );
}

/** The correction notices of a story that readers have. */
export function CorrectionFields({ form, draft, zone }: TimedFields) {
  const t = useWords();
  if (!isChange(form, draft))
    return form.values.correction === undefined ? (
      ''
    ) : (
      <input type="hidden" name="correction" value="listed" />
    );
  return (
    <>
      <h3>{t('Correction notices')}</h3>
      <p class="quiet">
        {t(
          'What was wrong, and what is right. Readers see it above the analysis, and in feeds. A change of style needs none.',
        )}
      </p>
      {form.values.correction === undefined ? (
        <Field form={form} name="correction" label={t('Correction notices')} />
      ) : (
        <>
          <Rows
            form={form}
            list="correction"
            fields={CORRECTION_ROW}
            titles={['text']}
            render={(place, state) => (
              <>
                <Field form={state} name={`correction.${place}.text`} label={t('Notice')} rows={3} isStory />
                <TimeFields
                  form={state}
                  name={`correction.${place}.datePublished`}
                  zone={zone}
                  label={t('Date')}
                  hint={t('Empty for the time at which you save.')}
                />
              </>
            )}
          />
          <input type="hidden" name="correction" value="listed" />
        </>
      )}
    </>
  );
}

/** Where the most important part of a picture may be, for editors. */
const FOCUS_NAMES: Readonly<Record<(typeof FOCUS)[number], string>> = {
  'left top': sentence('Left top'),
  top: sentence('Top'),
  'right top': sentence('Right top'),
  left: sentence('Left'),
  center: sentence('Center'),
  right: sentence('Right'),
  'left bottom': sentence('Left bottom'),
  bottom: sentence('Bottom'),
  'right bottom': sentence('Right bottom'),
};

const FORMATS = ['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif'];

/** `picture` is what the newsroom knows of the picture, if it was uploaded here. */
export function PictureFields({ form, picture }: { form: FormState; picture?: UploadedPicture | undefined }) {
  const t = useWords();
  const { 'image.url': url = '', 'image.alt': alt = '' } = form.values;
  const uploaded = picture?.url === url ? picture : undefined;
  const shown = uploaded ? thumbnailUrl(uploaded) : /^(https:\/\/|\/)/.test(url) ? url : '';
  return (
    <div data-pictures="">
      <p>
        <a href={`/newsroom/pictures?draft=${form.id}`}>{t('Upload or choose a picture')}</a>
      </p>
      {shown ? <img class="thumbnail" src={shown} alt={alt} data-picture="preview" /> : ''}
      <p data-picture="name">{uploaded ? <a href={pagePath(uploaded.hash)}>{uploaded.name}</a> : ''}</p>
      <Field
        form={form}
        name="image.alt"
        label={t('Description')}
        hint={t('For readers who cannot see it')}
        rows={2}
        isStory
      />
      <Field
        form={form}
        name="image.caption"
        label={t('Caption')}
        hint={t('The text below the picture')}
        rows={2}
        isStory
      />
      <Field
        form={form}
        name="image.credit"
        label={t('Credit')}
        hint={t('Photo: {name}, CC BY 4.0', { name: 'Ann Lee' })}
      />
      <Field
        form={form}
        name="image.focus"
        label={t('Keep in thumbnails')}
        options={[['', t('Not stated')], ...FOCUS.map((place) => [place, t(FOCUS_NAMES[place])] as const)]}
      />
      <details
        open={['url', 'width', 'height', 'encodingFormat'].some((name) => form.faults.has(`image.${name}`))}
      >
        <summary>{t('Address, size and format')}</summary>
        <p class="quiet">{t('Empty the address to take the picture away.')}</p>
        <Field form={form} name="image.url" label={t('Address of the picture')} />
        <Field form={form} name="image.width" label={t('Width in pixels')} kind="number" />
        <Field form={form} name="image.height" label={t('Height in pixels')} kind="number" />
        <Field
          form={form}
          name="image.encodingFormat"
          label={t('Format')}
          options={[
            ['', t('Not stated')],
            ...FORMATS.map((format) => [format, format.slice(6).toUpperCase()] as const),
          ]}
        />
      </details>
    </div>
  );
}

/** What a story is called among those that a draft may translate. */
export const titleOfOriginal = (
  { tag }: Translate,
  { headline, inLanguage }: Pick<ListedStory, 'headline' | 'inLanguage'>,
) => `${headline} (${languageInWords(inLanguage, tag)})`;

/** Language, original, authors, address, line fields and licence. `stories` are proposed as the original of a translation. */
export function DetailFields({
  form,
  draft,
  site,
  stories = [],
}: {
  form: FormState;
  draft: Draft;
  site: Site;
  stories?: readonly ListedStory[] | undefined;
}) {
  const t = useWords();
  return (
    <>
      <Field
        form={form}
        name="inLanguage"
        label={t('Language of the story')}
        options={languageOptions(site.language, form.values.inLanguage ?? '', t.tag)}
      />
      <Field
        form={form}
        name="translationOfWork"
        label={t(FIELD_PLACES.translationOfWork.editor.translationOfWork)}
        attributes={{ list: 'originals' }}
      />
      <datalist id="originals">
        {stories.map((story) => (
          <option value={story.slug}>{titleOfOriginal(t, story)}</option>
        ))}
      </datalist>
      <Field
        form={form}
        name="author"
        label={t('Authors')}
        hint={t('One on a line; an address may follow the name')}
        rows={2}
      />
      <Field
        form={form}
        name="slug"
        label={t('Address of the story')}
        hint={t('Readers find it at {address}. Write another last part to change that.', {
          address: storyUrl(site, form.values.slug || draft.name),
        })}
      />
      {LINE_FIELD_NAMES.map((name) => (
        <Field
          form={form}
          name={name}
          label={t(LINE_FIELDS[name].editor.label)}
          hint={t(LINE_FIELDS[name].editor.hint)}
        />
      ))}
      <Field
        form={form}
        name="license"
        label={t('Licence')}
        hint={t('The address of its text, if it is not the site’s')}
      />
    </>
  );
}
