import { isSameSetting, type SavedField, type SavedSettings } from '../../../settings/saved-settings.ts';
import type { Site } from '../../../settings/site.ts';
import { BACKGROUNDS, INKS, LINKS } from '../../../site/brand/palette.ts';
import { foldText } from '../../../site/query/fold-text.ts';
import { MAX_TOPIC_SLUG } from '../../../site/story/slug.ts';
import { textField } from '../../frame/context.ts';
import type { ScriptName } from '../../frame/scripts.ts';
import { formatTime } from '../../frame/times.ts';
import { Choice, describedBy, type FormState, Hints, TextField } from './fields.tsx';
import {
  DENSITIES,
  DRAFTERS,
  EVIDENCE,
  LABELS,
  MASTHEADS,
  MODEL_EVIDENCE,
  nameOfZone,
  REVIEW,
} from './words.ts';

interface GroupProps extends FormState {
  settings: SavedSettings;
  /** The site's address. */
  url: string;
  /** The zone that is in force. */
  zone: string;
}

/** Settings that belong together: a page with a form. */
export interface Group {
  path: string;
  title: string;
  /** What stands above the form. */
  about: string;
  fields: readonly SavedField[];
  /** Whether the form can show what it would look like, before it is saved. */
  hasPreview?: true;
  scripts?: readonly ScriptName[];
  Fields: (props: GroupProps) => unknown;
  /** Reads what was typed. `before` are the settings that the form showed. */
  read: (form: FormData, before: SavedSettings) => SavedSettings;
}

const line = (form: FormData, field: SavedField) => textField(form, field).trim();
const lineOrNull = (form: FormData, field: SavedField) => line(form, field) || null;
const text = (settings: SavedSettings, field: SavedField) => String(settings[field] ?? '');

/** How many empty rows a list of topics has. */
const NEW_TOPICS = 3;
type Topic = Site['topics'][number];

function TopicRows({ settings, url, faultOf }: GroupProps) {
  const topics = settings.topics as Topic[];
  const rows = [...topics, ...Array.from({ length: NEW_TOPICS }, () => undefined)];
  return (
    <>
      <Hints field="topics" label={LABELS.topics} faultOf={faultOf} />
      <ul class="rows">
        {rows.map((topic, index) => {
          const number = index + 1;
          return (
            <li>
              <div class="field">
                <label for={`topic-${number}`}>
                  {topic ? `Topic ${number}` : `New topic ${number - topics.length}`}
                </label>
                <input
                  id={`topic-${number}`}
                  name="topic"
                  value={topic?.title ?? ''}
                  maxlength={100}
                  dir="auto"
                />
                <input type="hidden" name="topic-slug" value={topic?.slug ?? ''} />
                {topic ? <span class="hint">{`${url}/topics/${topic.slug}`}</span> : ''}
              </div>
              {topic ? (
                <p>
                  <label>
                    <input type="checkbox" name="topic-closed" value={topic.slug} checked={topic.finished} />{' '}
                    {`No more stories come to “${topic.title}”`}
                  </label>
                </p>
              ) : (
                ''
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

/**
 * Returns the last part of the address of a new topic, made from its title: `road-safety` for “Road Safety”. None that is taken; a number
 * for a title without letters of the Latin script.
 */
export function topicSlugFor(title: string, taken: ReadonlySet<string>): string {
  const words = foldText(title)
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_TOPIC_SLUG - 4)
    .replaceAll(/^-+|-+$/g, '');
  const name = words || 'topic';
  if (words !== '' && !taken.has(name)) return name;
  for (let number = words === '' ? 1 : 2; ; number++)
    if (!taken.has(`${name}-${number}`)) return `${name}-${number}`;
}

/** Reads the list of topics. Their names in other languages, which the form does not show, stay. */
function readTopics(form: FormData, before: SavedSettings): Topic[] {
  const known = new Map((before.topics as Topic[]).map((topic) => [topic.slug, topic]));
  const slugs = form.getAll('topic-slug').map(String);
  const closed = new Set(form.getAll('topic-closed').map(String));
  const taken = new Set(slugs);
  return form.getAll('topic').flatMap((typed, index): Topic[] => {
    const title = String(typed).trim();
    if (title === '') return [];
    const slug = slugs[index] || topicSlugFor(title, taken);
    taken.add(slug);
    return [{ ...known.get(slug), slug, title, finished: closed.has(slug) }];
  });
}

type ColourField = 'brand.accent' | 'brand.paper';
type ColourPair = Site['brand']['accent'];
type Scheme = keyof NonNullable<ColourPair>;

/** The program's own colours, in place of which a newsroom can have others. */
const OWN: Record<ColourField, Record<Scheme, string>> = {
  'brand.accent': LINKS,
  'brand.paper': { light: BACKGROUNDS.light.page, dark: BACKGROUNDS.dark.page },
};

const colourIn = (settings: SavedSettings, field: ColourField, scheme: Scheme): string =>
  ((settings[field] as ColourPair) ?? OWN[field])[scheme];

/** A sample of the colours, as pages show them. What has the colour of `field` is marked for the script that follows the choice. */
function Sample({
  settings,
  field,
  scheme,
}: {
  settings: SavedSettings;
  field: ColourField;
  scheme: Scheme;
}) {
  const [link, page] = (['brand.accent', 'brand.paper'] as const).map((each) => ({
    fill: colourIn(settings, each, scheme),
    'data-colour': each === field || undefined,
  }));
  const ink = INKS[scheme];
  return (
    <svg viewBox="0 0 320 120" width="280" height="105" role="img" aria-label={`On a ${scheme} screen`}>
      <rect width="320" height="120" {...page} />
      <rect width="320" height="6" {...link} />
      <text x="16" y="40" fill={ink} font-size="18" font-weight="700">
        A headline
      </text>
      <text x="16" y="64" {...link} font-size="16" text-decoration="underline">
        A link on the page
      </text>
      <rect x="12" y="76" width="296" height="34" fill={BACKGROUNDS[scheme].tldr} />
      <text x="16" y="98" {...link} font-size="16" text-decoration="underline">
        A link in a TL;DR
      </text>
    </svg>
  );
}

/** What the fields of two colours are called in the form, and what its box says. */
const COLOURS = {
  'brand.accent': {
    name: 'colour',
    legend: 'The colour of links, and of the bar above each page',
    own: 'Use these colours instead of the program’s blue',
  },
  'brand.paper': {
    name: 'paper',
    legend: 'The colour of the paper, on which everything else stands',
    own: 'Use these colours instead of white and black',
  },
} as const;

function Colours({ field, ...props }: GroupProps & { field: ColourField }) {
  const { settings } = props;
  const { name, legend, own } = COLOURS[field];
  const described = { ...props, field, label: LABELS[field] } as const;
  return (
    <fieldset {...describedBy(described)}>
      <legend>{legend}</legend>
      <Hints {...described} />
      <p>
        <label>
          <input type="checkbox" name={`own-${name}`} value="yes" checked={settings[field] !== null} /> {own}
        </label>
      </p>
      {(['light', 'dark'] as const).map((scheme) => (
        <div class="field">
          <label for={`${name}-${scheme}`}>{`${LABELS[field]} on ${scheme} screens`}</label>
          <input
            id={`${name}-${scheme}`}
            name={`${name}-${scheme}`}
            type="color"
            value={colourIn(settings, field, scheme)}
          />
          <Sample settings={settings} field={field} scheme={scheme} />
        </div>
      ))}
    </fieldset>
  );
}

/** Reads two colours. One that was changed is meant, even if the box is not ticked. A form without them changes nothing. */
function readColours(form: FormData, before: SavedSettings, field: ColourField): unknown {
  const { name } = COLOURS[field];
  if (!form.has(`${name}-light`)) return before[field];
  const shown = before[field] ?? OWN[field];
  const typed = { light: textField(form, `${name}-light`), dark: textField(form, `${name}-dark`) };
  const isMeant = textField(form, `own-${name}`) === 'yes' || !isSameSetting(typed, shown);
  return isMeant ? typed : null;
}

function Look(props: GroupProps) {
  const { settings, faultOf } = props;
  return (
    <>
      <Colours field="brand.accent" {...props} />
      <Colours field="brand.paper" {...props} />
      <Choice
        field="brand.masthead"
        label="The head of each page"
        value={text(settings, 'brand.masthead')}
        choices={MASTHEADS}
        faultOf={faultOf}
      />
      <Choice
        field="brand.density"
        label="How stories stand in lists"
        value={text(settings, 'brand.density')}
        choices={DENSITIES}
        faultOf={faultOf}
      />
    </>
  );
}

const readLook = (form: FormData, before: SavedSettings): SavedSettings => ({
  'brand.accent': readColours(form, before, 'brand.accent'),
  'brand.paper': readColours(form, before, 'brand.paper'),
  'brand.masthead': textField(form, 'brand.masthead') || before['brand.masthead'],
  'brand.density': textField(form, 'brand.density') || before['brand.density'],
});

function Zones(props: GroupProps) {
  const own = text(props.settings, 'timeZone');
  const zones = new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), own]);
  const regions = Map.groupBy(zones, (zone) => (zone.includes('/') ? (zone.split('/')[0] ?? '') : 'World'));
  const field = {
    field: 'timeZone',
    label: LABELS.timeZone,
    hint: `It is now ${formatTime(Date.now(), props.zone)} in ${nameOfZone(props.zone)}.`,
    faultOf: props.faultOf,
  } as const;
  return (
    <div class="field">
      <label for="timeZone">The place whose time the newsroom keeps</label>
      <Hints {...field} />
      <select id="timeZone" name="timeZone" {...describedBy(field)}>
        {[...regions].map(([region, names]) => (
          <optgroup label={region}>
            {names.map((zone) => (
              <option value={zone} selected={zone === own}>
                {nameOfZone(zone)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </div>
  );
}

export const GROUPS: readonly Group[] = [
  {
    path: 'name',
    title: 'Name',
    about: 'What readers see at the head of every page, in feeds and in search engines.',
    fields: ['title', 'tagline'],
    Fields: ({ settings, faultOf }) => (
      <>
        <TextField
          field="title"
          label={LABELS.title}
          value={text(settings, 'title')}
          most={100}
          faultOf={faultOf}
        />
        <TextField
          field="tagline"
          label={LABELS.tagline}
          hint="One sentence that says what the newsroom is about."
          value={text(settings, 'tagline')}
          most={300}
          faultOf={faultOf}
        />
      </>
    ),
    read: (form) => ({ title: line(form, 'title'), tagline: line(form, 'tagline') }),
  },
  {
    path: 'topics',
    title: 'Topics',
    about:
      'Each topic has a page and feeds. Its address is made from its first name, and stays when you change the name. To remove a topic that no story has, empty its name.',
    fields: ['topics'],
    Fields: TopicRows,
    // A form that was sent without its list removes nothing.
    read: (form, before) => ({ topics: form.has('topic') ? readTopics(form, before) : before.topics }),
  },
  {
    path: 'look',
    title: 'Look',
    about:
      'Links must be easy to read on the paper and in a TL;DR, and all other text on the paper, or the colours are not saved. Logo and title face are files.',
    fields: ['brand.accent', 'brand.paper', 'brand.masthead', 'brand.density'],
    hasPreview: true,
    scripts: ['buttons'],
    Fields: Look,
    read: readLook,
  },
  {
    path: 'time',
    title: 'Time zone',
    about: 'Editors read and write times in this zone, and readers see dates in it.',
    fields: ['timeZone'],
    Fields: Zones,
    read: (form) => ({ timeZone: line(form, 'timeZone') }),
  },
  {
    path: 'review',
    title: 'Review',
    about: 'What has to happen before a story is published.',
    fields: ['review', 'evidence'],
    Fields: ({ settings, faultOf }) => (
      <>
        <Choice
          field="review"
          label="Who must approve a story before it is published"
          value={text(settings, 'review')}
          choices={REVIEW}
          faultOf={faultOf}
        />
        <Choice
          field="evidence"
          label="What happens if quotes contradict a TL;DR, or do not bear all that it says"
          value={text(settings, 'evidence')}
          choices={EVIDENCE}
          faultOf={faultOf}
        />
      </>
    ),
    read: (form) => ({ review: textField(form, 'review'), evidence: textField(form, 'evidence') }),
  },
  {
    path: 'wire',
    title: 'Drafting and the watch',
    about: 'How drafts are made from sources, and how sources are watched once they are cited.',
    fields: [
      'wire.drafter',
      'wire.model',
      'wire.server',
      'wire.evidence',
      'grounding.model',
      'wire.looksPerDay',
    ],
    Fields: ({ settings, faultOf }) => (
      <>
        <Choice
          field="wire.drafter"
          label="What writes the TL;DR of a draft from sources"
          value={text(settings, 'wire.drafter')}
          choices={DRAFTERS}
          faultOf={faultOf}
        />
        <TextField
          field="wire.model"
          label={LABELS['wire.model']}
          hint="Its name, as who offers it writes it. Empty if no model writes."
          value={text(settings, 'wire.model')}
          most={200}
          faultOf={faultOf}
        />
        <TextField
          field="wire.server"
          label={LABELS['wire.server']}
          hint="The address under which the server answers, for a model at another server: https://host/v1. Its key, a secret of the deployment, is sent only to the server that data/site.json names."
          value={text(settings, 'wire.server')}
          most={2000}
          type="url"
          faultOf={faultOf}
        />
        <Choice
          field="wire.evidence"
          label="What happens if quotes do not bear a TL;DR that a model drafted"
          value={text(settings, 'wire.evidence')}
          choices={MODEL_EVIDENCE}
          faultOf={faultOf}
        />
        <p>
          <label>
            <input
              type="checkbox"
              name="grounding.model"
              value="yes"
              checked={settings['grounding.model'] === true}
            />{' '}
            Editors can ask the model for a second opinion on what no program can judge
          </label>
        </p>
        <TextField
          field="wire.looksPerDay"
          label="How many cited sources the watch looks at in a day"
          hint="0 turns the watch off."
          value={text(settings, 'wire.looksPerDay')}
          most={100_000}
          type="number"
          faultOf={faultOf}
        />
      </>
    ),
    read: (form) => ({
      'wire.drafter': textField(form, 'wire.drafter'),
      'wire.model': lineOrNull(form, 'wire.model'),
      'wire.server': lineOrNull(form, 'wire.server'),
      'wire.evidence': textField(form, 'wire.evidence'),
      'grounding.model': textField(form, 'grounding.model') === 'yes',
      'wire.looksPerDay':
        line(form, 'wire.looksPerDay') === '' ? null : Number(line(form, 'wire.looksPerDay')),
    }),
  },
];
