import { env } from 'vscode';
import { en, type Text } from './en.ts';
import { zhCn } from './zh-cn.ts';

/** The editor's language where Retort speaks it, English elsewhere. */
export const text: Text = env.language.toLowerCase().startsWith('zh') ? zhCn : en;
