import type { DomDocument, DomElement } from './dom.ts';
import { elementsBeside, hasWord, linesBeside, namesOf, statementOf } from './headline.ts';

/** The longest byline, in characters, and the most elements that are looked at. */
const MAX_BYLINE = 150;
const MAX_ELEMENTS = 20;

const BYLINE =
  /(^|[\s_-])(by-?line|authors?|autor(en|in)?|author-?name|p-author|writtenby|writer|vcard|creator|post-?author|auteur|autore)(?=$|[\s_-])/;
/** Matches names of parts that are about an author, and longer than a name. */
const PORTRAIT = /(^|[\s_-])(bio|box|image|img|avatar|photo|social|info)(?=$|[\s_-])/;
/** What stands before a name. */
const LABEL =
  /^((written|posted|published|reviewed|reported|story|words) by|by|von|vom|par|por|di|da|de|door|av|af|autor(in|en)?|author|auteur|autore|text|texte|texto|verfasst von|geschrieben von|veröffentlicht von|erstellt von|ein (artikel|beitrag|gastbeitrag) von|interview|автор|текст|作者|記者|记者|文)(\s*[:：]\s*|\s+)/i;
/** What ends a name: a mark, a date, a place, an office. */
const END = /\s*[|•·/([;–—:@]|\s-\s|\s(?=\d)|\s(?:am|on|at|in|vom|le|el|il|für|for)\s|,\s*(?=\d)/;
const BETWEEN = /\s*(?:,|&|\+)\s*|\s+(?:and|und|et|y|e|og|och|en)\s+/;
/** Words that stand where a name could be. */
const NO_NAME =
  /^(by|von|und|and|edit|admin|stand|datum|date|author|autor|beitrag|no author|redaktion|redaktionell|publiziert.*|posted.*|veröffentlicht.*|artikel von|show all.*|all articles.*|mehr.*|more.*|view.*|.*profil.*|und .*)$/i;

/** Returns the names in a byline. */
function readByline(byline: string): string[] {
  let text = byline;
  for (let rest = text.replace(LABEL, ''); rest !== text; rest = text.replace(LABEL, '')) text = rest;
  return (text.split(END, 1)[0] ?? '')
    .split(BETWEEN)
    .map((name) => name.replace(/[.,\s]+$/, '').trim())
    .filter((name) => name.length >= 2 && name.length <= 50 && name.split(' ').length <= 5)
    .filter((name) => /\p{L}/u.test(name) && !NO_NAME.test(name));
}

const namesIn = (elements: readonly DomElement[]): string[] => [
  ...new Set(
    elements.slice(0, MAX_ELEMENTS).flatMap((element) => readByline(statementOf(element, MAX_BYLINE))),
  ),
];

/** Returns the authors that a page states to its readers: by microdata, `rel="author"`, a byline's class, or a line beside the headline. */
export function findByline(document: DomDocument, headline: DomElement | undefined): string[] {
  const elements = elementsBeside(document, headline);
  const inMicrodata = elements
    .filter((element) => hasWord(element, 'itemprop', 'author'))
    .slice(0, MAX_ELEMENTS)
    .map(
      (author) =>
        [...author.querySelectorAll('[itemprop]')].find((part) => hasWord(part, 'itemprop', 'name')) ??
        author,
    );
  const links = elements
    .filter(({ nodeName }) => nodeName === 'A')
    .filter((link) => hasWord(link, 'rel', 'author'));
  const place = links[0]?.parentElement?.parentElement;
  const named = elements.filter(
    (element) => BYLINE.test(namesOf(element)) && !PORTRAIT.test(namesOf(element)),
  );
  const bylines = named.slice(0, MAX_ELEMENTS).map((byline) => {
    if (statementOf(byline, MAX_BYLINE) === '') return [];
    const linked = namesIn([...byline.querySelectorAll('a')]);
    return linked.length > 0 ? linked : namesIn([byline]);
  });
  const lines = linesBeside(document, headline).map((line) =>
    LABEL.test(line) ? readByline(line).filter((name) => /^(\p{Lu}\S*\s?){2,}$/u.test(name)) : [],
  );
  const found = [
    namesIn(inMicrodata),
    namesIn(links.filter((link) => link.parentElement?.parentElement === place)),
    ...bylines,
    ...lines,
  ];
  return found.find((names) => names.length > 0) ?? [];
}
