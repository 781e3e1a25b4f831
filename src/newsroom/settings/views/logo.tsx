import type { PictureFields, Site } from '../../../settings/site.ts';
import { textField } from '../../frame/context.ts';
import { sentence } from '../../words/translate.ts';
import { useWords } from '../../words/words.ts';
import { Check, PictureField, pictureIn } from './fields.tsx';
import type { Group } from './group.ts';
import { LABELS } from './words.ts';

type Logo = Site['brand']['logo'];

/** The most bytes of a logo in the masthead, which is on every page. */
const MOST_BYTES = 30_000;

const sideOf = (logo: Logo, side: 'light' | 'dark'): PictureFields | null => {
  const url = logo?.[side];
  return logo && url ? { url, width: logo.width, height: logo.height, encodingFormat: '' } : null;
};

/** Reads the logo of the masthead. */
function readLogo(form: FormData): Logo {
  const [light, dark] = [pictureIn(form, 'masthead'), pictureIn(form, 'masthead-dark')];
  if (!light || textField(form, 'title-alone') === 'yes') return null;
  return {
    light: light.url,
    ...(dark ? { dark: dark.url } : {}),
    width: light.width,
    height: light.height,
  };
}

/** The logo of the masthead, and the mark of feeds. */
export const LOGO: Group = {
  path: 'logo',
  title: sentence('Logo'),
  about: sentence(
    'The mark that feed readers and search engines show beside your name, and the logo at the head of every page.',
  ),
  fields: ['logo', 'brand.logo'],
  files: [
    { name: 'mark' },
    { name: 'masthead', most: MOST_BYTES },
    { name: 'masthead-dark', most: MOST_BYTES, like: 'masthead' },
  ],
  Fields: ({ settings, faultOf }) => {
    const t = useWords();
    const logo = settings['brand.logo'] as Logo;
    return (
      <>
        <PictureField
          field="logo"
          name="mark"
          label={t(LABELS.logo)}
          hint={t('Square, 512 by 512 pixels or so: feed readers show it small. PNG is read everywhere.')}
          value={settings.logo as PictureFields}
          faultOf={faultOf}
        />
        <PictureField
          field="brand.logo"
          name="masthead"
          label={t(LABELS['brand.logo'])}
          hint={t(
            'In place of the newsroom’s name. PNG or WebP, at most 30 kB, because it is on every page. A drawing (SVG) is set in the file.',
          )}
          value={sideOf(logo, 'light')}
          faultOf={faultOf}
        />
        <PictureField
          field="brand.logo.dark"
          name="masthead-dark"
          label={t('The same for dark screens')}
          hint={t('As large as the other. Needed if yours is hard to see on black.')}
          value={sideOf(logo, 'dark')}
          faultOf={faultOf}
        />
        {logo?.dark ? (
          <Check name="without-masthead-dark" isOn={false}>
            {t('Show no picture')}
          </Check>
        ) : (
          ''
        )}
        <Check name="title-alone" isOn={false}>
          {t('Show the name as text, without a logo')}
        </Check>
      </>
    );
  },
  read: (form, before) => ({
    logo: pictureIn(form, 'mark') ?? before.logo,
    'brand.logo': form.has('masthead') ? readLogo(form) : before['brand.logo'],
  }),
};
