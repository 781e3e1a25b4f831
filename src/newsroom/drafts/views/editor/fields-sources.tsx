import { languageOptions } from '../../../frame/language-field.tsx';
import { sentence } from '../../../words/translate.ts';
import { useWords } from '../../../words/words.ts';
import { Field, type FormState, OfRow } from './field.tsx';
import { Rows } from './fields-rows.tsx';
import { CITATION_FIELDS, SOURCE_FIELDS } from './form/field-list.ts';
import { MARKED } from './form/source-list.ts';

export const SOURCE_ROW = [...Object.keys(SOURCE_FIELDS), ...Object.keys(CITATION_FIELDS), 'isBasedOn'];

const KINDS = [
  ['', sentence('Not stated')],
  ['reporting', sentence('Reporting')],
  ['document', sentence('Document')],
  ['data', sentence('Data')],
  ['opinion', sentence('Opinion')],
] as const;

const FREE = [
  ['', sentence('Not stated')],
  ['true', sentence('Yes')],
  ['false', sentence('No')],
] as const;

const MORE = [
  'author',
  'inLanguage',
  'kind',
  'isAccessibleForFree',
  'publisher.url',
  'publisher.ownership',
  'quote.prefix',
  'quote.suffix',
  'archivedAt',
  'accessed',
];

function SourceFields({ form, place }: { form: FormState; place: number | string }) {
  const t = useWords();
  const name = (field: string) => `source.${place}.${field}`;
  const field = (own: string, label: string, hint?: string) => (
    <Field form={form} name={name(own)} label={label} hint={hint} />
  );
  const said = (options: typeof KINDS | typeof FREE) =>
    options.map(([value, words]) => [value, t(words)] as const);
  const needsLook = form.other !== undefined || MORE.some((own) => form.faults.has(name(own)));
  return (
    <>
      {field('url', t('Address'))}
      <div class="columns">
        {field('name', t('Title'))}
        {field('publisher.name', t('Publisher'))}
      </div>
      {field('datePublished', t('Date'), t('2026-03-04, 2026-03 or 2026'))}
      {form.values.isBasedOn === 'chosen' ? (
        <p>
          <input type="hidden" name={name('isBasedOn')} value="" />
          <label>
            <input
              type="checkbox"
              name={name('isBasedOn')}
              value="yes"
              checked={form.values[name('isBasedOn')] === MARKED}
            />{' '}
            {t('The story sums up this source')}
            <OfRow name={name('isBasedOn')} />
          </label>
        </p>
      ) : (
        ''
      )}
      <Field form={form} name={name('quote.exact')} label={t('Words that are quoted from it')} rows={2} />
      <details open={needsLook}>
        <summary>
          {t('More about this source')}
          <OfRow name={name('kind')} />
        </summary>
        <div class="columns">
          <Field form={form} name={name('kind')} label={t('Kind')} options={said(KINDS)} />
          <Field
            form={form}
            name={name('isAccessibleForFree')}
            label={t('Free to read')}
            options={said(FREE)}
          />
          <Field
            form={form}
            name={name('inLanguage')}
            label={t('Language')}
            options={[
              ['', t('Not stated')],
              ...languageOptions(form.newsroomLanguage, form.values[name('inLanguage')] ?? '', t.tag),
            ]}
          />
          {field('accessed', t('Read on'), '2026-03-04')}
        </div>
        <Field
          form={form}
          name={name('author')}
          label={t('Authors')}
          hint={t('One on a line; an address may follow the name')}
          rows={1}
        />
        {field('archivedAt', t('Archived copy'), t('The address of a copy that stays'))}
        <Field form={form} name={name('quote.prefix')} label={t('Words before the quote')} rows={1} />
        <Field form={form} name={name('quote.suffix')} label={t('Words after the quote')} rows={1} />
        {field('publisher.url', t('Publisher’s address'))}
        {field('publisher.ownership', t('Who owns the publisher'), t('In words, if readers should know'))}
      </details>
    </>
  );
}

/** All sources of the story in one list, whichever list of the record they are in. */
export function SourceList({ form }: { form: FormState }) {
  const { isBasedOn } = form.values;
  const t = useWords();
  if (isBasedOn === undefined) return <Field form={form} name="isBasedOn" label={t('Sources')} />;
  const choice = (value: string, label: string) => (
    <p>
      <label>
        <input type="radio" name="isBasedOn" value={value} checked={isBasedOn === value} /> {label}
      </label>
    </p>
  );
  return (
    <>
      <div class="field" data-needs-script="" hidden>
        <label for="new-address">{t('Address of a new source')}</label>
        <input type="text" id="new-address" data-new-address="" />
      </div>
      <Rows
        form={form}
        list="source"
        fields={SOURCE_ROW}
        titles={['name', 'publisher.name', 'url']}
        render={(place, state) => <SourceFields form={state} place={place} />}
      />
      <fieldset id="isBasedOn">
        <legend>{t('Which sources does the story sum up?')}</legend>
        {choice('cited', t('Those that the analysis cites'))}
        {choice('chosen', t('Those that you mark, or none (the marks appear when you save)'))}
      </fieldset>
    </>
  );
}
