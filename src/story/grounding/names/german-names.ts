import type { Language } from '../languages/language.ts';
import { isApostrophe, isCapitalised, type Token } from '../text/tokens.ts';
import { isInitial, isNameForm } from './capitals.ts';

// German gives capitals to all nouns. A noun counts as a name only where its neighbours say so: a proper name has no article.

const TITLE =
  /(?:minister|prasident|chef|kanzler|sprecher|direktor|konig|sekretar|meister|leiter|grunder|anwalt|trainer|richter|senator)(?:in|s|en)?$|vorsitzender?$|vorsitzenden$/;
/** How common nouns end, and those that follow prepositions without an article. */
const COMMON =
  /(?:ung|ungen|heit|heiten|keit|keiten|schaft|schaften|tion|tionen|sion|tat|taten|ismus|nis|nisse|nissen|ment|menten|enz|anz|tum|zeit|zeiten|jahr|jahre|jahren|tag|tagen|woche|wochen|monat|monaten|preis|preise|preisen|zahl|zahlen|fall|falle|fallen|stoff|kraft|kraften|markt|markten|weise|angabe|angaben|bericht|berichten|teil|teile|teilen|hilfe|grund|grunden|recht|rechte|rechten|gesetz|gesetze|daten|werte|menschen|personen|leute|innen|erinnen|isten|anten|enten|ern|arbeit|kosten|mittel|mitteln|gelder|geldern|waren|sachen|fragen|stelle|stellen|bau|plan|plane|ziel|ziele|zielen|kunden|nutzer|firmen|gruppen|schulen|kinder|kindern|frauen|mannern|seiten|stunden|minuten)$/;
const COMMON_WORDS = new Set(
  'bezug blick hohe zukunft kraft betrieb folge form gefahr lage leben sicht zusammenhang anspruch anlehnung auftrag bedarf beginn deckung eigenregie ende erganzung erinnerung erwagung frage gang grosse haft hinblick hinsicht kauf krieg kurze mitte not ordnung planung prinzip rahmen richtung ruhe summe system tod umgang verbindung vergleich verkehr verzug volle wahrheit wert wesentlichen wirtschaft politik forschung energie strom wasser gas geld hause anfang haushalt verdacht verbund wahl unternehmen deutsch englisch franzosisch internet netz gold ol holz stahl beton papier bord luft land see sport musik kunst kultur bildung gesundheit frieden freiheit schutz druck streit handel export import umsatz gewinn verlust wachstum'.split(
    ' ',
  ),
);
const PLACE_PREPOSITIONS = new Set([
  'in',
  'aus',
  'nach',
  'bei',
  'von',
  'gegen',
  'laut',
  'mit',
  'fur',
  'durch',
  'zwischen',
  'bis',
]);
const SPEECH = new Set([
  'sagte',
  'sagt',
  'erklarte',
  'teilte',
  'meldete',
  'kundigte',
  'betonte',
  'warnte',
  'forderte',
  'bestatigte',
  'schrieb',
  'so',
  'nannte',
  'hatte',
  'hat',
  'habe',
  'dass',
  'und',
  'wie',
  'ist',
  'war',
  'will',
  'wird',
  'wurde',
]);

const isCommon = (key: string) => COMMON.test(key) || COMMON_WORDS.has(key);

/** Returns whether a word is a name, for one German text. */
export function germanNames(list: readonly Token[], language: Language): (at: number) => boolean {
  const isNoun = (at: number): boolean => {
    const token = list[at];
    return (
      token?.kind === 'word' &&
      token.text.length > 1 &&
      isCapitalised(token.text) &&
      !(isInitial(list, at, language) && language.functionWords.has(token.key))
    );
  };
  const isAdjacent = (at: number) => list[at]?.gap === ' ' && isNoun(at) && isNoun(at - 1);
  const isQuantity = (at: number) =>
    language.units.has(list[at]?.key ?? '') ||
    language.scales.has(list[at]?.key ?? '') ||
    /^(?:ende|anfang|mitte|prozent)$/.test(list[at]?.key ?? '');
  const isTitle = (at: number) => language.titles.has(list[at]?.key ?? '') || TITLE.test(list[at]?.key ?? '');
  return (at) => {
    const token = list[at];
    if (!token || !isNoun(at)) return false;
    if (isNameForm(token.text)) return true;
    if (isTitle(at) || isQuantity(at)) return false;
    const isFirst = isInitial(list, at, language);
    const before = isFirst ? undefined : list[at - 1];
    const next = list[at + 1];
    if (!isFirst && isAdjacent(at)) return !isQuantity(at - 1) && (isTitle(at - 1) || !isCommon(token.key));
    if (isApostrophe(list, at + 1)) return true;
    const hasArticle =
      before?.kind === 'word' && !PLACE_PREPOSITIONS.has(before.key) && !SPEECH.has(before.key);
    if (isAdjacent(at + 1) && !hasArticle && !isCommon(token.key)) return true;
    if (isCommon(token.key)) return false;
    if (before && PLACE_PREPOSITIONS.has(before.key)) return true;
    const isSubject = language.verbs.has(next?.key ?? '') && !/en$/.test(next?.key ?? '');
    return isSubject && !hasArticle;
  };
}
