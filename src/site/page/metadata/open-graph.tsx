import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import type { Site } from '../../../settings/site.ts';
import type { CardLink } from '../../card/card.ts';

/** What Open Graph calls a page. */
export type OpenGraphType = 'website' | 'article' | 'profile';

/**
 * Returns a language tag in Open Graph's form, `pt_BR`. Open Graph requires a territory; for a tag without a region it is the likeliest
 * by CLDR: `en_US`, `zh_TW` for `zh-Hant`. A language of no single territory, such as Esperanto, has none.
 */
function openGraphLocale(tag: string): string {
  const { language, region = '' } = new Intl.Locale(tag).maximize();
  return /^[A-Z]{2}$/.test(region) ? `${language}_${region}` : language;
}

/** Whether programs may show the picture as wide as the text. They would cut a portrait down to its middle. */
const isWide = ({ width, height }: CardLink) => width > 1.3 * height;

/**
 * The Open Graph metadata of a page (https://ogp.me), with the picture's type and size, so that programs can reserve space before they
 * fetch it. `language` is that of the page's title and description.
 */
export function OpenGraph({
  site,
  type,
  title,
  description,
  url,
  language,
  card,
}: {
  site: Site;
  type: OpenGraphType;
  title: string;
  description: string | undefined;
  url: string;
  language: string;
  card: CardLink;
}) {
  const properties = {
    type,
    site_name: site.title,
    title: isolateIfUnbalanced(title),
    ...(description ? { description } : {}),
    url,
    locale: openGraphLocale(language),
    image: card.url,
    ...(card.type ? { 'image:type': card.type } : {}),
    'image:width': String(card.width),
    'image:height': String(card.height),
    'image:alt': card.altText,
  };
  return (
    <>
      {Object.entries(properties).map(([name, content]) => (
        <meta property={`og:${name}`} content={content} />
      ))}
      <meta name="twitter:card" content={isWide(card) ? 'summary_large_image' : 'summary'} />
    </>
  );
}
