import type { SavedSettings } from '../../../settings/saved-settings.ts';
import type { Site } from '../../../settings/site.ts';
import { textField } from '../../frame/context.ts';
import { languageOptions } from '../../frame/language-field.tsx';
import { freeSlug } from '../../frame/slug.ts';
import { formatTime } from '../../frame/times.ts';
import { sentence } from '../../words/translate.ts';
import { useWords } from '../../words/words.ts';
import { Check, ChoiceSetting, describedBy, Hints, lineIn, TextSetting } from './fields.tsx';
import type { Group, GroupProps } from './group.ts';
import { LINKS } from './links.tsx';
import { LOGO } from './logo.tsx';
import { LOOK } from './look.tsx';
import { PEOPLE } from './people.tsx';
import { POLICIES, RIGHTS } from './rights.tsx';
import { DRAFTERS, EVIDENCE, LABELS, MODEL_EVIDENCE, nameOfRegion, nameOfZone, REVIEW } from './words.ts';

/** How many empty rows a list of topics has. */
const NEW_TOPICS = 3;
type Topic = Site['topics'][number];

function TopicRows({ settings, url, faultOf }: GroupProps) {
  const t = useWords();
  const topics = settings.topics as Topic[];
  const rows = [...topics, ...Array.from({ length: NEW_TOPICS }, () => undefined)];
  return (
    <>
      <Hints field="topics" label={t(LABELS.topics)} faultOf={faultOf} />
      <ul class="rows">
        {rows.map((topic, index) => {
          const number = index + 1;
          return (
            <li>
              <div class="field">
                <label for={`topic-${number}`}>
                  {topic
                    ? t('Topic {number}', { number })
                    : t('New topic {number}', { number: number - topics.length })}
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
                    {t('No more stories come to “{topic}”', { topic: topic.title })}
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

/** Reads the list of topics. Their names in other languages, which the form does not show, stay. */
function readTopics(form: FormData, before: SavedSettings): Topic[] {
  const known = new Map((before.topics as Topic[]).map((topic) => [topic.slug, topic]));
  const slugs = form.getAll('topic-slug').map(String);
  const closed = new Set(form.getAll('topic-closed').map(String));
  const taken = new Set(slugs);
  return form.getAll('topic').flatMap((typed, index): Topic[] => {
    const title = String(typed).trim();
    if (title === '') return [];
    const slug = slugs[index] || freeSlug(title, taken, 'topic');
    taken.add(slug);
    return [{ ...known.get(slug), slug, title, finished: closed.has(slug) }];
  });
}

function Zones(props: GroupProps) {
  const t = useWords();
  const own = String(props.settings.timeZone);
  const zones = new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), own]);
  const regions = Map.groupBy(zones, (zone) => (zone.includes('/') ? (zone.split('/')[0] ?? '') : 'World'));
  const field = {
    field: 'timeZone',
    label: t(LABELS.timeZone),
    hint: t('It is now {time} in {place}.', {
      time: formatTime(Date.now(), props.zone, t.tag),
      place: nameOfZone(t, props.zone),
    }),
    faultOf: props.faultOf,
  } as const;
  return (
    <div class="field">
      <label for="timeZone">{t('The place whose time the newsroom keeps')}</label>
      <Hints {...field} />
      <select id="timeZone" name="timeZone" {...describedBy(field)}>
        {[...regions].map(([region, names]) => (
          <optgroup label={nameOfRegion(t, region)}>
            {names.map((zone) => (
              <option value={zone} selected={zone === own}>
                {nameOfZone(t, zone)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </div>
  );
}

/** The languages to choose from: those that are chosen, in their order, and then the others. */
function Languages({ settings, language, faultOf }: GroupProps) {
  const t = useWords();
  const chosen = settings.languages as readonly string[];
  const options = new Map([...chosen, ''].flatMap((tag) => [...languageOptions(language, tag, t.tag)]));
  const tags = [...chosen, ...[...options.keys()].filter((tag) => !chosen.includes(tag))];
  const field = { field: 'languages', label: t(LABELS.languages), faultOf } as const;
  return (
    <fieldset {...describedBy(field)}>
      <legend>{t(LABELS.languages)}</legend>
      <Hints {...field} />
      <ul class="checks">
        {tags.map((tag) => (
          <li>
            <label>
              <input type="checkbox" name="languages" value={tag} checked={chosen.includes(tag)} />{' '}
              <bdi>{options.get(tag) ?? tag}</bdi>
            </label>
          </li>
        ))}
      </ul>
      <input type="hidden" name="has-languages" value="yes" />
    </fieldset>
  );
}

export const GROUPS: readonly Group[] = [
  {
    path: 'name',
    title: sentence('Name'),
    about: sentence('What readers see at the head of every page, in feeds and in search engines.'),
    fields: ['title', 'tagline', 'subject'],
    Fields: (props) => {
      const t = useWords();
      return (
        <>
          <TextSetting {...props} field="title" most={100} />
          <TextSetting
            {...props}
            field="tagline"
            hint={t('One sentence that says what the newsroom is about.')}
            most={300}
          />
          <TextSetting
            {...props}
            field="subject"
            hint={t(
              'Every analysis says that it is editorial context on this: “open standards and technology policy”.',
            )}
            most={200}
          />
        </>
      );
    },
    read: (form, before) => ({
      title: lineIn(form, 'title'),
      tagline: lineIn(form, 'tagline'),
      subject: form.has('subject') ? lineIn(form, 'subject') : before.subject,
    }),
  },
  {
    path: 'topics',
    title: sentence('Topics'),
    about: sentence(
      'Each topic has a page and feeds. Its address is made from its first name, and stays when you change the name. To remove a topic that no story has, empty its name.',
    ),
    fields: ['topics'],
    Fields: TopicRows,
    // A form that was sent without its list removes nothing.
    read: (form, before) => ({ topics: form.has('topic') ? readTopics(form, before) : before.topics }),
  },
  PEOPLE,
  {
    path: 'languages',
    title: sentence('Languages'),
    about: sentence(
      'Which languages have a front page and feeds of their own. Stories in other languages are on the front page all the same.',
    ),
    fields: ['languages'],
    Fields: Languages,
    read: (form, before) => ({
      languages: form.has('has-languages') ? form.getAll('languages').map(String) : before.languages,
    }),
  },
  LOGO,
  LOOK,
  LINKS,
  RIGHTS,
  POLICIES,
  {
    path: 'time',
    title: sentence('Time zone'),
    about: sentence('Editors read and write times in this zone, and readers see dates in it.'),
    fields: ['timeZone'],
    Fields: Zones,
    read: (form) => ({ timeZone: lineIn(form, 'timeZone') }),
  },
  {
    path: 'review',
    title: sentence('Review'),
    about: sentence('What has to happen before a story is published.'),
    fields: ['review', 'evidence'],
    Fields: (props) => {
      const t = useWords();
      return (
        <>
          <ChoiceSetting
            {...props}
            field="review"
            label={t('Who must approve a story before it is published')}
            choices={REVIEW}
          />
          <ChoiceSetting
            {...props}
            field="evidence"
            label={t('What happens if quotes contradict a TL;DR, or do not bear all that it says')}
            choices={EVIDENCE}
          />
        </>
      );
    },
    read: (form) => ({ review: textField(form, 'review'), evidence: textField(form, 'evidence') }),
  },
  {
    path: 'wire',
    title: sentence('Drafting and the watch'),
    about: sentence('How drafts are made from sources, and how sources are watched once they are cited.'),
    fields: [
      'wire.drafter',
      'wire.model',
      'wire.server',
      'wire.evidence',
      'grounding.model',
      'wire.looksPerDay',
    ],
    Fields: (props) => {
      const t = useWords();
      return (
        <>
          <ChoiceSetting
            {...props}
            field="wire.drafter"
            label={t('What writes the TL;DR of a draft from sources')}
            choices={DRAFTERS}
          />
          <TextSetting
            {...props}
            field="wire.model"
            hint={t('Its name, as who offers it writes it. Empty if no model writes.')}
            most={200}
          />
          <TextSetting
            {...props}
            field="wire.server"
            hint={t(
              'The address under which the server answers, for a model at another server: https://host/v1. Its key, a secret of the deployment, is sent only to the server that data/site.json names.',
            )}
            most={2000}
            type="url"
          />
          <ChoiceSetting
            {...props}
            field="wire.evidence"
            label={t('What happens if quotes do not bear a TL;DR that a model drafted')}
            choices={MODEL_EVIDENCE}
          />
          <Check name="grounding.model" isOn={props.settings['grounding.model'] === true}>
            {t('Editors can ask the model for a second opinion on what no program can judge')}
          </Check>
          <TextSetting
            {...props}
            field="wire.looksPerDay"
            label={t('How many cited sources the watch looks at in a day')}
            hint={t('0 turns the watch off.')}
            most={100_000}
            type="number"
          />
        </>
      );
    },
    read: (form) => ({
      'wire.drafter': textField(form, 'wire.drafter'),
      'wire.model': lineIn(form, 'wire.model') || null,
      'wire.server': lineIn(form, 'wire.server') || null,
      'wire.evidence': textField(form, 'wire.evidence'),
      'grounding.model': textField(form, 'grounding.model') === 'yes',
      'wire.looksPerDay':
        lineIn(form, 'wire.looksPerDay') === '' ? null : Number(lineIn(form, 'wire.looksPerDay')),
    }),
  },
];
