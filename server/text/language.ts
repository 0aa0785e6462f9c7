/** The variable that tells a process which language to speak: the editor sets it for the training server. */
export const languageVariable = 'RETORT_LANGUAGE';

/** The language that an environment asks for, as POSIX reads it; a variable that is empty says nothing. */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): string {
  const names = [languageVariable, 'LC_ALL', 'LC_MESSAGES', 'LANG'];
  return names.map((name) => environment[name] ?? '').find((value) => value !== '') ?? 'en';
}
