import { parseHTML } from 'linkedom';
import type { OldText } from '../../../src/move/in/old-site.ts';

// The words that readers of an old site saw, by a way of its own that is as simple as possible: regular expressions for what the old
// system did before it showed the text, then the text content of a DOM. It shares no code with the converter.

/** Elements between whose words there is space. */
const APART =
  'p,div,li,ul,ol,dl,dt,dd,td,th,tr,table,caption,h1,h2,h3,h4,h5,h6,blockquote,figure,figcaption,pre,hr,br,section,details,summary,cite,center,text,span[class^=kg-bookmark]';

/** What nobody read: scripts, forms, players and their buttons, and what is hidden. */
const UNREAD = [
  'script,style,form,button,input,noscript,iframe,object,audio,video,svg title,ins.adsbygoogle',
  '.screen-reader-text,.kg-signup-card,.kg-audio-player,.kg-video-player,.wp-block-jetpack-contact-form,.wp-block-social-links',
].join(',');

/** What WordPress does with the text that its editors store. */
function wordpress(text: string): string {
  return text
    .replace(/<!--[\s\S]*?-->/g, '\n\n')
    .replace(/<(pre|code)[\s\S]*?<\/\1>/g, (code) => code.replaceAll('[', '&#91;').replaceAll('\n', '&#10;'))
    .replace(
      /\[sourcecode[^\]]*\]([\s\S]*?)\[\/sourcecode\]/g,
      (_tag, code: string) => `<pre>${code.replaceAll('<', '&lt;')}</pre>`,
    )
    .replace(/\[(?:efn_note|ref)\](.*?)\[\/(?:efn_note|ref)\]| \(\((.*?)\)\)/g, '<x-note>$1$2</x-note>')
    .replace(
      /\[embed[^\]]*\].*?\[\/embed\]|\[audio[^\]]*\]\[\/audio\]|\[contact-form-7[^\]]*\]|\[table id=7 \/\]/g,
      '\n\n',
    )
    .replace(/\[gallery[^\]]*\]/g, '<x-gallery></x-gallery>')
    .replace(/\[caption [^\]]*\]([\s\S]*?)\[\/caption\]/g, '<div>$1</div>')
    .replace(/\[(box|tooltip|pullquote|su_button)(?: [^\]]*)?\]([\s\S]*?)\[\/\1\]/g, '$2')
    .replace(/^https:\/\/www\.youtube\.com\S+$/gm, '')
    .replace(/\[(\[\w+\])\]/g, '$1')
    .replace(/\n\n+/g, '<br>');
}

/** The document as readers saw it. */
export function visibleDocument({ format, text, attachments = {} }: OldText): Document {
  const html = (format === 'wordpress' ? wordpress(text) : text)
    .replace(
      /<figure class="wp-block-embed[\s\S]*?<div class="wp-block-embed__wrapper">[\s\S]*?<\/div>/g,
      '<figure>',
    )
    .replace(/<x-gallery><\/x-gallery>/, () =>
      Object.values(attachments)
        .map(({ caption }) => `<p>${caption ?? ''}</p>`)
        .join(''),
    );
  const { document } = parseHTML(`<html><body>${html}</body></html>`);
  for (const unread of document.querySelectorAll(UNREAD)) unread.remove();
  for (const emoji of document.querySelectorAll('img.emoji'))
    emoji.replaceWith(emoji.getAttribute('alt') ?? '');
  for (const reading of document.querySelectorAll('ruby rt')) {
    if (!reading.parentElement?.querySelector('rp')) reading.textContent = `(${reading.textContent})`;
  }
  return document;
}

/** The words of a document in order: what stands between white space, with its punctuation. */
export function wordsOf(document: Document): string[] {
  for (const apart of document.querySelectorAll(APART)) {
    apart.before(' ');
    apart.prepend(' ');
    apart.append(' ');
    apart.after(' ');
  }
  return splitWords(document.body.textContent ?? '');
}

/** Compatible characters are the same: m² and m2. So are minus and hyphen. Nobody sees soft hyphens and zero-width spaces. */
export const splitWords = (text: string): string[] =>
  text
    .replace(/[\u00ad\u200b]/g, '')
    .replaceAll('\0', '')
    .normalize('NFKC')
    .replaceAll('−', '-')
    .split(/\s+/)
    .filter(Boolean);
