/** Colours text for a terminal, or leaves it as it is. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
}

/** SGR parameters on and off (ECMA-48, 8.3.117). */
export function paintFor(colour: boolean): Paint {
  const style =
    (on: number, off: number) =>
    (text: string): string =>
      colour ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return {
    bold: style(1, 22),
    dim: style(2, 22),
    red: style(31, 39),
    green: style(32, 39),
    yellow: style(33, 39),
    cyan: style(36, 39),
  };
}

/** What steers a terminal, or turns its text around: controls, and the overrides and isolates of bidirectional text. */
const steering = '[\\p{Control}\u202a-\u202e\u2066-\u2069]';

/** What comes from a file must not steer the terminal: line ends become spaces, what else steers but tabs a �. */
export const printable = (text: string): string =>
  text.replaceAll(/\s*[\r\n]+\s*/g, ' ').replaceAll(unprintable, '\ufffd');
const unprintable = new RegExp(`(?!\\t)${steering}`, 'gu');

/** The same for text of several lines that has been painted. */
export const harmless = (text: string): string => text.replaceAll(harmful, '\ufffd');
const harmful = new RegExp(`(?![\\t\\n]|\u001b\\[\\d{1,2}m)${steering}`, 'gu');
