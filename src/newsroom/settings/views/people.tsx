import type { Person } from '../../../settings/people-schema.ts';
import type { SavedSettings } from '../../../settings/saved-settings.ts';
import { textField } from '../../frame/context.ts';
import { freeSlug } from '../../frame/slug.ts';
import { sentence } from '../../words/translate.ts';
import { useWords } from '../../words/words.ts';
import { Check, LongField, lineIn, PictureField, pictureIn, readAddress, TextField } from './fields.tsx';
import type { Group, GroupProps } from './group.ts';
import { LABELS } from './words.ts';

const peopleIn = (settings: SavedSettings) => settings.people as readonly Person[];

/** The list of the people who have a page, each of whom has a form. */
export const PEOPLE: Group = {
  path: 'people',
  title: LABELS.people,
  about: sentence(
    'The people who write here, each with a page and feeds of their own. A story is theirs if it names them as an author. Who may sign in to the newsroom is under People.',
  ),
  fields: ['people'],
  isList: true,
  Fields: ({ settings, url }) => {
    const t = useWords();
    return (
      <>
        {peopleIn(settings).length === 0 ? <p>{t('Nobody has a page yet.')}</p> : ''}
        <ul class="rows">
          {peopleIn(settings).map(({ slug, name, role }) => (
            <li>
              <a
                class="title"
                dir="auto"
                href={`/newsroom/settings/people/${slug}`}
                aria-label={t('Change {name}', { name })}
              >
                {name}
              </a>
              <p class="quiet" dir="auto">
                {role ? `${role}. ` : ''}
                {`${url}/authors/${slug}`}
              </p>
            </li>
          ))}
        </ul>
        <p class="actions">
          <a class="button" href="/newsroom/settings/people/new">
            {t('Add somebody')}
          </a>
        </p>
      </>
    );
  },
  read: (_form, before) => ({ people: before.people }),
};

function PersonFields(props: GroupProps & { index: number }) {
  const t = useWords();
  const { settings, url, faultOf, index } = props;
  const person = peopleIn(settings)[index];
  const at = `people[${index}]`;
  return (
    <>
      <TextField
        field={`${at}.name`}
        name="name"
        label={t('Name')}
        hint={
          person
            ? t('As stories name them. Their page is {address}, and stays there when you change the name.', {
                address: `${url}/authors/${person.slug}`,
              })
            : t(
                'As stories name them. The address of their page is made from it, like ann-lee for “Ann Lee”.',
              )
        }
        value={person?.name ?? ''}
        most={200}
        faultOf={faultOf}
      />
      <TextField
        field={`${at}.role`}
        name="role"
        label={t('What they do here')}
        hint={t('Like “Managing editor”. Optional.')}
        value={person?.role ?? ''}
        most={200}
        faultOf={faultOf}
      />
      <LongField
        field={`${at}.about`}
        name="about"
        label={t('About them')}
        hint={t('A sentence or two, which stand on their page. Optional.')}
        value={person?.about ?? ''}
        most={500}
        faultOf={faultOf}
      />
      <TextField
        field={`${at}.url`}
        name="url"
        label={t('A page of their own elsewhere')}
        hint={t('Its whole address. Optional.')}
        value={person?.url ?? ''}
        most={2000}
        faultOf={faultOf}
      />
      <PictureField
        field={`${at}.picture`}
        name="picture"
        label={t('Picture')}
        hint={t('JPEG, PNG, WebP, AVIF or GIF, at most 10 MB. Square pictures look best. Optional.')}
        value={person?.picture ? { encodingFormat: '', ...person.picture } : null}
        faultOf={faultOf}
      />
      {person && peopleIn(settings).length > 1 ? (
        <div class="field">
          <label for="place">{t('Place in the list')}</label>
          <p class="hint" id="hint-place">
            {t('Readers see the authors in this order where they choose feeds.')}
          </p>
          <select id="place" name="place" class="narrow" aria-describedby="hint-place">
            {peopleIn(settings).map((_, place) => (
              <option value={String(place + 1)} selected={place === index}>
                {(place + 1).toLocaleString(t.tag)}
              </option>
            ))}
          </select>
        </div>
      ) : (
        ''
      )}
      {person?.picture ? (
        <Check name="without-picture" isOn={false}>
          {t('Show no picture')}
        </Check>
      ) : (
        ''
      )}
    </>
  );
}

/** Reads a person. What the form does not show, such as the parts of the name, stays; but not under another name. */
function readPerson(form: FormData, known: Person | undefined, slug: string): Person {
  const name = lineIn(form, 'name');
  const picture = pictureIn(form, 'picture');
  const typed = {
    role: lineIn(form, 'role'),
    about: lineIn(form, 'about').replaceAll(/\s*[\r\n]\s*/g, ' '),
    url: readAddress(textField(form, 'url')),
  };
  const { givenName, familyName } = known?.name === name ? known : {};
  return {
    slug,
    name,
    ...(givenName == null ? {} : { givenName }),
    ...(familyName == null ? {} : { familyName }),
    ...Object.fromEntries(Object.entries(typed).filter(([, text]) => text !== '')),
    ...(picture ? { picture: { url: picture.url, width: picture.width, height: picture.height } } : {}),
  };
}

/** The form of a person: of one who has a page, or of somebody new. */
export function personGroup(settings: SavedSettings, slug: string | 'new'): Group | undefined {
  const people = peopleIn(settings);
  const index = slug === 'new' ? people.length : people.findIndex((each) => each.slug === slug);
  const person = people[index];
  if (!person && slug !== 'new') return undefined;
  return {
    path: `people/${slug}`,
    back: 'people',
    title: sentence('Add somebody'),
    name: person?.name,
    about: person
      ? sentence('What readers see of a person, beside their stories.')
      : sentence('Who gets a page and feeds of their own.'),
    fields: ['people'],
    files: [{ name: 'picture' }],
    canRemove: person ? sentence('Take off the list') : undefined,
    entryIn: (saved) => peopleIn(saved).find((each) => each.slug === slug),
    Fields: (props) => (
      <PersonFields {...props} index={placeOf(peopleIn(props.settings), slug, people.length)} />
    ),
    read: (form, before, _url, opened) => {
      const known = peopleIn(before);
      if (textField(form, 'do') === 'remove') return { people: known.filter((each) => each.slug !== slug) };
      const isThere = slug !== 'new' && known.some((each) => each.slug === slug);
      if (isThere) {
        const changed = known.map((each) => (each.slug === slug ? readPerson(form, each, slug) : each));
        const place = Number(textField(form, 'place'));
        const isMoved = peopleIn(opened)[place - 1]?.slug !== slug;
        return { people: isMoved ? inPlace(changed, slug, place) : changed };
      }
      // The form of somebody new is at that address.
      const taken = new Set(['new', ...known.map((each) => each.slug)]);
      const own = slug === 'new' ? freeSlug(textField(form, 'name'), taken, 'person') : slug;
      return { people: [...known, readPerson(form, undefined, own)] };
    },
  };
}

/** Puts a person in another place of the list, from 1. */
function inPlace(people: readonly Person[], slug: string, place: number): Person[] {
  const person = people.find((each) => each.slug === slug);
  if (!person || !(place >= 1 && place <= people.length)) return [...people];
  return people.filter((each) => each !== person).toSpliced(place - 1, 0, person);
}

/** Where the person stands whom a form is about. Somebody new stands last once something was typed. */
function placeOf(people: readonly Person[], slug: string, length: number): number {
  const index = people.findIndex((each) => each.slug === slug);
  return index >= 0 ? index : slug === 'new' && people.length > length ? people.length - 1 : people.length;
}
