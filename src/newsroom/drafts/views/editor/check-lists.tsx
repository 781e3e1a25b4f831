import type { Child } from 'hono/jsx';
import { withReadableHosts } from '../../../../lib/readable-host.ts';
import { listOf, type Translate, useWords, Words } from '../../../words/words.ts';
import type { Check, FormFault } from './check/check.ts';
import { normalAddress } from './check/citations.ts';
import { sayRule } from './check/rule-words.ts';
import { draftPath } from './open-draft.ts';

// What a check found, in lists. While somebody writes, the script asks for what stands in them, and shows it anew.

interface FaultProps {
  check: Pick<Check, 'faults'>;
  id: string;
  /** The address of the page that has the fields, if another page lists the faults. */
  base?: string;
}

function FaultItems({ check, id, base = '' }: FaultProps) {
  const t = useWords();
  const wrong = check.faults.filter(({ isEmpty }) => !isEmpty);
  const empty = check.faults.filter(({ isEmpty }) => isEmpty);
  const place = ({ field, label, line }: FormFault) =>
    field ? (
      <a href={`${base}#${field}`}>{label}</a>
    ) : line === undefined ? (
      label
    ) : (
      <a href={`${draftPath(id)}/text?line=${line}`}>{label}</a>
    );
  return (
    <>
      {wrong.length > 0 ? (
        <>
          <h2>{t('Before this can be published')}</h2>
          <ul>
            {wrong.map((fault) => (
              <li>{sayRule(t, fault.rule, place(fault))}</li>
            ))}
          </ul>
        </>
      ) : (
        ''
      )}
      {empty.length > 0 ? (
        <p class="quiet">
          {t('Still empty: {fields}', {
            fields: <>{listOf(t, empty.map(place))}</>,
          })}
        </p>
      ) : (
        ''
      )}
    </>
  );
}

/** The faults of a draft, each with a link to its field. Fields that are still empty come last, in a line. */
export function FaultList(props: FaultProps) {
  const t = useWords();
  return (
    <section
      id="all-faults"
      aria-label={t('Before this can be published')}
      hidden={props.check.faults.length === 0}
    >
      <FaultItems {...props} />
    </section>
  );
}

/** Has each fault lead to its line in the whole text rather than to its field. */
export const byLine = <Faults extends Pick<Check, 'faults'>>(t: Translate, check: Faults): Faults => ({
  ...check,
  faults: check.faults.map((fault) =>
    fault.line === undefined
      ? fault
      : { ...fault, field: '', label: t('{field}, line {line}', { field: fault.label, line: fault.line }) },
  ),
});

/** What is most likely a mistake in the analysis, each of which leads there. `base` is the page that has the analysis. */
export function MistakeItems({ mistakes, base = '' }: Pick<Check, 'mistakes'> & { base?: string }) {
  const t = useWords();
  return (
    <>
      {mistakes.map(({ text, rule }) => (
        <li>
          {sayRule(
            t,
            rule,
            <a href={`${base}#articleBody`}>
              <q dir="auto">{text}</q>
            </a>,
          )}
          {rule.instead === undefined ? (
            ''
          ) : (
            <> {t('Or, in the form, write: {instead}', { instead: <bdi>{rule.instead}</bdi> })}</>
          )}
        </li>
      ))}
    </>
  );
}

function CitationItems({ check }: { check: Check }) {
  const t = useWords();
  const cited = [
    ...new Map(check.citations.map((each) => [`${normalAddress(each.url)} ${each.label}`, each])).values(),
  ];
  const unused = check.sources.flatMap(({ uses }, place) => (uses === 0 ? [place + 1] : []));
  return (
    <>
      {check.counts === null ? (
        <p class="quiet">{t('The analysis is too long for a story, so its citations are not checked.')}</p>
      ) : cited.length === 0 ? (
        <p class="quiet">{t('The analysis cites nothing yet.')}</p>
      ) : (
        ''
      )}
      <ul class="rows">
        {cited.map(({ url, label, uses, words }) => (
          <li>
            <bdi>{label}</bdi>: {words} {t(['Cited once.', 'Cited {count} times.'], { count: uses })}{' '}
            <span class="quiet">{withReadableHosts(url)}</span>
          </li>
        ))}
      </ul>
      {unused.length > 0 && cited.length > 0 ? (
        <p class="quiet">
          {t(['Not cited: source {numbers}.', 'Not cited: sources {numbers}.'], {
            count: unused.length,
            numbers: (
              <>
                {listOf(
                  t,
                  unused.map((number) => number.toLocaleString(t.tag)),
                )}
              </>
            ),
          })}
        </p>
      ) : (
        ''
      )}
    </>
  );
}

/** The citations of the analysis, how often each source is cited, and what only looks like a citation. */
export const Citations = ({ check }: { check: Check }) => (
  <>
    <div id="citations">
      <CitationItems check={check} />
    </div>
    <ul class="rows" id="mistakes" hidden={check.mistakes.length === 0}>
      <MistakeItems mistakes={check.mistakes} />
    </ul>
  </>
);

/** Says how long the analysis is; nothing of what it has none of. */
export function countsLine(t: Translate, { counts }: Pick<Check, 'counts'>): string {
  const { words = 0, citations = 0 } = counts ?? {};
  const parts = [
    ...(words > 0 ? [t(['{count} word', '{count} words'], { count: words })] : []),
    ...(citations > 0 ? [t(['{count} citation', '{count} citations'], { count: citations })] : []),
  ];
  return new Intl.ListFormat(t.tag, { style: 'narrow' }).format(parts);
}

/** Returns what stands in each list of a page, as HTML by the id of its place. */
export function listsOf(
  t: Translate,
  check: Check,
  id: string,
  page: 'form' | 'text',
): Record<string, string> {
  const said = (list: Child) => String(<Words.Provider value={t}>{list}</Words.Provider>);
  return {
    'all-faults': said(
      page === 'text' ? (
        <FaultItems check={byLine(t, check)} id={id} base={draftPath(id)} />
      ) : (
        <FaultItems check={check} id={id} />
      ),
    ),
    citations: said(<CitationItems check={check} />),
    mistakes: said(<MistakeItems mistakes={check.mistakes} />),
    counts: countsLine(t, check),
  };
}
