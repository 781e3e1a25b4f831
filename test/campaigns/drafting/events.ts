import type { Passage } from '../../../src/newsroom/drafting/wire/drafter.ts';
import type { ReadSource } from '../../../src/newsroom/drafts/desk/read-source.ts';
import ar from './events/ar.json' with { type: 'json' };
import de from './events/de.json' with { type: 'json' };
import en from './events/en.json' with { type: 'json' };
import es from './events/es.json' with { type: 'json' };
import fr from './events/fr.json' with { type: 'json' };
import zh from './events/zh.json' with { type: 'json' };

// The frozen set: invented news of two sources each, with what a model answered, recorded by hand.

export const LANGUAGES = ['en', 'de', 'fr', 'es', 'zh', 'ar'] as const;
export type EventLanguage = (typeof LANGUAGES)[number];

/** What was planted by hand in a passage, and what is made by rule. */
export const WRITTEN_KINDS = ['number', 'name', 'negation', 'date', 'unit', 'quotation'] as const;
export const RULED_KINDS = ['two sources', 'out of range', 'other language'] as const;
export const FAULT_KINDS = [...WRITTEN_KINDS, ...RULED_KINDS];
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface PlantedFault {
  kind: FaultKind;
  passage: Passage;
}

export interface NewsEvent {
  id: string;
  language: EventLanguage;
  sources: ReadSource[];
  /** The sentences of each source, as they were written. */
  sentences: string[][];
  good: Passage[];
  faults: PlantedFault[];
}

/** An event as it is written in `events/`: passages with the numbers of their source and sentence. */
interface WrittenEvent {
  id: string;
  sources: { publisher: string; title: string; text: string[] }[];
  good: (string | number)[][];
  faults: (string | number)[][];
}

const passage = (text: unknown, source: number, first: number, last = first): Passage => ({
  text: String(text),
  quotes: [{ source, first, last }],
});

const goodOf = ({ good }: WrittenEvent): Passage[] =>
  good.map(([source, sentence, text]) => passage(text, Number(source), Number(sentence)));

/** Plants the faults that a rule can make: sentences that are not there, a passage of another language, one about two sources that quotes one. */
function ruledFaults(event: WrittenEvent, foreign: WrittenEvent, language: EventLanguage): PlantedFault[] {
  const [first, , third] = goodOf(event);
  const [other] = goodOf(foreign);
  if (!first || !third || !other) throw new Error(`${event.id} has too few passages.`);
  const joined = `${first.text.replace(/[.。]$/, '')}${language === 'zh' ? '，' : '; '}${third.text}`;
  return [
    { kind: 'two sources', passage: { ...first, text: joined } },
    { kind: 'two sources', passage: { ...third, text: joined } },
    { kind: 'out of range', passage: passage(first.text, 3, 1) },
    { kind: 'out of range', passage: passage(first.text, 1, 99) },
    { kind: 'out of range', passage: passage(first.text, 1, 2, 1) },
    { kind: 'out of range', passage: passage(first.text, 1, 0) },
    { kind: 'other language', passage: { ...other, quotes: first.quotes } },
  ];
}

const FILES: Record<EventLanguage, WrittenEvent[]> = { en, de, fr, es, zh, ar };

export const EVENTS: NewsEvent[] = LANGUAGES.flatMap((language, at) =>
  FILES[language].map((event, index): NewsEvent => {
    const foreign = FILES[LANGUAGES[(at + 1) % LANGUAGES.length] as EventLanguage][index] as WrittenEvent;
    return {
      id: event.id,
      language,
      sentences: event.sources.map(({ text }) => text),
      sources: event.sources.map(({ publisher, title, text }, number): ReadSource => {
        const url = `https://${event.id}-${number + 1}.example/news`;
        return {
          url,
          finalUrl: url,
          readAt: '2026-11-26T10:00:00.000Z',
          hash: '0'.repeat(64),
          name: title,
          publisher: { name: publisher, url: null },
          author: [],
          datePublished: null,
          inLanguage: language,
          isAccessibleForFree: null,
          text: text.join(language === 'zh' ? '' : ' '),
          whyNoText: null,
        };
      }),
      good: goodOf(event),
      faults: [
        ...event.faults.map(([kind, source, sentence, text]) => ({
          kind: kind as FaultKind,
          passage: passage(text, Number(source), Number(sentence)),
        })),
        ...ruledFaults(event, foreign, language),
      ],
    };
  }),
);
