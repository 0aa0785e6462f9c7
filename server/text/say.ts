/** Other words for what Retort says, by its English: `Found {0}, expected {1}.` → `发现 {0}，应为 {1}。` */
export type Table = Readonly<Record<string, string>>;

/** Of this process: whoever reads what it says has one language, and it is known when the process starts. */
let table: Table = {};
let language = 'en';

/**
 * Chooses what this process speaks, before it says anything: Simplified Chinese for `zh`, `zh-cn`, `zh_CN.UTF-8` and
 * their kin, English for everything else.
 */
export async function speak(wanted: string): Promise<void> {
  language = wanted;
  table = /^zh\b|^zh_/i.test(wanted) ? (await import('./zh-cn.ts')).zhCn : {};
}

/** What was chosen: for threads, which choose for themselves. */
export const spoken = (): string => language;

/** A place for a value, with the spaces between it and Chinese: they belong beside other writing, not beside Chinese. */
const blank = /((?<=[\u3000-\u9fff\uff00-\uffef]) )?\{(\d+)\}( (?=[\u3000-\u9fff\uff00-\uffef]))?/gu;
const isWide = (sign: string): boolean => /^[\u3000-\u9fff\uff00-\uffef]/u.test(sign);

/** A sentence for people in the language of the process: say`Found ${found}, expected ${expected}.` */
export function say(parts: TemplateStringsArray, ...values: readonly (string | number | boolean)[]): string {
  const english = parts.reduce((before, part, index) => `${before}{${index - 1}}${part}`);
  return translated(english).replace(blank, (_, before, index, after) => {
    const value = String(values[Number(index)]);
    return `${isWide(value.charAt(0)) ? '' : (before ?? '')}${value}${isWide(value.at(-1) ?? '') ? '' : (after ?? '')}`;
  });
}

/** A text that stands elsewhere in English, such as the summary of a loss, in the language of the process. */
export const translated = (english: string): string =>
  Object.hasOwn(table, english) ? (table[english] ?? english) : english;
