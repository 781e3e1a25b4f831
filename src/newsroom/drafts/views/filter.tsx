import type { NewsroomContext } from '../../frame/context.ts';
import { unlessNone } from '../../frame/count.ts';
import { sentence } from '../../words/translate.ts';
import { useWords } from '../../words/words.ts';
import { type Author, DRAFT_STATES, type DraftState, type DraftSummary } from '../desk/draft.ts';

/** Which drafts a list shows, as its address says it. What is empty does not narrow it. */
export interface DraftFilter {
  state: DraftState | '';
  /** The id of an author; for a program, its name. */
  person: string;
  topic: string;
}

const keyOf = ({ person, name }: Author) => person ?? name;

/** Reads which drafts are asked for. */
export function readFilter(c: NewsroomContext): DraftFilter {
  const { state, person = '', topic = '', whose } = c.req.query();
  return {
    state: DRAFT_STATES.find((each) => each === state) ?? '',
    person: whose === 'mine' ? c.get('person').id : person,
    topic,
  };
}

function filterPath(filter: DraftFilter): string {
  const fields = Object.entries(filter).filter(([, value]) => value !== '');
  return fields.length === 0 ? '/newsroom/drafts' : `/newsroom/drafts?${new URLSearchParams(fields)}`;
}

/** Returns the drafts that a filter lets through. */
export const filterDrafts = (drafts: readonly DraftSummary[], { state, person, topic }: DraftFilter) =>
  drafts.filter(
    (draft) =>
      (state === '' || draft.state === state) &&
      (person === '' || draft.authors.some((author) => keyOf(author) === person)) &&
      (topic === '' || draft.topics.includes(topic)),
  );

interface FilterParts {
  filter: DraftFilter;
  /** All drafts, from which the filter chooses. */
  drafts: readonly DraftSummary[];
}

/** The states as what is chosen from. */
const CHOICES: Readonly<Record<DraftState | '', string>> = {
  '': sentence('All'),
  draft: sentence('Draft'),
  'in review': sentence('In review'),
  'changes asked': sentence('Changes asked'),
  approved: sentence('Approved'),
  published: sentence('Published'),
};

/** The states with how many drafts each has, as links that keep the rest of the filter. */
export function States({ filter, drafts }: FilterParts) {
  const t = useWords();
  const others = filterDrafts(drafts, { ...filter, state: '' });
  const states = ['', ...DRAFT_STATES] as const;
  return (
    <nav aria-label={t('States')} class="views">
      <ul>
        {states.map((state) => (
          <li>
            <a
              href={filterPath({ ...filter, state })}
              aria-current={state === filter.state ? 'page' : undefined}
            >
              {t(CHOICES[state])}{' '}
              <span class="quiet">
                {unlessNone(filterDrafts(others, { state, person: '', topic: '' }).length, t.tag)}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface Choice {
  value: string;
  name: string;
  count: number;
}

/** Counts what drafts have, and sorts it by name. What is chosen is there even if none has it. */
function countChoices(
  found: readonly (readonly [value: string, name: string])[],
  chosen: string,
  language: string,
): Choice[] {
  const choices = new Map<string, Choice>();
  for (const [value, name] of found)
    choices.set(value, { value, name, count: (choices.get(value)?.count ?? 0) + 1 });
  if (chosen !== '' && !choices.has(chosen)) choices.set(chosen, { value: chosen, name: chosen, count: 0 });
  return [...choices.values()].sort((a, b) => a.name.localeCompare(b.name, language));
}

function ChoiceField(props: { name: string; label: string; chosen: string; choices: readonly Choice[] }) {
  const t = useWords();
  const { name, label, chosen, choices } = props;
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        <option value="">{t('Any')}</option>
        {choices.map(({ value, name: title, count }) => (
          <option value={value} selected={value === chosen}>
            {title} ({count.toLocaleString(t.tag)})
          </option>
        ))}
      </select>
    </div>
  );
}

/** The form that chooses drafts by person and topic. Each choice says how many drafts it leaves. */
export function FilterForm({
  filter,
  drafts,
  topics,
}: FilterParts & { topics: readonly { slug: string; title: string }[] }) {
  const t = useWords();
  const { state, person, topic } = filter;
  const titles = new Map(topics.map(({ slug, title }) => [slug, title]));
  const people = filterDrafts(drafts, { ...filter, person: '' }).flatMap(({ authors }) =>
    authors.map((author) => [keyOf(author), author.name] as const),
  );
  const used = filterDrafts(drafts, { ...filter, topic: '' }).flatMap((draft) =>
    draft.topics.map((slug) => [slug, titles.get(slug) ?? slug] as const),
  );
  return (
    <form action="/newsroom/drafts" class="short">
      {state === '' ? '' : <input type="hidden" name="state" value={state} />}
      <ChoiceField
        name="person"
        label={t('Person')}
        chosen={person}
        choices={countChoices(people, person, t.tag)}
      />
      <ChoiceField
        name="topic"
        label={t('Topic')}
        chosen={topic}
        choices={countChoices(used, topic, t.tag)}
      />
      <button type="submit">{t('Show')}</button>
      {person === '' && topic === '' ? (
        ''
      ) : (
        <a href={filterPath({ ...filter, person: '', topic: '' })}>{t('Clear')}</a>
      )}
    </form>
  );
}
