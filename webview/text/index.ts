import { en, type Text } from './en.ts';
import { zhCn } from './zh-cn.ts';

export type { Text };

/** The text in a language as `<html lang>` says it: `zh-cn`, `zh-Hans`, `zh` are Chinese; everything else is English. */
export const textIn = (language: string): Text => (/^zh(-(cn|hans|sg))?$/i.test(language.trim()) ? zhCn : en);
