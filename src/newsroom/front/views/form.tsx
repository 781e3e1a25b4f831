import type { Child } from 'hono/jsx';
import { directionOf } from '../../../language/words.ts';
import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import { type Site, topicTitle } from '../../../settings/site.ts';
import { TimeFields } from '../../frame/time-fields.tsx';
import { storyPath } from '../../stories/views/parts.tsx';
import { sentence } from '../../words/translate.ts';
import { useWords } from '../../words/words.ts';
import { type ChoosableStory, MAX_HEADLINES, MAX_ORDERED } from '../desk/arrangement.ts';
import type { Typed } from './typed.ts';

// The form of the front page works without its script (`browser/front.ts`), which moves rows at once. It expects lists with `data-rows`, in
// which each row has a name (`data-name`) and buttons with `data-move`.

interface FormParts {
  typed: Typed;
  faults: { lead?: string; order?: string; blocks?: string };
  /** The button that was pressed last, which keeps the focus. */
  pressed: string;
  named: readonly ChoosableStory[];
  newest: readonly ChoosableStory[];
  /** The slug of a story that the editor comes from. */
  asked: string;
  site: Site;
  zone: string;
}

/** The most characters of a headline in a menu. */
const MENU_LENGTH = 90;

const shortened = (headline: string) =>
  headline.length > MENU_LENGTH ? `${headline.slice(0, MENU_LENGTH).toWellFormed()}…` : headline;

function Option({ story, selected = false }: { story: ChoosableStory; selected?: boolean }) {
  const t = useWords();
  const headline = shortened(story.headline);
  return (
    <option value={story.slug} selected={selected} lang={story.inLanguage}>
      {story.status === 'published'
        ? headline
        : story.status === 'scheduled'
          ? t('{headline} (scheduled)', { headline })
          : t('{headline} (withdrawn)', { headline })}
    </option>
  );
}

/** What an editor should know of a story that readers do not see in its place. */
const ABSENT = {
  scheduled: sentence('Scheduled: it takes its place when it appears.'),
  withdrawn: sentence('Withdrawn: it has left its place to the next story.'),
} as const;

function Absence({ status }: Pick<ChoosableStory, 'status'>) {
  const t = useWords();
  if (status === 'published') return '';
  return (
    <p class="quiet">
      <span class={status === 'withdrawn' ? 'state bad' : 'state ai'}>{t(ABSENT[status])}</span>
    </p>
  );
}

/** The buttons that move a row, or take it out. */
function RowButtons({
  list,
  value,
  name,
  pressed,
}: {
  list: string;
  value: string;
  name: string;
  pressed: string;
}) {
  const t = useWords();
  const button = (how: string, label: string, move?: number) => (
    <button
      type="submit"
      name="do"
      value={`${how} ${list} ${value}`}
      data-move={move}
      autofocus={pressed === `${how} ${list} ${value}`}
    >
      {label}
      <span class="hidden">: {name}</span>
    </button>
  );
  return (
    <p class="actions">
      {button('up', t('Up'), -1)}
      {button('down', t('Down'), 1)}
      {button('out', t('Take out'))}
    </p>
  );
}

const Fault = ({ text }: { text: string | undefined }) => (text ? <p class="fault">{text}</p> : '');

/** A menu with a button that adds what is chosen. */
function Adder({ list, label, children }: { list: string; label: string; children: Child }) {
  const t = useWords();
  return (
    <>
      <div class="field">
        <label for={`add-${list}`}>{label}</label>
        <select id={`add-${list}`} name={`add-${list}`}>
          <option value="">{t('Choose one')}</option>
          {children}
        </select>
      </div>
      <p class="actions">
        <button type="submit" name="do" value={`add ${list}`}>
          {t('Add')}
          <span class="hidden">: {label}</span>
        </button>
      </p>
    </>
  );
}

function Lead({ typed, faults, named, newest, zone }: FormParts) {
  const t = useWords();
  const others = newest.filter(({ slug }) => named.every((story) => story.slug !== slug));
  const chosen = named.find(({ slug }) => slug === typed.lead);
  return (
    <>
      <h2>{t('Lead')}</h2>
      <div class="field">
        <label for="lead">{t('The story at the top')}</label>
        <span class="hint" id="hint-lead">
          {t('An older story can be chosen on its own page, under Stories.')}
        </span>
        <select id="lead" name="lead" aria-describedby="hint-lead">
          <option value="">{t('The newest, or the first of the order')}</option>
          {[...named, ...others].map((story) => (
            <Option story={story} selected={story.slug === typed.lead} />
          ))}
        </select>
      </div>
      {chosen ? <Absence status={chosen.status} /> : ''}
      <TimeFields
        id="lead-until"
        of="lead-"
        label={t('It leads until')}
        value={typed.leadUntil}
        zone={zone}
        fault={faults.lead}
      />
    </>
  );
}

function Order({ typed, faults, pressed, named, newest, asked, zone }: FormParts) {
  const t = useWords();
  const isIn = ({ slug }: ChoosableStory) => typed.order.includes(slug);
  const known = new Map(named.map((story) => [story.slug, story]));
  const choices = [...new Map([...named, ...newest].map((story) => [story.slug, story])).values()];
  return (
    <>
      <h2>{t('Order by hand')}</h2>
      <p>
        {t(
          'Up to {number} stories behind the lead, in your order. Stories that appear meanwhile come below them.',
          { number: MAX_ORDERED },
        )}
      </p>
      {typed.order.length === 0 ? <p>{t('All stories are by date.')}</p> : ''}
      <ol class="rows" data-rows>
        {typed.order.map((slug) => {
          const story = known.get(slug);
          const headline = story?.headline ?? slug;
          return (
            <li data-name={headline}>
              <input type="hidden" name="order" value={slug} />
              <p class="title">
                <a
                  href={storyPath(slug)}
                  {...(story ? { lang: story.inLanguage, dir: directionOf(story.inLanguage) } : {})}
                >
                  {isolateIfUnbalanced(headline)}
                </a>
              </p>
              {story ? <Absence status={story.status} /> : ''}
              <RowButtons list="order" value={slug} name={headline} pressed={pressed} />
            </li>
          );
        })}
      </ol>
      {typed.order.length < MAX_ORDERED ? (
        <Adder list="order" label={t('Another story')}>
          {choices
            .filter((story) => !isIn(story))
            .map((story) => (
              <Option story={story} selected={story.slug === asked} />
            ))}
        </Adder>
      ) : (
        ''
      )}
      <TimeFields
        id="order-until"
        of="order-"
        label={t('The order holds until')}
        value={typed.orderUntil}
        zone={zone}
        fault={faults.order}
      />
    </>
  );
}

function Blocks({ typed, faults, pressed, site }: FormParts) {
  const t = useWords();
  const free = site.topics.filter(({ slug }) => typed.blocks.every(({ topic }) => topic !== slug));
  return (
    <>
      <h2>{t('Headlines by topic')}</h2>
      <p>
        {t(
          'Below the stories in full, each topic with its newest headlines. They stay until somebody changes them.',
        )}
      </p>
      <Fault text={faults.blocks} />
      <ol class="rows" data-rows>
        {typed.blocks.map(({ topic, count }) => {
          const title = topicTitle(site, topic);
          return (
            <li data-name={title}>
              <input type="hidden" name="topic" value={topic} />
              <p class="title" dir="auto">
                {title}
              </p>
              <div class="short">
                <div class="field">
                  <label for={`count-${topic}`}>
                    {t('Headlines')}
                    <span class="hidden">: {title}</span>
                  </label>
                  <input
                    id={`count-${topic}`}
                    name="count"
                    type="number"
                    min="1"
                    max={String(MAX_HEADLINES)}
                    value={count}
                    required
                  />
                </div>
              </div>
              <RowButtons list="topic" value={topic} name={title} pressed={pressed} />
            </li>
          );
        })}
      </ol>
      {free.length > 0 ? (
        <Adder list="topic" label={t('Another topic')}>
          {free.map(({ slug, title }) => (
            <option value={slug}>{title}</option>
          ))}
        </Adder>
      ) : (
        ''
      )}
    </>
  );
}

/** The form in which editors arrange the front page. */
export function FrontForm(parts: FormParts) {
  const t = useWords();
  return (
    <form method="post" action="/newsroom/front">
      <input type="hidden" name="version" value={String(parts.typed.base)} />
      {/* Enter in a field presses the first button of a form. */}
      <button class="skip" type="submit">
        {t('Save now')}
      </button>
      <Lead {...parts} />
      <Order {...parts} />
      <Blocks {...parts} />
      <p class="actions">
        <button class="main" type="submit">
          {t('Save')}
        </button>
        <a href="/">{t('See the front page')}</a>
      </p>
    </form>
  );
}
