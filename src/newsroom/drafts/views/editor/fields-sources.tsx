import { withReadableHosts } from '../../../../lib/readable-host.ts';
import type { Check } from './check/check.ts';
import { normalAddress } from './check/citations.ts';
import { Field, type FormState } from './field.tsx';
import { Rows } from './fields-rows.tsx';
import { CITATION_FIELDS, SOURCE_FIELDS } from './form/field-list.ts';
import { MARKED } from './form/source-list.ts';

export const SOURCE_ROW = [...Object.keys(SOURCE_FIELDS), ...Object.keys(CITATION_FIELDS), 'isBasedOn'];

const KINDS = [
  ['', 'Not stated'],
  ['reporting', 'Reporting'],
  ['document', 'Document'],
  ['data', 'Data'],
  ['opinion', 'Opinion'],
] as const;

const FREE = [
  ['', 'Not stated'],
  ['true', 'Yes'],
  ['false', 'No'],
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
  const name = (field: string) => `source.${place}.${field}`;
  const field = (own: string, label: string, hint?: string) => (
    <Field form={form} name={name(own)} label={label} hint={hint} />
  );
  const needsLook = form.other !== undefined || MORE.some((own) => form.faults.has(name(own)));
  return (
    <>
      {field('url', 'Address')}
      <div class="columns">
        {field('name', 'Title')}
        {field('publisher.name', 'Publisher')}
      </div>
      {field('datePublished', 'Date', '2026-03-04, 2026-03 or 2026')}
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
            The story sums up this source
          </label>
        </p>
      ) : (
        ''
      )}
      <Field form={form} name={name('quote.exact')} label="Words that are quoted from it" rows={2} />
      <details open={needsLook}>
        <summary>More about this source</summary>
        <div class="columns">
          <Field form={form} name={name('kind')} label="Kind" options={KINDS} />
          <Field form={form} name={name('isAccessibleForFree')} label="Free to read" options={FREE} />
          {field('inLanguage', 'Language', 'Its code: en, de, zh')}
          {field('accessed', 'Read on', '2026-03-04')}
        </div>
        <Field
          form={form}
          name={name('author')}
          label="Authors"
          hint="One on a line; an address may follow the name"
          rows={1}
        />
        {field('archivedAt', 'Archived copy', 'The address of a copy that stays')}
        <Field form={form} name={name('quote.prefix')} label="Words before the quote" rows={1} />
        <Field form={form} name={name('quote.suffix')} label="Words after the quote" rows={1} />
        {field('publisher.url', 'Publisher’s address')}
        {field('publisher.ownership', 'Who owns the publisher', 'In words, if readers should know')}
      </details>
    </>
  );
}

/** All sources of the story in one list, whichever list of the record they are in. */
export function SourceList({ form }: { form: FormState }) {
  const { isBasedOn } = form.values;
  if (isBasedOn === undefined) return <Field form={form} name="isBasedOn" label="Sources" />;
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
        <label for="new-address">Address of a new source</label>
        <input type="text" id="new-address" data-new-address="" />
      </div>
      <Rows
        form={form}
        list="source"
        noun="Source"
        fields={SOURCE_ROW}
        titles={['name', 'publisher.name', 'url']}
        render={(place, state) => <SourceFields form={state} place={place} />}
      />
      <fieldset id="isBasedOn">
        <legend>Which sources does the story sum up?</legend>
        {choice('cited', 'Those that the analysis cites')}
        {choice('chosen', 'Those that you mark, or none (the marks appear when you save)')}
      </fieldset>
    </>
  );
}

/** What is most likely a mistake in the analysis, each with its line there. */
export const MistakeItems = ({ mistakes }: Pick<Check, 'mistakes'>) => (
  <>
    {mistakes.map(({ line, text, rule }) => (
      <li>
        Line {line} of the analysis: <q dir="auto">{text}</q> {rule}.
      </li>
    ))}
  </>
);

/** The citations of the analysis, and how often each source is cited. */
function CitationList({ check }: { check: Check }) {
  const cited = [
    ...new Map(check.citations.map((each) => [`${normalAddress(each.url)} ${each.label}`, each])).values(),
  ];
  const unused = check.sources.flatMap(({ uses }, place) => (uses === 0 ? [place + 1] : []));
  return (
    <div id="citations">
      {check.counts === null ? (
        <p class="quiet">The analysis is too long for a story, so its citations are not checked.</p>
      ) : cited.length === 0 ? (
        <p class="quiet">The analysis cites nothing yet.</p>
      ) : (
        ''
      )}
      <ul class="rows">
        {cited.map(({ url, label, uses, words }) => (
          <li>
            <bdi>{label}</bdi>: {words} Cited {uses === 1 ? 'once' : `${uses} times`}.{' '}
            <span class="quiet">{withReadableHosts(url)}</span>
          </li>
        ))}
      </ul>
      {unused.length > 0 && cited.length > 0 ? (
        <p class="quiet">
          Not cited: {unused.length === 1 ? 'source' : 'sources'} {unused.join(', ')}.
        </p>
      ) : (
        ''
      )}
    </div>
  );
}

/** The citations of the analysis, and what only looks like one. */
export const Citations = ({ check }: { check: Check }) => (
  <>
    <CitationList check={check} />
    <ul class="rows" id="mistakes" hidden={check.mistakes.length === 0}>
      <MistakeItems mistakes={check.mistakes} />
    </ul>
  </>
);
