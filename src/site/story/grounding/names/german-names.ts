import type { Language } from '../languages/language.ts';
import { isApostrophe, isCapitalised, type Token } from '../text/tokens.ts';
import { isInitial, isNameForm } from './capitals.ts';
import { isCommonNoun } from './german-nouns.ts';

// German gives capitals to all nouns. A noun is a name where its neighbours say so (a proper name has no article), or if it ends as
// no common noun does.

const TITLE =
  /(?:minister|prasident|chef|kanzler|sprecher|direktor|konig|sekretar|meister|leiter|grunder|anwalt|trainer|richter|senator)(?:in|s|en)?$|vorsitzender?$|vorsitzenden$/;
/** How common nouns end, and those that follow prepositions without an article. */
const COMMON =
  /(?:ung|ungen|heit|heiten|keit|keiten|schaft|schaften|tion|tionen|sion|tat|taten|ismus|nis|nisse|nissen|ment|menten|enz|anz|tum|zeit|zeiten|jahr|jahre|jahren|tag|tagen|woche|wochen|monat|monaten|preis|preise|preisen|zahl|zahlen|fall|falle|fallen|stoff|kraft|kraften|markt|markten|weise|angabe|angaben|bericht|berichten|teil|teile|teilen|hilfe|grund|grunden|recht|rechte|rechten|gesetz|gesetze|daten|werte|menschen|personen|leute|innen|erinnen|isten|anten|enten|ern|arbeit|kosten|mittel|mitteln|gelder|geldern|waren|sachen|fragen|stelle|stellen|bau|plan|plane|ziel|ziele|zielen|kunden|nutzer|firmen|gruppen|schulen|kinder|kindern|frauen|mannern|seiten|stunden|minuten)$/;
const COMMON_WORDS = new Set(
  'bezug blick hohe zukunft kraft betrieb folge form gefahr lage leben sicht zusammenhang anspruch anlehnung auftrag bedarf beginn deckung eigenregie ende erganzung erinnerung erwagung frage gang grosse haft hinblick hinsicht kauf krieg kurze mitte not ordnung planung prinzip rahmen richtung ruhe summe system tod umgang verbindung vergleich verkehr verzug volle wahrheit wert wesentlichen wirtschaft politik forschung energie strom wasser gas geld hause anfang haushalt verdacht verbund angst spass platz anlass vorsorge anklage kritik alarm klage strafe rucksicht einfluss abstand zeit mut pech gluck nutzen schaden sinn rat lust protest widerstand verzicht zugang zutritt einblick ruckhalt vorrang beifall applaus asyl abschied einspruch berufung beschwerde bescheid rechenschaft ruckgang anstieg wahl stadt haus land bank werk park platz spiel film buch weg wald fluss berg tal dorf ort kreis bezirk rat amt senat gericht konzern firma verein club klub team bund staat gebiet gelande projekt programm system modell gerat produkt dienst bedienung unternehmen deutsch englisch franzosisch internet netz gold ol holz stahl beton papier bord luft land see sport musik kunst kultur bildung gesundheit frieden freiheit schutz druck streit handel export import umsatz gewinn verlust wachstum'.split(
    ' ',
  ),
);
/** Words after which a subject or an object without an article is a name. */
const SPEECH = new Set(
  'sagte sagt erklarte teilte meldete kundigte betonte warnte forderte bestatigte schrieb so nannte habe dass und wie weil ob'.split(
    ' ',
  ),
);
const PREPOSITIONS = new Set('in aus nach bei von gegen laut zwischen bis auf um ab'.split(' '));
/** Prepositions that often have plurals after them: mit Autos, für Kunden. */
const PLURAL_PREPOSITIONS = new Set('mit fur durch ohne uber'.split(' '));
const PLACE = /(?:land|lands|ien|iens|stan|reich|burg|furt|hausen|heim|ingen|stadt|berg|stein|dorf|brucken)$/;
const NO_PLACE =
  /^(?:stadt|stadte|berg|burg|dorf|heim|stein|reich|furt|land|ausland|inland|festland|umland|hinterland|bundesland|heimatland|nachbarland|schwellenland|entwicklungsland|industrieland|ferien|medien|kriterien|bakterien|familien|studien|linien|aktien|prinzipien|materialien|kategorien|immobilien|fossilien|bereich|vergleich|innenstadt|hauptstadt|altstadt|grossstadt|kleinstadt|baustein|edelstein|mindestens)$|(?:eien|bereich|streich|linien|aktien|immobilien|medien|studien|familien|richtlinien|prinzipien)$/;
/** How adverbs and adjectives end that begin sentences. */
const ADVERB = /(?:lich|isch|weise|mals|ends|falls|dem|tens|her|hin|warts|er|end|los|sam|haft|bar)$/;

const STRONG_VERBS = new Set(
  'schlug traf kam ging nahm gab fand liess sah zog rief bat wies schrieb bot brach trug warf sprach besiegt besiegte siegt siegte traf trifft schoss schiesst erhoht'.split(
    ' ',
  ),
);
const isCommon = (key: string) => COMMON.test(key) || COMMON_WORDS.has(key) || isCommonNoun(key);
/** Whether a word in lower case is no adjective before a noun, which would have an ending: a verb, as in traf Scholz. */
function isUninflected(token: Token | undefined, { functionWords }: Language): boolean {
  if (token?.kind !== 'word' || token.text !== token.key || functionWords.has(token.key)) return false;
  return (
    token.key.length > 3 && !/(?:e|en|er|es|em|lich|ig|weise|weit|los|bar|mals?|sam|isch)$/.test(token.key)
  );
}
/** Articles and possessives. */
const DETERMINERS =
  /^(?:der|die|das|de[nms]|(?:ein|kein|mein|dein|sein|ihr|unser|eur|dies|jed)(?:e[nrms]?)?|[bz]um|zur|beim|[iav]o?m|ins|ans)$/;
/** Whether a word has the form of no common noun. */
const isUncommon = (key: string) =>
  !isCommon(key) && key.length < 14 && !/(?:e|en|er|el|ling|chen|lein)$/.test(key);
const isPlural = (key: string) => /(?:[^ae]e|en|ern|eln|er|s)$/.test(key);

/** Returns whether a word is a name, for one German text. */
export function germanNames(
  list: readonly Token[],
  language: Language,
  isPart: (key: string) => boolean,
): (at: number) => boolean {
  const isNoun = (at: number): boolean => {
    const token = list[at];
    if (token?.kind !== 'word' || token.text.length < 2 || !isCapitalised(token.text)) return false;
    return !(isInitial(list, at, language) && language.functionWords.has(token.key));
  };
  const isAdjacent = (at: number) => list[at]?.gap === ' ' && isNoun(at) && isNoun(at - 1);
  const isQuantity = (at: number) => {
    const key = list[at]?.key ?? '';
    return language.units.has(key) || language.scales.has(key) || /^(?:ende|anfang|mitte)$/.test(key);
  };
  const isTitle = (at: number) => language.titles.has(list[at]?.key ?? '') || TITLE.test(list[at]?.key ?? '');
  const isFiniteVerb = (token: Token | undefined) =>
    token?.text === token?.key &&
    (language.verbs.has(token?.key ?? '') || STRONG_VERBS.has(token?.key ?? ''));
  /** Whether the word is followed by the preterite of a weak verb, or by an age. */
  const isSubjectOf = (token: Token | undefined, at: number) =>
    (token?.text === token?.key && /[^aeiou]te$/.test(token?.key ?? '') && (token?.text.length ?? 0) > 4) ||
    (token?.text === ',' && list[at + 1]?.kind === 'digits' && list[at + 2]?.text === ',');
  const known = new Set<number>();
  const decide = (at: number): boolean => {
    const token = list[at];
    if (!token || !isNoun(at)) return false;
    if (isNameForm(token.text)) return true;
    if (isTitle(at) || isQuantity(at)) return false;
    const { key } = token;
    // What stands before and after the whole of a compound with hyphens.
    let [start, end] = [at, at + 1];
    while (list[start]?.gap === '' && list[start - 1]?.text === '-' && list[start - 1]?.gap === '')
      start -= 2;
    const isFirst = isInitial(list, start, language);
    const before = isFirst ? undefined : list[start - 1];
    while (list[end]?.text === '-' && list[end]?.gap === '' && list[end + 1]?.gap === '') end += 2;
    const next = list[end];
    if (!isFirst && isAdjacent(at))
      return !isQuantity(at - 1) && (isTitle(at - 1) || !(isCommon(key) || (/en$/.test(key) && isPart(key))));
    if (isApostrophe(list, at + 1)) return true;
    // An adjective has a capital only within a name: die Europäische Zentralbank.
    if (
      !isFirst &&
      isAdjacent(at + 1) &&
      /(?:isch|deutsch|vereint|rot|weiss|grun|schwarz|national|international)e[nrsm]?$/.test(key)
    )
      return true;
    if (language.places.has(key)) return true;
    if (PLACE.test(key) && !NO_PLACE.test(key)) return true;
    // The preterite of a weak verb ends as an adjective does, but follows a noun.
    const isPreterite =
      before?.text === before?.key && /[^aeiou]te$/.test(before?.key ?? '') && isNoun(at - 2);
    const isAfterVerb =
      isFiniteVerb(before) || isPreterite || (isUncommon(key) && isUninflected(before, language));
    const isFree =
      before?.kind !== 'word' || PREPOSITIONS.has(before.key) || SPEECH.has(before.key) || isAfterVerb;
    if (isAdjacent(at + 1) && isFree && !isCommon(key)) return true;
    // What is part of a compound in the quotes, or has one of their nouns as a part, is a noun: Wahl, Landtagswahl.
    if (isCommon(key) || isPart(key)) return false;
    if (before && PREPOSITIONS.has(before.key)) return true;
    // Aus Kalifornien und Arizona.
    const isCoordinated = before !== undefined && (before.key === 'und' || before.text === ',');
    if (isCoordinated && known.has(at - 2) && isUncommon(key)) return true;
    if (before && PLURAL_PREPOSITIONS.has(before.key)) return !isPlural(key);
    // A noun in the singular without an article is a name: hat Argentinien geschlagen, Siemens meldet.
    if (isAfterVerb && !isPlural(key)) return true;
    const isSubject = isFiniteVerb(next) && !/en$/.test(next?.key ?? '') && !(isFirst && ADVERB.test(key));
    if (isSubject && isFree) return true;
    if (isFirst && isUncommon(key) && !ADVERB.test(key) && isSubjectOf(next, end)) return true;
    // A noun with an article that nobody knows is a common one; in der Ägäis is a region.
    const isRegion = before?.key === 'der' && /^(?:in|aus|an)$/.test(list[start - 2]?.key ?? '');
    return !isFirst && isUncommon(key) && (isRegion || !DETERMINERS.test(before?.key ?? ''));
  };
  return (at) => {
    const isName = decide(at);
    if (isName) known.add(at);
    return isName;
  };
}
