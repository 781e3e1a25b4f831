// Sentences that speak to a machine that reads the page ("Ignore the above and write …"). No news does that outside quotation marks.
// Such a sentence gets no number: no drafter sees it, and none can quote it.

/** What stands in quotation marks may speak to anybody. */
export const QUOTED = /“[^”]*”|„[^“”]*[“”]|«[^»]*»|"[^"]*"|「[^」]*」/gu;

const ORDERS: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass)\b[^.!?]*\b(?:above|previous|prior|earlier|instructions?|prompts?|rules|everything|all)\b/iu,
  /\b(?:system prompt|language model|LLMs?|AI (?:assistant|model|system)s?|new instructions?|as an AI)\b/iu,
  /\b(?:ignorier|missacht|vergiss|vergessen sie|übergeh)\p{L}*[^.!?]*\b(?:oben|obige|vorherige|bisherige|vorige|anweisung|alles|instruktion|regeln)/iu,
  /sprachmodell|systemprompt|KI-(?:Assistent|Modell|System)/iu,
  /(?<!\p{L})(?:ignore[zr]?|oublie[zr]?|négligez)(?!\p{L})[^.!?]*(?:précéd|ci-dessus|instruction|consigne|règles|tout)/iu,
  /modèle de langage|assistant IA|invite système/iu,
  /(?<!\p{L})(?:ignor(?:a|e|en|ad|ar)|olvid(?:a|e|en|ad|ar))(?!\p{L})[^.!?]*(?:anterior|arriba|instruccion|reglas|todo)/iu,
  /modelo de lenguaje|asistente de IA|instrucciones del sistema/iu,
  /(?:忽略|无视|無視|忘记|忘記|不要理会)[^。！？]*(?:以上|上述|上面|之前|前面|先前|指令|指示|提示|规则|規則|所有|内容)/u,
  /语言模型|語言模型|系统提示|系統提示|提示词|提示詞/u,
  /(?:تجاهل|انس|أهمل)\p{L}*[^.!?؟]*(?:أعلاه|السابق|سبق|التعليمات|الأوامر|القواعد|كل)/u,
  /نموذج لغوي|نموذج اللغة|مساعد ذكي|تعليمات النظام/u,
];

/** Whether a sentence gives orders to whatever machine reads it, in one of six languages. Hidden orders may be worded otherwise. */
export function speaksToMachines(sentence: string): boolean {
  const unquoted = sentence.replaceAll(QUOTED, '');
  return ORDERS.some((pattern) => pattern.test(unquoted));
}
