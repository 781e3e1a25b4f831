import { primarySubtag } from '../../../site/story/grounding/languages/languages.ts';

// What an analysis is for. The program asks, and a person answers.

const QUESTIONS: Readonly<Record<string, readonly string[]>> = {
  en: [
    'What does this change, for whom, and from when?',
    'Who says so, what is their interest, and who has not been asked?',
    'Where do the sources disagree, and what does none of them say?',
    'What came before, and how large is this compared with it?',
    'What would show that this is wrong, and when will that be known?',
  ],
  de: [
    'Was ändert sich dadurch, für wen und ab wann?',
    'Wer sagt das, mit welchem Interesse, und wer wurde nicht gefragt?',
    'Worin widersprechen sich die Quellen, und was sagt keine von ihnen?',
    'Was ging voraus, und wie groß ist das im Vergleich?',
    'Woran würde man erkennen, dass es nicht stimmt, und wann wird man das wissen?',
  ],
  fr: [
    'Qu’est-ce que cela change, pour qui et à partir de quand ?',
    'Qui le dit, avec quel intérêt, et qui n’a pas été interrogé ?',
    'Sur quoi les sources se contredisent-elles, et que ne dit aucune d’elles ?',
    'Que s’est-il passé avant, et quelle est l’ampleur de ceci en comparaison ?',
    'Qu’est-ce qui montrerait que c’est faux, et quand le saura-t-on ?',
  ],
  es: [
    '¿Qué cambia esto, para quién y desde cuándo?',
    '¿Quién lo dice, con qué interés, y a quién no se ha preguntado?',
    '¿En qué se contradicen las fuentes, y qué no dice ninguna?',
    '¿Qué ocurrió antes, y qué tamaño tiene esto en comparación?',
    '¿Qué demostraría que no es cierto, y cuándo se sabrá?',
  ],
  zh: [
    '这会改变什么？影响谁？从何时开始？',
    '这是谁说的？有何利害关系？还有谁没有被问到？',
    '各来源在哪些地方互相矛盾？有什么是都没有说的？',
    '此前发生过什么？与之相比，这件事有多大？',
    '什么情况能说明这不属实？何时可以知道？',
  ],
  ar: [
    'ماذا يغيّر هذا، ولمن، ومنذ متى؟',
    'من يقول ذلك، وما مصلحته، ومن لم يُسأل؟',
    'أين تتعارض المصادر، وما الذي لا يقوله أي منها؟',
    'ماذا حدث قبل ذلك، وما حجم هذا مقارنة به؟',
    'ما الذي قد يثبت خطأه، ومتى سيُعرف ذلك؟',
  ],
};

/** Returns the questions that a good analysis answers, in the story's language if there are words in it, else in English. */
export const analysisQuestions = (language: string): readonly string[] =>
  QUESTIONS[primarySubtag(language)] ?? (QUESTIONS.en as readonly string[]);
