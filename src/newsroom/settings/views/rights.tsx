import type { SavedField, SavedSettings } from '../../../settings/saved-settings.ts';
import type { Site, Usage } from '../../../settings/site.ts';
import { textField } from '../../frame/context.ts';
import { sentence } from '../../words/translate.ts';
import { useWords } from '../../words/words.ts';
import { Check, Choice, lineIn, readAddress, TextField, TextSetting } from './fields.tsx';
import type { Group } from './group.ts';
import { ANSWERS, LABELS, LICENCES, USES } from './words.ts';

// What others may do with the stories, and what the newsroom promises its readers.

/** Reads an address that may be one of this site's own pages: `/principles`. */
const ownAddress = (form: FormData, name: string, url: string): string => {
  const typed = readAddress(textField(form, name));
  return /^\/(?!\/)/.test(typed) ? `${url}${typed}` : typed;
};

const isKnownLicence = (license: unknown) => LICENCES.some(([url]) => url === license);

const answerOf = (usage: Site['usage'], use: keyof Usage) =>
  usage?.[use] === undefined ? 'nothing' : usage[use] ? 'yes' : 'no';

/** Reads what machines may do; null if nothing is said of any use. */
function readUsage(form: FormData): Site['usage'] {
  const stated = USES.flatMap(([use]) => {
    const answer = textField(form, `usage-${use}`);
    return answer === 'yes' || answer === 'no' ? [[use, answer === 'yes'] as const] : [];
  });
  return stated.length > 0 ? Object.fromEntries(stated) : null;
}

/** The licence, and what machines may do. */
export const RIGHTS: Group = {
  path: 'rights',
  title: sentence('Licence and machines'),
  about: sentence('What others may do with your stories. It stands on every page and in every feed.'),
  fields: ['license', 'copyright', 'usage'],
  Fields: (props) => {
    const t = useWords();
    const { settings, faultOf } = props;
    const { license } = settings;
    const isOther = license !== null && !isKnownLicence(license);
    return (
      <>
        <Choice
          field="license-choice"
          label={t(LABELS.license)}
          value={isOther ? 'other' : String(license ?? 'none')}
          choices={[
            ...LICENCES,
            ['none', sentence('None is named: nobody may use them without asking')],
            ['other', sentence('Another one, at this address:')],
          ]}
          faultOf={faultOf}
        />
        <TextField
          field="license"
          label={t('Address of the other licence')}
          value={isOther ? String(license) : ''}
          most={2000}
          faultOf={faultOf}
        />
        <TextSetting
          {...props}
          field="copyright"
          hint={t('Like “© 2026 Open Wire, CC BY 4.0”. Empty if there is none.')}
          most={300}
        />
        {USES.map(([use, label]) => (
          <Choice
            field={`usage.${use}`}
            name={`usage-${use}`}
            label={t(label)}
            value={answerOf(settings.usage as Site['usage'], use)}
            choices={ANSWERS}
            faultOf={faultOf}
          />
        ))}
        <p class="hint">
          {t(
            'Machines that keep to such rules find them on every page. Nothing here stops those that do not.',
          )}
        </p>
      </>
    );
  },
  read: (form, before) => {
    const choice = textField(form, 'license-choice');
    const other = readAddress(textField(form, 'license'));
    return {
      license:
        choice === '' ? before.license : choice === 'none' ? null : choice === 'other' ? other : choice,
      copyright: lineIn(form, 'copyright') || null,
      usage: form.has('usage-search') ? readUsage(form) : before.usage,
    };
  },
};

/** What readers see of what was changed and withdrawn: a box for each. */
const PROMISES = [
  ['publicHistory', sentence('Readers can see the earlier versions of a story, and what changed')],
  ['historyNames', sentence('They also see who made each version')],
  ['withdrawalNotices', sentence('Feeds say for 30 days that a story was withdrawn')],
  ['withdrawnHeadlines', sentence('The page of a withdrawn story says which story it was')],
] as const satisfies readonly (readonly [SavedField, string])[];

/** Reads who answers for what is published; null if nobody is named. */
function readResponsible(form: FormData, url: string): Record<string, string> | null {
  const optional = {
    url: ownAddress(form, 'responsible-url', url),
    email: lineIn(form, 'responsible-email'),
  };
  const person = {
    name: lineIn(form, 'responsible-name'),
    role: lineIn(form, 'responsible-role'),
    ...Object.fromEntries(Object.entries(optional).filter(([, text]) => text !== '')),
  };
  return Object.values(person).some((text) => text !== '') ? person : null;
}

/** Who answers for what is published, the principles, and what readers see of changes. */
export const POLICIES: Group = {
  path: 'policies',
  title: sentence('Policies'),
  about: sentence('Who answers for what you publish, and what readers can see of how it was changed.'),
  fields: ['responsible', 'publishingPrinciples', ...PROMISES.map(([field]) => field)],
  Fields: (props) => {
    const t = useWords();
    const { settings, faultOf } = props;
    const responsible = settings.responsible as Site['responsible'];
    return (
      <>
        <fieldset>
          <legend>{t(LABELS.responsible)}</legend>
          {(
            [
              ['name', t('Name'), undefined, 200],
              ['role', t('What they are'), t('Like “Managing editor”.'), 200],
              ['email', t('E-mail address'), t('Readers and machines see it. Optional.'), 254],
              ['url', t('A page about them'), t('Like /imprint, or a whole address. Optional.'), 2000],
            ] as const
          ).map(([part, label, hint, most]) => (
            <TextField
              field={`responsible.${part}`}
              name={`responsible-${part}`}
              label={label}
              hint={hint}
              value={responsible?.[part] ?? ''}
              most={most}
              faultOf={faultOf}
            />
          ))}
        </fieldset>
        <TextSetting
          {...props}
          field="publishingPrinciples"
          hint={t(
            'A page that says how you work, like /principles, or a whole address. Empty if there is none.',
          )}
          most={2000}
        />
        <fieldset>
          <legend>{t('What readers see of changes')}</legend>
          {PROMISES.map(([field, label]) => (
            <Check name={field} isOn={settings[field] === true}>
              {t(label)}
            </Check>
          ))}
        </fieldset>
      </>
    );
  },
  read: (form, _before, url): SavedSettings => ({
    responsible: readResponsible(form, url),
    publishingPrinciples: ownAddress(form, 'publishingPrinciples', url) || null,
    ...Object.fromEntries(PROMISES.map(([field]) => [field, textField(form, field) === 'yes'])),
  }),
};
