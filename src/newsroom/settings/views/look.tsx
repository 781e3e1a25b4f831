import { isSameSetting, type SavedSettings } from '../../../settings/saved-settings.ts';
import type { Site } from '../../../settings/site.ts';
import { BACKGROUNDS, INKS, LINKS } from '../../../site/brand/palette.ts';
import { textField } from '../../frame/context.ts';
import { sentence } from '../../words/translate.ts';
import { useWords } from '../../words/words.ts';
import { Check, ChoiceSetting, describedBy, Hints } from './fields.tsx';
import type { Group, GroupProps } from './group.ts';
import { DENSITIES, LABELS, MASTHEADS, onScreens } from './words.ts';

/** Where the front page is shown with a look that is not saved. */
export const LOOK_PAGE = '/newsroom/settings/look/page';

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
  const t = useWords();
  const [link, page] = (['brand.accent', 'brand.paper'] as const).map((each) => ({
    fill: colourIn(settings, each, scheme),
    'data-colour': each === field || undefined,
  }));
  const ink = INKS[scheme];
  const start = t.direction === 'ltr' ? '16' : '304';
  return (
    <svg
      viewBox="0 0 320 120"
      width="280"
      height="105"
      role="img"
      direction={t.direction}
      aria-label={t(scheme === 'light' ? 'On a light screen' : 'On a dark screen')}
    >
      <rect width="320" height="120" {...page} />
      <rect width="320" height="6" {...link} />
      <text x={start} y="40" fill={ink} font-size="18" font-weight="700">
        {t('A headline')}
      </text>
      <text x={start} y="64" {...link} font-size="16" text-decoration="underline">
        {t('A link on the page')}
      </text>
      <rect x="12" y="76" width="296" height="34" fill={BACKGROUNDS[scheme].tldr} />
      <text x={start} y="98" {...link} font-size="16" text-decoration="underline">
        {t('A link in a TL;DR')}
      </text>
    </svg>
  );
}

/** What the fields of two colours are called in the form, and what its box says. */
const COLOURS = {
  'brand.accent': {
    name: 'colour',
    legend: sentence('The colour of links, and of the bar above each page'),
    own: sentence('Use these colours instead of the program’s blue'),
  },
  'brand.paper': {
    name: 'paper',
    legend: sentence('The colour of the paper, on which everything else stands'),
    own: sentence('Use these colours instead of white and black'),
  },
} as const;

function Colours({ field, ...props }: GroupProps & { field: ColourField }) {
  const t = useWords();
  const { settings } = props;
  const { name, legend, own } = COLOURS[field];
  const described = { ...props, field, label: t(LABELS[field]) } as const;
  return (
    <fieldset {...describedBy(described)}>
      <legend>{t(legend)}</legend>
      <Hints {...described} />
      <Check name={`own-${name}`} isOn={settings[field] !== null}>
        {t(own)}
      </Check>
      {(['light', 'dark'] as const).map((scheme) => (
        <div class="field">
          <label for={`${name}-${scheme}`}>{onScreens(t, scheme, described.label)}</label>
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
  const t = useWords();
  return (
    <>
      <Colours field="brand.accent" {...props} />
      <Colours field="brand.paper" {...props} />
      <ChoiceSetting
        {...props}
        field="brand.masthead"
        label={t('The head of each page')}
        choices={MASTHEADS}
      />
      <ChoiceSetting
        {...props}
        field="brand.density"
        label={t('How stories stand in lists')}
        choices={DENSITIES}
      />
    </>
  );
}

export const readLook = (form: FormData, before: SavedSettings): SavedSettings => ({
  'brand.accent': readColours(form, before, 'brand.accent'),
  'brand.paper': readColours(form, before, 'brand.paper'),
  'brand.masthead': textField(form, 'brand.masthead') || before['brand.masthead'],
  'brand.density': textField(form, 'brand.density') || before['brand.density'],
});

/** Returns a look as the form sends it. */
export function lookParameters(settings: SavedSettings): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const field of ['brand.accent', 'brand.paper'] as const) {
    const { name } = COLOURS[field];
    if (settings[field] !== null) parameters.set(`own-${name}`, 'yes');
    for (const scheme of ['light', 'dark'] as const)
      parameters.set(`${name}-${scheme}`, colourIn(settings, field, scheme));
  }
  for (const field of ['brand.masthead', 'brand.density'] as const)
    parameters.set(field, String(settings[field]));
  return parameters;
}

/** Colours, masthead and lists. */
export const LOOK: Group = {
  path: 'look',
  title: sentence('Look'),
  about: sentence(
    'Links must be easy to read on the paper and in a TL;DR, and all other text on the paper, or the colours are not saved.',
  ),
  fields: ['brand.accent', 'brand.paper', 'brand.masthead', 'brand.density'],
  hasPreview: true,
  scripts: ['buttons'],
  Fields: Look,
  read: readLook,
};
