import ar from './cases/ar.json' with { type: 'json' };
import de from './cases/de.json' with { type: 'json' };
import en from './cases/en.json' with { type: 'json' };
import es from './cases/es.json' with { type: 'json' };
import fr from './cases/fr.json' with { type: 'json' };
import zh from './cases/zh.json' with { type: 'json' };
import { LANGUAGES, type Language } from './pairs.ts';

/** A claim by an author who did not know the rules, and quotes that bear it or do not. */
export interface Case {
  language: Language;
  claim: string;
  quotes: string[];
  truth: boolean;
  /** How the claim departs from the quotes: in other words, or by one error. */
  kind: string;
  /** What the error is, or what makes the claim true. */
  note: string;
}

const WRITTEN: Record<Language, Omit<Case, 'language'>[]> = { en, de, es, fr, zh, ar };

/** The cases on which rules were improved. */
export const CASES: Case[] = LANGUAGES.flatMap((language) =>
  WRITTEN[language].map((written) => ({ ...written, language })),
);
