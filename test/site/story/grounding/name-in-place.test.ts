import { describe, expect, test } from 'vitest';
import { groundClaim } from '../../../../src/site/story/grounding/ground.ts';

const ground = (language: string, claim: string, quote: string) =>
  groundClaim({ text: claim, language }, [{ text: quote, language }]);

describe('a name in whose place the quote has another is contradicted, though the quote has it elsewhere', () => {
  test.each([
    [
      'en',
      'Captain Rosa Thiel saved two sailors.',
      'Captain Amir Noon saved two sailors, the owner Rosa Thiel said.',
      'Rosa Thiel',
      'Amir Noon',
    ],
    [
      'en',
      'The ferry sailed from Dover to Calais.',
      'The ferry sailed from Dover to Ostend, and its sister ship left the port of Calais.',
      'Dover to Calais',
      'Ostend',
    ],
    [
      'de',
      'Am Freitag gewann Rosa Thiel das Finale.',
      'Am Freitag gewann Amir Noon das Finale, bei dem die verletzte Rosa Thiel fehlte.',
      'Rosa Thiel',
      'Amir Noon',
    ],
    [
      'es',
      'La novelista Ana Prieto recibió el premio.',
      'La novelista Inés Salas recibió el premio de manos de la editora Ana Prieto.',
      'Ana Prieto',
      'Inés Salas',
    ],
    [
      'fr',
      'Lucie Morel a signé le contrat du port.',
      'Paul Girard a signé le contrat du port, en présence de la maire, Lucie Morel.',
      'Lucie Morel',
      'Paul Girard',
    ],
    [
      'zh',
      '公司将在西班牙建设新的工厂。',
      '公司将在波兰建设新的工厂，西班牙的项目已经取消。',
      '西班牙',
      '波兰',
    ],
    [
      'ar',
      'تستضيف تونس القمة في مارس.',
      'تستضيف الجزائر القمة في مارس بعد اعتذار وزير الخارجية في تونس.',
      'تونس',
      'الجزائر',
    ],
  ])('%s: %s', (language, claim, quote, text, quoted) => {
    const { verdict, findings } = ground(language, claim, quote);
    expect(findings).toContainEqual({ kind: 'name', text, result: 'contradicted', quoted });
    expect(verdict).toBe('contradicted');
  });
});

describe('a name is not contradicted', () => {
  test.each([
    [
      'if both are said together',
      'en',
      'Rosa Thiel saved two sailors.',
      'Rosa Thiel and her colleague Amir Noon saved two sailors.',
    ],
    [
      'if the quote describes it',
      'en',
      'Rosa Thiel saved two sailors.',
      'Rosa Thiel, a captain from Bergen, saved two sailors.',
    ],
    [
      'if the quote has its full form',
      'en',
      'Captain Thiel saved two sailors.',
      'Captain Rosa Thiel saved two sailors.',
    ],
    [
      'if the quote has its people',
      'fr',
      'L’Italie a signé le contrat.',
      'Le gouvernement italien a signé le contrat.',
    ],
    [
      'if the quote abbreviates it',
      'es',
      'El Fondo Monetario Internacional aprobó el préstamo.',
      'El FMI aprobó el préstamo.',
    ],
    [
      'if the claim abbreviates it',
      'es',
      'La OEA aprobó el informe.',
      'La Organización de los Estados Americanos aprobó el informe.',
    ],
    [
      'if the claim abbreviates it',
      'de',
      'Die EZB senkte am Donnerstag den Zins.',
      'Die Europäische Zentralbank senkte am Donnerstag den Zins.',
    ],
    ['if the quote puts its part before it', 'zh', '中国队击败巴西队。', '中国队在巴黎击败巴西队。'],
    [
      'if the quote adds where',
      'ar',
      'وقع الوزير العماني الاتفاق في مسقط.',
      'وقع الوزير العماني سالم الحارثي الاتفاق في مسقط.',
    ],
  ])('%s (%s): %s', (_, language, claim, quote) => {
    expect(ground(language, claim, quote).verdict).not.toBe('contradicted');
  });
});

test.each([
  ['en', 'Moody’s cut the rating of the city on Monday.', 'On Friday Fitch cut the rating of the city.'],
  [
    'de',
    'In einem Werk in Kassel ist am Montag Gas ausgetreten.',
    'Am Montag ist in einem Werk in Fulda Gas ausgetreten.',
  ],
  ['zh', '一架飞机在河北唐山附近坠毁。', '一架飞机清晨在山东烟台附近坠毁。'],
  ['ar', 'اندلع حريق في حي المنصور ببغداد.', 'اندلع حريق في حي الكرادة ببغداد.'],
])(
  'dates, marks and short words may stand between a name and its neighbours: %s',
  (language, claim, quote) => {
    const { findings } = ground(language, claim, quote);
    expect(findings).toContainEqual(expect.objectContaining({ kind: 'name', result: 'contradicted' }));
  },
);
