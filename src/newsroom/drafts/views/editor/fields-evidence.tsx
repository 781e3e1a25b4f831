import { type Translate, useWords } from '../../../words/words.ts';
import type { Check } from './check/check.ts';
import { Field, type FormState, OfRow } from './field.tsx';
import { Rows } from './fields-rows.tsx';
import { EVIDENCE_FIELDS } from './form/field-list.ts';
import { placesOf, type Values } from './form/values.ts';

export const EVIDENCE_ROW = Object.keys(EVIDENCE_FIELDS);

/** Returns the sources to choose from: their addresses, and what they are called. */
function sourceOptions(t: Translate, values: Values): [string, string][] {
  const sources = placesOf(values, 'source').flatMap((place): [string, string][] => {
    const [url = '', name = '', publisher = ''] = ['url', 'name', 'publisher.name'].map(
      (own) => values[`source.${place}.${own}`],
    );
    if (url === '') return [];
    const title = [name, publisher].filter((part) => part !== '').join(', ') || url;
    return [[url, `${place + 1}. ${title.slice(0, 100)}`]];
  });
  return [['', t('Choose a source')], ...sources];
}

/** The evidence: passages of the TL;DR, each with a source and its words, and what a comparison of the two found. */
export function EvidenceList({ form, check }: { form: FormState; check: Check }) {
  const t = useWords();
  if (form.values.evidence === undefined) return <Field form={form} name="evidence" label={t('Evidence')} />;
  const options = sourceOptions(t, form.values);
  const missing = check.groundings.filter(({ verdict }) => verdict === 'no evidence');
  const verdictOf = (claim: string | undefined) =>
    check.groundings.find((each) => each.claim === claim && each.verdict !== 'no evidence');
  return (
    <>
      <Rows
        form={form}
        list="evidence"
        fields={EVIDENCE_ROW}
        titles={['claim']}
        render={(place, state) => {
          const name = (field: string) => `evidence.${place}.${field}`;
          const verdict = verdictOf(state.values[name('claim')]);
          return (
            <>
              <Field
                form={state}
                name={name('claim')}
                label={t('Passage of the TL;DR')}
                hint={t('Word for word')}
                rows={2}
                isStory
              />
              <Field form={state} name={name('source')} label={t('Source')} options={options} />
              <Field
                form={state}
                name={name('quote.exact')}
                label={t('Its words')}
                hint={t('What the source says, word for word')}
                rows={2}
              />
              <p id={`verdict-${place}`} class="quiet" hidden={verdict === undefined}>
                {verdict?.words ?? ''}
              </p>
              <details open={state.other !== undefined}>
                <summary>
                  {t('Words around the quote')}
                  <OfRow name={name('claim')} />
                </summary>
                <Field form={state} name={name('quote.prefix')} label={t('Words before it')} rows={1} />
                <Field form={state} name={name('quote.suffix')} label={t('Words after it')} rows={1} />
              </details>
            </>
          );
        }}
      />
      <input type="hidden" name="evidence" value="listed" />
      {missing.length > 0 ? (
        <>
          <p>{t('Still without evidence:')}</p>
          <ul>
            {missing.map(({ claim, words }) => (
              <li>
                <q dir="auto">{claim}</q> {words}
              </li>
            ))}
          </ul>
        </>
      ) : (
        ''
      )}
    </>
  );
}
